import { z } from 'zod';

import { segmentRulesSchema } from '../rules/schema.ts';
import { storableText } from '../text.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

export const previewSegmentInput = z.strictObject({ rules: segmentRulesSchema });

export const previewSegmentOutput = z
  .object({
    audienceSize: z.int(),
    sampleUserIds: z.array(z.uuid()).meta({ description: 'At most 10 of them.' }),
  })
  .meta({ id: 'SegmentPreview' });
export type PreviewSegmentOutput = z.infer<typeof previewSegmentOutput>;

export const createSegmentInput = z.strictObject({
  name: storableText(200).trim().min(1, 'must not be empty'),
  rules: segmentRulesSchema,
});
export type CreateSegmentInput = z.infer<typeof createSegmentInput>;

export const segmentOutputSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rules: segmentRulesSchema,
    audienceSize: z.int(),
    createdAt: instantOutputSchema,
    updatedAt: instantOutputSchema,
  })
  .meta({ id: 'Segment' });
export type SegmentOutput = z.infer<typeof segmentOutputSchema>;

/** With `include=audience` the ids are paged: `limit` and `cursor` count for them. */
export const segmentQuerySchema = pageQuerySchema.extend({ include: z.literal('audience').optional() });
export type SegmentQuery = z.infer<typeof segmentQuerySchema>;

export const segmentDetailOutputSchema = segmentOutputSchema
  .extend({ audienceUserIds: z.array(z.uuid()).optional() })
  .meta({ id: 'SegmentDetail' });
export type SegmentDetailOutput = z.infer<typeof segmentDetailOutputSchema>;
