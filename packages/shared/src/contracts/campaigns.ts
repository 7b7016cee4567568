import { z } from 'zod';

import { campaignStatusSchema, communicationStatusSchema } from '../campaign-state.ts';
import { storableText } from '../text.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

export const createCampaignInput = z.strictObject({
  name: storableText(200).trim().min(1, 'must not be empty'),
  messageTemplate: storableText(10_000).min(1, 'must not be empty'),
  segmentId: z.uuid('must be an id (UUID)'),
  draft: z.boolean().default(false).meta({ description: 'Only save it; nothing is sent.' }),
});
export type CreateCampaignInput = z.infer<typeof createCampaignInput>;

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
    failureReason: z.string().nullable(),
    createdAt: instantOutputSchema,
    launchedAt: instantOutputSchema.nullable(),
    completedAt: instantOutputSchema.nullable(),
  })
  .meta({ id: 'Campaign' });
export type CampaignOutput = z.infer<typeof campaignOutputSchema>;

export const communicationLogOutputSchema = z
  .object({
    id: z.uuid(),
    customerId: z.uuid(),
    status: communicationStatusSchema,
    personalizedMessage: z.string(),
    vendorMessageId: z.string().nullable(),
    deliveryReceiptStatus: z.enum(['SENT', 'FAILED']).nullable(),
    sentAt: instantOutputSchema.nullable(),
    failedAt: instantOutputSchema.nullable(),
    failureReason: z.string().nullable(),
  })
  .meta({ id: 'CommunicationLog' });
export type CommunicationLogOutput = z.infer<typeof communicationLogOutputSchema>;

export const campaignDetailOutputSchema = campaignOutputSchema
  .extend({
    summary: z
      .object({
        total: z.int(),
        pending: z.int(),
        sending: z.int(),
        accepted: z.int(),
        sent: z.int(),
        failed: z.int(),
      })
      .meta({ description: 'Counted from the rows of the log, not from the counters.' }),
    rows: z.array(communicationLogOutputSchema).meta({ description: 'One page of the log.' }),
  })
  .meta({ id: 'CampaignDetail' });
export type CampaignDetailOutput = z.infer<typeof campaignDetailOutputSchema>;

export const campaignQuerySchema = pageQuerySchema.extend({ status: communicationStatusSchema.optional() });
export type CampaignQuery = z.infer<typeof campaignQuerySchema>;
