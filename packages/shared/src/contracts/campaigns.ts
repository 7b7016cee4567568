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
import { foldText, storableText } from '../text.ts';
import { offsetInstantSchema } from '../time.ts';
import { countPer } from './counts.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';
import { audienceMemberSchema } from './segments.ts';

export const contactChannelSchema = z.enum(['email', 'phone']).meta({
  description: 'How recipients are reached. Who lacks the address is EXCLUDED; without it nobody is, for that reason.',
});
export type ContactChannel = z.infer<typeof contactChannelSchema>;

const MAX_HOLDOUT_PERCENT = 90;
const scheduledAtSchema = offsetInstantSchema.meta({
  description: 'Launch it then; the audience is who the segment holds at that time.',
});

/** Most characters of a template, before anything is inserted. */
export const MAX_TEMPLATE_LENGTH = 10_000;
/** Most characters of a name. */
export const MAX_CAMPAIGN_NAME_LENGTH = 200;
const campaignNameSchema = storableText(MAX_CAMPAIGN_NAME_LENGTH).trim().min(1, 'must not be empty');
export const segmentIdSchema = z.uuid('must be an id (UUID)');
export const messageTemplateSchema = storableText(MAX_TEMPLATE_LENGTH).meta({
  description: 'Only a draft may have one that is empty or not understood: it is checked when it is launched.',
});
const holdoutPercentSchema = z.int().min(0).max(MAX_HOLDOUT_PERCENT).meta({
  description: 'Share of the audience that gets nothing (HOLDOUT), to compare with; chosen by chance, once.',
});

/** Most labels of one campaign. */
export const MAX_CAMPAIGN_TAGS = 10;
/** Most characters of one. */
export const MAX_CAMPAIGN_TAG_LENGTH = 40;
const campaignTagSchema = storableText(MAX_CAMPAIGN_TAG_LENGTH).trim().min(1, 'must not be empty');
export const campaignTagsSchema = z
  .array(campaignTagSchema)
  .max(MAX_CAMPAIGN_TAGS, `must have at most ${MAX_CAMPAIGN_TAGS} tags`)
  .overwrite(withoutSameTags)
  .meta({ description: 'Labels to find it by; of those that differ in letter case only, the first.' });

function withoutSameTags(tags: string[]): string[] {
  const keys = tags.map(foldText);
  return tags.filter((_tag, index) => keys.indexOf(keys[index] ?? '') === index);
}

export const updateCampaignTagsInput = z.strictObject({ tags: campaignTagsSchema });
export type UpdateCampaignTagsInput = z.infer<typeof updateCampaignTagsInput>;

/** As many as the database counts. */
const revisionSchema = z.int().min(0).max(2_147_483_647);

export const createCampaignInput = z
  .strictObject({
    name: campaignNameSchema,
    messageTemplate: messageTemplateSchema,
    segmentId: segmentIdSchema,
    draft: z.boolean().default(false).meta({ description: 'Only save it; nothing is sent.' }),
    scheduledAt: scheduledAtSchema.optional(),
    holdoutPercent: holdoutPercentSchema.default(0),
    reachBy: contactChannelSchema.optional(),
    tags: campaignTagsSchema.optional(),
  })
  .refine((campaign) => !campaign.draft || campaign.scheduledAt === undefined, {
    path: ['scheduledAt'],
    error: 'a draft has no time; launch it at a time instead',
  })
  .refine((campaign) => campaign.draft || campaign.messageTemplate !== '', {
    path: ['messageTemplate'],
    error: 'must not be empty',
  });
export type CreateCampaignInput = z.infer<typeof createCampaignInput>;

/** Changes of a draft. What is absent stays as it is. */
export const updateCampaignInput = z.strictObject({
  name: campaignNameSchema.optional(),
  messageTemplate: messageTemplateSchema.optional(),
  segmentId: segmentIdSchema.optional(),
  holdoutPercent: holdoutPercentSchema.optional(),
  reachBy: contactChannelSchema.nullable().optional(),
  tags: campaignTagsSchema.optional(),
  revision: revisionSchema.meta({
    description: 'Of the draft that was changed. If somebody else has changed it since, the answer is 409.',
  }),
});
export type UpdateCampaignInput = z.infer<typeof updateCampaignInput>;

/** Without a time: now. */
export const launchCampaignInput = z.strictObject({
  scheduledAt: scheduledAtSchema.optional(),
  revision: revisionSchema.optional().meta({
    description: 'Launch it only as it was at this revision; 409 if somebody has changed it since.',
  }),
});
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
    tags: z.array(z.string()),
    failureReason: z.string().nullable(),
    pauseReason: z.string().nullable(),
    revision: z.int().meta({ description: 'How often the draft was changed.' }),
    createdAt: instantOutputSchema,
    updatedAt: instantOutputSchema.meta({ description: 'When somebody changed it as a draft last.' }),
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

const campaignSummarySchema = z
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
  });

/** A campaign at one moment, as `GET /api/campaigns/{id}/events` tells of it. */
export const campaignProgressSchema = campaignOutputSchema
  .extend({ summary: campaignSummarySchema })
  .meta({ id: 'CampaignProgress' });
export type CampaignProgress = z.infer<typeof campaignProgressSchema>;

