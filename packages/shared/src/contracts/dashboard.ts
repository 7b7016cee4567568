import { z } from 'zod';

import { CAMPAIGN_STATUSES } from '../campaign-state.ts';
import { ORDER_STATUSES } from '../order-status.ts';
import { calendarDateSchema } from '../time.ts';
import { countPer } from './counts.ts';
import { instantOutputSchema } from './pagination.ts';

export const dashboardStatsOutput = z
  .object({
    totalCustomers: z.int(),
    activeCampaigns: z.int().meta({ description: 'Campaigns that are PROCESSING or SENDING.' }),
    deliveryRate: z.number().min(0).max(1).meta({ description: 'sent / (sent + failed); 0 when there is none.' }),
    customerSegments: z.int(),
    sending: z.enum(['on', 'stopped']).meta({ description: 'Whether messages go out at all; see `/api/delivery`.' }),
  })
  .meta({ id: 'DashboardStats' });
export type DashboardStatsOutput = z.infer<typeof dashboardStatsOutput>;

/** Most days in one question of the dashboard. */
export const MAX_DASHBOARD_DAYS = 1_100;
/** Days in it when the question does not say. */
export const DEFAULT_DASHBOARD_DAYS = 30;
const DAY_MS = 86_400_000;

/** Calendar dates, both included. */
export interface DashboardDays {
  from: string;
  to: string;
}

export const daysIn = ({ from, to }: DashboardDays): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

/** What is wrong with the period, of which `from` is the part to change; undefined when nothing is. */
export function faultOfPeriod(period: DashboardDays): string | undefined {
  const days = daysIn(period);
  if (days < 1) return 'must not be after to';
  return days > MAX_DASHBOARD_DAYS ? `must be at most ${MAX_DASHBOARD_DAYS} days back` : undefined;
}

export const dashboardQuerySchema = z
  .strictObject({
    from: calendarDateSchema
      .optional()
      .meta({ description: `A day of the workspace. By default ${DEFAULT_DASHBOARD_DAYS} days end with \`to\`.` }),
    to: calendarDateSchema.optional().meta({ description: 'The last day. By default today.' }),
  })
  .superRefine(({ from, to }, context) => {
    const message = from === undefined || to === undefined ? undefined : faultOfPeriod({ from, to });
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['from'], message });
  });
export type DashboardQuery = z.infer<typeof dashboardQuerySchema>;

/** Whole days of the workspace, both included. */
const period = z.object({ from: z.iso.date(), to: z.iso.date() });

const figures = {
  newCustomers: z.int(),
  orders: z.int().meta({ description: 'Of the statuses that count as bought.' }),
  revenue: z.number().meta({ description: 'What these orders add up to, in major units.' }),
  sent: z.int().meta({
    description:
      'Of the campaigns that were launched then, whenever the messages went out, as the following: so they are what the reports of these campaigns say.',
  }),
  failed: z.int(),
  excluded: z.int(),
};
const figuresSchema = z.object(figures);

export const dashboardTimeseriesOutput = z
  .object({
    ...period.shape,
    timeZone: z.string(),
    interval: z.enum(['day', 'week', 'month']).meta({ description: 'Weeks begin on Monday.' }),
    points: z
      .array(z.object({ start: z.iso.date().meta({ description: 'Its first day in the period.' }), ...figures }))
      .meta({
        description: 'One for each interval, those with nothing too; the period cuts the first and last of them.',
      }),
    totals: figuresSchema,
    before: z
      .object({ ...period.shape, totals: figuresSchema })
      .meta({ description: 'The period of the same length that ended the day before.' }),
  })
  .meta({ id: 'DashboardTimeseries' });
export type DashboardTimeseriesOutput = z.infer<typeof dashboardTimeseriesOutput>;

export const dashboardBreakdownsOutput = z
  .object({
    ...period.shape,
    messages: z
      .object({
        sent: z.int(),
        failed: z.int(),
        excluded: z.int(),
        heldOut: z.int(),
        cancelled: z.int(),
        open: z.int(),
      })
      .meta({ description: 'Recipients of the campaigns that were launched in the period, by what became of them.' }),
    campaigns: countPer(CAMPAIGN_STATUSES).meta({ description: 'Those made in the period, by their status now.' }),
    orders: z
      .array(z.object({ status: z.enum(ORDER_STATUSES), orders: z.int(), amount: z.number() }))
      .meta({ description: 'Those of the period; every status is there.' }),
    cities: z
      .array(z.object({ city: z.string().nullable(), customers: z.int(), orders: z.int(), revenue: z.number() }))
      .meta({
        description:
          'The ten with the most revenue in the period, with how many customers bought; null is "no city". Letter case makes no other city.',
      }),
    products: z.array(z.object({ name: z.string(), quantity: z.int(), revenue: z.number() })).meta({
      description:
        'The ten with the most revenue in the period; a product is what has one SKU, or without it one name.',
    }),
  })
  .meta({ id: 'DashboardBreakdowns' });
export type DashboardBreakdownsOutput = z.infer<typeof dashboardBreakdownsOutput>;

/** What somebody should look at, worst first. */
export const ATTENTION_KINDS = [
  /** All sending is stopped. */
  'sending_stopped',
  /** No worker was seen lately. */
  'no_worker',
  /** A vendor fails, as a worker that was seen lately says; `name` is its address, `count` the failures in a row. */
  'vendor_failing',
  /** A queue is paused, so that its jobs wait; `name` is its name. */
  'queue_paused',
  /** A campaign is paused: by itself (critical; `reason` says why) or by a person. */
  'campaign_paused',
  /** A scheduled campaign of the last week could not start. */
  'campaign_failed',
  /** Of at least 20 messages of a campaign of the last week that were sent or failed, more than a tenth failed. */
  'many_failures',
  /** A batch of the last week has rejected rows. */
  'rows_rejected',
  /** The rules of a segment are no longer understood. */
  'segment_broken',
] as const;

/** Most of one kind. */
export const ATTENTION_PER_KIND = 10;

export const attentionItemSchema = z.object({
  kind: z.enum(ATTENTION_KINDS),
  severity: z.enum(['critical', 'warning']),
  subjectId: z.uuid().nullable().meta({ description: 'The campaign, batch or segment that it is about.' }),
  name: z.string().nullable(),
  count: z.int().nullable().meta({ description: 'How many messages, calls or rows failed.' }),
  reason: z.string().nullable(),
  since: instantOutputSchema.nullable(),
});
export type AttentionItem = z.infer<typeof attentionItemSchema>;

export const dashboardAttentionOutput = z
  .object({
    items: z
      .array(attentionItemSchema)
      .meta({ description: `Worst first, at most ${ATTENTION_PER_KIND} of each kind.` }),
  })
  .meta({ id: 'DashboardAttention' });
export type DashboardAttentionOutput = z.infer<typeof dashboardAttentionOutput>;
