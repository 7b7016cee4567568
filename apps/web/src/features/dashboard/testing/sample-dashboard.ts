import { CAMPAIGN_STATUSES, ORDER_STATUSES } from '@herald/shared';
import type {
  AttentionItem,
  CampaignOutput,
  DashboardBreakdownsOutput,
  DashboardStatsOutput,
  DashboardTimeseriesOutput,
} from '@herald/shared';

export const SUBJECT_ID = '01975a3e-8f00-7000-8000-00000000000a';
const NOON = '2026-11-28T12:00:00.000Z';
const NO_FIGURES = { newCustomers: 0, orders: 0, revenue: 0, sent: 0, failed: 0, excluded: 0 };

type Figures = typeof NO_FIGURES;

export const sampleStats: DashboardStatsOutput = {
  totalCustomers: 1_500,
  activeCampaigns: 1,
  deliveryRate: 0.907,
  customerSegments: 4,
  sending: 'on',
};

/** Two days, of which the second has all that happened, and the two before. */
export function sampleTimeseries(now: Partial<Figures>, before: Partial<Figures> = {}): DashboardTimeseriesOutput {
  const totals = { ...NO_FIGURES, ...now };
  return {
    from: '2026-11-27',
    to: '2026-11-28',
    timeZone: 'UTC',
    interval: 'day',
    points: [
      { start: '2026-11-27', ...NO_FIGURES },
      { start: '2026-11-28', ...totals },
    ],
    totals,
    before: { from: '2026-11-25', to: '2026-11-26', totals: { ...NO_FIGURES, ...before } },
  };
}

export const sampleBreakdowns: DashboardBreakdownsOutput = {
  from: '2026-11-27',
  to: '2026-11-28',
  messages: { sent: 90, failed: 10, excluded: 5, heldOut: 0, cancelled: 0, open: 0 },
  campaigns: Object.fromEntries(
    CAMPAIGN_STATUSES.map((status) => [status, 0]),
  ) as DashboardBreakdownsOutput['campaigns'],
  orders: ORDER_STATUSES.map((status) => ({ status, orders: status === 'PAID' ? 7 : 0, amount: 0 })),
  cities: [{ city: null, customers: 3, orders: 4, revenue: 400 }],
  products: [{ name: 'Silk saree', quantity: 2, revenue: 300 }],
};

export function sampleAttention(changes: Partial<AttentionItem> & Pick<AttentionItem, 'kind'>): AttentionItem {
  return {
    severity: 'warning',
    subjectId: SUBJECT_ID,
    name: 'Diwali',
    count: 12,
    reason: 'Something else went wrong',
    since: NOON,
    ...changes,
  };
}

export function launchedCampaign(changes: Partial<CampaignOutput> = {}): CampaignOutput {
  return {
    id: SUBJECT_ID,
    name: 'Diwali offer',
    messageTemplate: 'Hi {name|there}',
    segmentId: '01975a3e-8f00-7000-8000-00000000000b',
    segmentName: 'Big spenders',
    status: 'SENDING',
    audienceSize: 100,
    sentCount: 40,
    failedCount: 5,
    excludedCount: 0,
    heldOutCount: 0,
    cancelledCount: 0,
    holdoutPercent: 0,
    reachBy: 'email',
    tags: [],
    failureReason: null,
    pauseReason: null,
    revision: 0,
    createdAt: NOON,
    updatedAt: NOON,
    scheduledAt: null,
    launchedAt: NOON,
    pausedAt: null,
    cancelledAt: null,
    completedAt: null,
    sealedAt: null,
    ...changes,
  };
}