export const campaignDetailOutputSchema = campaignOutputSchema
  .extend({
    summary: campaignSummarySchema,
    rows: z.array(communicationLogOutputSchema).meta({ description: 'One page of the log.' }),
  })
  .meta({ id: 'CampaignDetail' });
export type CampaignDetailOutput = z.infer<typeof campaignDetailOutputSchema>;

export const campaignQuerySchema = pageQuerySchema.extend({
  status: communicationStatusSchema.optional(),
  failureClass: failureClassSchema.optional(),
});
export type CampaignQuery = z.infer<typeof campaignQuerySchema>;

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

export const campaignsQuerySchema = pageQuerySchema.extend({
  search: storableText(200).optional().meta({ description: 'Part of a name; letter case does not matter.' }),
  status: campaignStatusSchema.optional(),
  tag: campaignTagSchema.optional().meta({ description: 'One of its labels; letter case does not matter.' }),
});
export type CampaignsQuery = z.infer<typeof campaignsQuerySchema>;

export const previewCampaignInput = z.strictObject({
  segmentId: segmentIdSchema,
  messageTemplate: messageTemplateSchema,
  reachBy: contactChannelSchema.nullable().default(null),
  holdoutPercent: holdoutPercentSchema.default(0),
  campaignId: z
    .uuid('must be an id (UUID)')
    .optional()
    .meta({ description: 'Of the draft: who is held out follows from it, so that their number is exact.' }),
  customerId: z
    .uuid('must be an id (UUID)')
    .optional()
    .meta({ description: 'Whose message to show; by default that of somebody who would get it.' }),
});
export type PreviewCampaignInput = z.infer<typeof previewCampaignInput>;

export const previewCampaignOutput = z
  .object({
    audienceSize: z.int(),
    willReceive: z.int().meta({
      description:
        'The audience without those who are excluded or held out. Whose text turns out too long at launch still fails.',
    }),
    heldOut: z.int(),
    heldOutIsExact: z.boolean().meta({ description: 'False without a `campaignId`: then it is what to expect.' }),
    excluded: countPer(EXCLUSION_REASONS),
    templateError: z.string().nullable().meta({
      description: 'Why the template is not understood, with line and column; then nothing is known of its values.',
    }),
    missing: z
      .array(
        z.object({
          variable: z.string().meta({ description: 'As the template writes it: `city`, `attributes.plan`.' }),
          recipients: z.int().meta({ description: 'How many of those who will receive it have no such value.' }),
          instead: z.string().meta({ description: 'What they read in its place; empty for nothing.' }),
          isConditional: z.boolean().meta({
            description: 'The template itself decides by it what to write, so that `instead` may not be all.',
          }),
        }),
      )
      .meta({
        description:
          'Values that the template uses and somebody lacks (they render to nothing), most missed first; one for each ' +
          'way in which they are written, so `{name}` and `{name|there}` are two.',
      }),
    example: z
      .object({
        customer: audienceMemberSchema,
        isInAudience: z.boolean(),
        excludedFor: exclusionReasonSchema.nullable(),
        isHeldOut: z.boolean(),
        message: z.string().nullable().meta({ description: 'Null when it cannot be made.' }),
        messageError: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Null when there is nobody to show.' }),
  })
  .meta({ id: 'CampaignPreview' });
export type PreviewCampaignOutput = z.infer<typeof previewCampaignOutput>;

/** A row of the log with whose it is. */
export const campaignRecipientSchema = communicationLogOutputSchema
  .extend({
    customer: z
      .object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null for callers who may not see people.' }),
  })
  .meta({ id: 'CampaignRecipient' });
export type CampaignRecipient = z.infer<typeof campaignRecipientSchema>;

const recipientFilters = {
  search: storableText(200).optional().meta({
    description:
      'Part of a name or email, or a whole externalId or customer id. Refused to callers who may not see people.',
  }),
  status: communicationStatusSchema.optional(),
  failureClass: failureClassSchema.optional(),
  exclusionReason: exclusionReasonSchema.optional(),
};
export const recipientFiltersSchema = z.strictObject(recipientFilters);
export type RecipientFilters = z.infer<typeof recipientFiltersSchema>;
export const recipientsQuerySchema = pageQuerySchema.extend(recipientFilters);
export type RecipientsQuery = z.infer<typeof recipientsQuerySchema>;

export const campaignReportOutput = z
  .object({
    intervalSec: z.int().meta({
      description:
        'Length of an interval; chosen so that there are at most 120. Hours and days begin as in the time zone of the ' +
        'workspace, by its offset from UTC at the launch.',
    }),
    points: z.array(z.object({ start: instantOutputSchema, accepted: z.int(), sent: z.int(), failed: z.int() })).meta({
      description: 'What happened in each interval from the first event to the last, those with nothing too.',
    }),
    failures: z
      .array(z.object({ failureClass: failureClassSchema, reason: z.string().nullable(), recipients: z.int() }))
      .meta({ description: 'The 20 most frequent.' }),
    exclusions: countPer(EXCLUSION_REASONS),
  })
  .meta({ id: 'CampaignReport' });
export type CampaignReportOutput = z.infer<typeof campaignReportOutput>;
