import { z } from 'zod';

import { SEGMENT_KINDS } from '../rules/resolve.ts';
import { communicationLogOutputSchema } from './campaigns.ts';
import { orderOutputSchema } from './orders.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

/** A message as its customer's profile shows it. */
export const customerMessageSchema = communicationLogOutputSchema
  .extend({ campaignName: z.string(), campaignId: z.uuid() })
  .meta({ id: 'CustomerMessage' });
export type CustomerMessage = z.infer<typeof customerMessageSchema>;

/** Whether a customer is in a segment. Why is for `POST /api/segments/explain` to say. */
export const customerSegmentSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(SEGMENT_KINDS),
    description: z.string().nullable().meta({ description: 'The rules in English; null when they are broken.' }),
    isTrue: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether its rules are true of the customer now; null when broken.' }),
    isInAudience: z.boolean().nullable().meta({
      description:
        'Of a static segment: whether the customer is in the audience that was frozen; null when that took too long to find out.',
    }),
    changesOn: z.iso
      .date()
      .nullable()
      .meta({ description: 'The day on which `isTrue` will change if nothing else does.' }),
  })
  .meta({ id: 'CustomerSegment' });
export type CustomerSegment = z.infer<typeof customerSegmentSchema>;

export const customerSegmentsOutput = z
  .object({
    segments: z
      .array(customerSegmentSchema)
      .meta({ description: 'The 200 newest, those that hold the customer first.' }),
    isComplete: z.boolean().meta({
      description:
        'Whether there are no more segments than these, and all that is asked of them was found out in time.',
    }),
  })
  .meta({ id: 'CustomerSegments' });
export type CustomerSegmentsOutput = z.infer<typeof customerSegmentsOutput>;

export const timelineQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: z.string().max(200).optional().meta({ description: 'Where the page begins; from the `Link` header.' }),
});
export type TimelineQuery = z.infer<typeof timelineQuerySchema>;

const at = instantOutputSchema;

/** One thing that happened to a customer. */
export const timelineEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('joined'), id: z.uuid(), at }),
    z.object({ kind: z.literal('erased'), id: z.uuid(), at }),
    z.object({ kind: z.literal('ordered'), id: z.uuid(), at, order: orderOutputSchema }),
    z.object({ kind: z.literal('message'), id: z.uuid(), at, message: customerMessageSchema }),
  ])
  .meta({ id: 'TimelineEvent' });
export type TimelineEvent = z.infer<typeof timelineEventSchema>;
