import { z } from 'zod';

import {
  campaignStatusSchema,
  COMMUNICATION_STATUSES,
  communicationStatusSchema,
  EXCLUSION_REASONS,
  exclusionReasonSchema,
  FAILURE_CLASSES,
  failureClassSchema,
  RETRIABLE_FAILURE_CLASSES,
  RETRIED_UNASKED,
} from '../campaign-state.ts';
import { storableText } from '../text.ts';
import { offsetInstantSchema } from '../time.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

const contactChannelSchema = z.enum(['email', 'phone']).meta({
  description: 'How recipients are reached. Who lacks the address is EXCLUDED; without it nobody is, for that reason.',
});
export type ContactChannel = z.infer<typeof contactChannelSchema>;

const MAX_HOLDOUT_PERCENT = 90;
const scheduledAtSchema = offsetInstantSchema.meta({
  description: 'Launch it then; the audience is who the segment holds at that time.',
});

export const createCampaignInput = z
  .strictObject({
    name: storableText(200).trim().min(1, 'must not be empty'),
    messageTemplate: storableText(10_000).min(1, 'must not be empty'),
    segmentId: z.uuid('must be an id (UUID)'),
    draft: z.boolean().default(false).meta({ description: 'Only save it; nothing is sent.' }),
    scheduledAt: scheduledAtSchema.optional(),
    holdoutPercent: z.int().min(0).max(MAX_HOLDOUT_PERCENT).default(0).meta({
      description: 'Share of the audience that gets nothing (HOLDOUT), to compare with; chosen by chance, once.',
    }),
    reachBy: contactChannelSchema.optional(),
  })
  .refine((campaign) => !campaign.draft || campaign.scheduledAt === undefined, {
    path: ['scheduledAt'],
    error: 'a draft has no time; launch it at a time instead',
  });
export type CreateCampaignInput = z.infer<typeof createCampaignInput>;

/** Without a time: now. */
export const launchCampaignInput = z.strictObject({ scheduledAt: scheduledAtSchema.optional() });
export type LaunchCampaignInput = z.infer<typeof launchCampaignInput>;

export const retryFailedInput = z.strictObject({
  failureClass: z
    .enum(RETRIABLE_FAILURE_CLASSES)
    .optional()
    .meta({
      description: `Only those that failed so; otherwise ${RETRIED_UNASKED.join(', ')}. UNCERTAIN may have been delivered.`,
    }),
});
export type RetryFailedInput = z.infer<typeof retryFailedInput>;

export const campaignOutputSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    messageTemplate: z.string(),
    segmentId: z.uuid(),
    segmentName: z.string(),
    status: campaignStatusSchema,
    audienceSize: z.int(),
    sentCount: z.int(),
    failedCount: z.int(),
    excludedCount: z.int(),
    heldOutCount: z.int(),
    cancelledCount: z.int(),
    holdoutPercent: z.int(),
    reachBy: contactChannelSchema.nullable(),
    failureReason: z.string().nullable(),
    pauseReason: z.string().nullable(),
    createdAt: instantOutputSchema,
    scheduledAt: instantOutputSchema.nullable(),
    launchedAt: instantOutputSchema.nullable(),
    pausedAt: instantOutputSchema.nullable(),
    cancelledAt: instantOutputSchema.nullable(),
    completedAt: instantOutputSchema.nullable().meta({ description: 'When the last message ended.' }),
    sealedAt: instantOutputSchema
      .nullable()
      .meta({ description: 'When the counters were found equal to the rows, after the last message ended.' }),
  })
  .meta({ id: 'Campaign' });
export type CampaignOutput = z.infer<typeof campaignOutputSchema>;

export const retryFailedOutput = z
  .object({ reopened: z.int(), campaign: campaignOutputSchema })
  .meta({ id: 'RetriedMessages' });
export type RetryFailedOutput = z.infer<typeof retryFailedOutput>;

export const communicationLogOutputSchema = z
  .object({
    id: z.uuid(),
    customerId: z.uuid(),
    status: communicationStatusSchema,
    personalizedMessage: z.string().nullable().meta({
      description: 'Null once it was removed: the customer was erased, or texts are kept for so long only.',
    }),
    vendorMessageId: z.string().nullable(),
    deliveryReceiptStatus: z.enum(['SENT', 'FAILED']).nullable(),
    attempts: z.int().meta({ description: 'Times that the vendor was asked without an answer that settles it.' }),
    createdAt: instantOutputSchema,
    claimedAt: instantOutputSchema.nullable(),
    acceptedAt: instantOutputSchema.nullable(),
    sentAt: instantOutputSchema.nullable(),
    failedAt: instantOutputSchema.nullable(),
    cancelledAt: instantOutputSchema.nullable(),
    failureClass: failureClassSchema.nullable(),
    failureReason: z.string().nullable(),
    exclusionReason: exclusionReasonSchema.nullable(),
  })
  .meta({ id: 'CommunicationLog' });
export type CommunicationLogOutput = z.infer<typeof communicationLogOutputSchema>;

export const campaignDetailOutputSchema = campaignOutputSchema
  .extend({
    summary: z
      .object({
        total: z.int(),
        open: z.int(),
        sent: z.int(),
        failed: z.int(),
        excluded: z.int(),
        heldOut: z.int(),
        cancelled: z.int(),
      })
      .meta({
        description:
          'The rows of the log by how they ended, from the counters; `GET /api/campaigns/{id}/books` counts the rows.',
      }),
    rows: z.array(communicationLogOutputSchema).meta({ description: 'One page of the log.' }),
  })
  .meta({ id: 'CampaignDetail' });
export type CampaignDetailOutput = z.infer<typeof campaignDetailOutputSchema>;

export const campaignQuerySchema = pageQuerySchema.extend({
  status: communicationStatusSchema.optional(),
  failureClass: failureClassSchema.optional(),
});
export type CampaignQuery = z.infer<typeof campaignQuerySchema>;

const countPer = <K extends string>(keys: readonly K[]) =>
  z.object(Object.fromEntries(keys.map((key) => [key, z.int()])) as Record<K, z.ZodInt>);

/** A campaign's counters beside its rows, counted for this answer in one snapshot. */
export const campaignBooksOutput = z
  .object({
    audienceSize: z.int(),
    rows: z.int(),
    byStatus: countPer(COMMUNICATION_STATUSES),
    byFailureClass: countPer(FAILURE_CLASSES),
    byExclusionReason: countPer(EXCLUSION_REASONS),
    counters: z.object({
      sent: z.int(),
      failed: z.int(),
      excluded: z.int(),
      heldOut: z.int(),
      cancelled: z.int(),
    }),
    lateReceipts: z.int().meta({ description: 'Receipts that contradict how their message had ended before.' }),
    balanced: z.boolean().meta({ description: 'Every counter equals its rows, and no recipient is missing.' }),
    sealedAt: instantOutputSchema.nullable(),
  })
  .meta({ id: 'CampaignBooks' });
export type CampaignBooksOutput = z.infer<typeof campaignBooksOutput>;
