import { z } from 'zod';

import { campaignStatusSchema } from '../campaign-state.ts';
import { orderStatusSchema } from '../order-status.ts';
import type { ExplainedGroup } from '../rules/explained.ts';
import { OWN_VALUES } from '../rules/operator.ts';
import { SEGMENT_KINDS } from '../rules/resolve.ts';
import { conditionGroupSchema, segmentRulesSchema } from '../rules/schema.ts';
import { storableText } from '../text.ts';
import { instantOutputSchema, MAX_CURSOR_LENGTH, pageQuerySchema } from './pagination.ts';

const segmentName = storableText(200).trim().min(1, 'must not be empty');
const segmentKind = z.enum(SEGMENT_KINDS).meta({
  description:
    '`static`: who is in it is frozen when it is saved. `dynamic`: its rules are asked again at each launch.',
});

export const previewSegmentInput = z.strictObject({
  rules: segmentRulesSchema,
  estimate: z.boolean().default(false).meta({
    description:
      'Answer within 50 ms with a number from a sample of the customers; `isEstimate` says whether it is one.',
  }),
  previewId: z
    .string()
    .regex(/^[\w-]{1,36}$/, 'must be 1 to 36 letters, digits, - or _')
    .optional()
    .meta({ description: 'A newer preview with the same id stops this one, which then answers 409.' }),
});
export type PreviewSegmentInput = z.infer<typeof previewSegmentInput>;

const personSchema = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  city: z.string().nullable(),
  totalSpend: z.number().meta({ description: 'Major units.' }),
  orderCount: z.int(),
  lastOrderAt: instantOutputSchema.nullable(),
});
/** A customer as audiences show them. */
export const audienceMemberSchema = personSchema.meta({ id: 'AudienceMember' });
export type AudienceMember = z.infer<typeof audienceMemberSchema>;

export const previewSegmentOutput = z
  .object({
    audienceSize: z.int(),
    isEstimate: z.boolean(),
    sampleUserIds: z.array(z.uuid()).meta({ description: 'At most 10 of them; none of an estimate.' }),
    sample: z.array(audienceMemberSchema).meta({ description: 'The same, with names and key values.' }),
    customers: z.int().meta({ description: 'How many customers there are.' }),
    percentOfCustomers: z.number(),
    withEmail: z.int().meta({ description: 'How many of the audience have an email.' }),
    reachable: z.int().meta({ description: 'How many have an email and want messages.' }),
    description: z.string().meta({ description: 'The rules in English.' }),
    sql: z.string().meta({ description: 'The query that finds them, with placeholders for the values.' }),
    elapsedMs: z.number(),
  })
  .meta({ id: 'SegmentPreview' });
export type PreviewSegmentOutput = z.infer<typeof previewSegmentOutput>;

export const createSegmentInput = z.strictObject({
  name: segmentName,
  rules: segmentRulesSchema,
  kind: segmentKind.default('static'),
});
export type CreateSegmentInput = z.infer<typeof createSegmentInput>;

export const updateSegmentInput = z
  .strictObject({ name: segmentName.optional(), rules: segmentRulesSchema.optional(), kind: segmentKind.optional() })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    error: 'at least one of name, rules and kind must be given',
  });
export type UpdateSegmentInput = z.infer<typeof updateSegmentInput>;

export const updateSegmentQuerySchema = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'With `true` nothing is saved, and the answer is what would change.' }),
});
export type UpdateSegmentQuery = z.infer<typeof updateSegmentQuerySchema>;

export const segmentOutputSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: segmentKind,
    rules: z.union([conditionGroupSchema, z.unknown()]).meta({ description: 'As they were saved.' }),
    description: z.string().nullable().meta({ description: 'The rules in English; null while there is an error.' }),
    error: z
      .string()
      .nullable()
      .meta({ description: 'Why the rules can no longer be used. Such a segment cannot be launched to.' }),
    audienceSize: z.int().meta({ description: 'When it was last computed.' }),
    lastComputedAt: instantOutputSchema,
    usedBy: z.object({ campaigns: z.int(), segments: z.int() }),
    createdAt: instantOutputSchema,
    updatedAt: instantOutputSchema,
  })
  .meta({ id: 'Segment' });
export type SegmentOutput = z.infer<typeof segmentOutputSchema>;

/** A leading minus means largest or latest first. */
export const SEGMENT_SORTS = [
  '-createdAt',
  'createdAt',
  'name',
  '-name',
  'audienceSize',
  '-audienceSize',
  'lastComputedAt',
  '-lastComputedAt',
] as const;
export type SegmentSort = (typeof SEGMENT_SORTS)[number];

export const segmentsQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: storableText(MAX_CURSOR_LENGTH)
    .optional()
    .meta({ description: 'Where the page begins; from the `Link` header.' }),
  search: storableText(200).optional().meta({ description: 'Part of a name; letter case does not matter.' }),
  kind: segmentKind.optional(),
  sort: z.enum(SEGMENT_SORTS).default('-createdAt'),
});
export type SegmentsQuery = z.infer<typeof segmentsQuerySchema>;

/** With `include=audience` the ids are paged: `limit` and `cursor` count for them. */
export const segmentQuerySchema = pageQuerySchema.extend({ include: z.literal('audience').optional() });
export type SegmentQuery = z.infer<typeof segmentQuerySchema>;

const userOfSegment = z.object({ id: z.uuid(), name: z.string() });

export const segmentDetailOutputSchema = segmentOutputSchema
  .extend({
    users: z
      .object({
        campaigns: z.array(userOfSegment.extend({ status: campaignStatusSchema })),
        segments: z.array(userOfSegment),
      })
      .meta({ description: 'What uses it, the latest 100 of each.' }),
    audienceUserIds: z.array(z.uuid()).optional(),
  })
  .meta({ id: 'SegmentDetail' });
export type SegmentDetailOutput = z.infer<typeof segmentDetailOutputSchema>;

const changedMembers = z.object({
  count: z.int(),
  sample: z.array(audienceMemberSchema).meta({ description: 'At most 10 of them.' }),
});

export const segmentDifferenceSchema = z
  .object({
    before: z.int(),
    after: z.int(),
    added: changedMembers,
    removed: changedMembers,
    campaignsAffected: z
      .array(userOfSegment)
      .meta({ description: 'Drafts on this segment, or on a dynamic one that leads to it; the latest 100.' }),
    segmentsAffected: z
      .array(userOfSegment)
      .meta({ description: 'Segments whose rules refer to this one; the latest 100.' }),
    description: z.string().nullable().meta({ description: 'The new rules in English.' }),
  })
  .meta({
    id: 'SegmentDifference',
    description: 'What a change would do. Campaigns that were launched keep the audience that they were launched with.',
  });
export type SegmentDifference = z.infer<typeof segmentDifferenceSchema>;

export const explainSegmentInput = z
  .strictObject({
    rules: segmentRulesSchema.optional(),
    segmentId: z.uuid('must be an id (UUID)').optional(),
    customerId: z.uuid('must be an id (UUID)'),
  })
  .refine(({ rules, segmentId }) => (rules === undefined) !== (segmentId === undefined), {
    error: 'exactly one of rules and segmentId must be given',
  });
export type ExplainSegmentInput = z.infer<typeof explainSegmentInput>;

const dayOfChange = z.iso
  .date()
  .nullable()
  .meta({ description: 'The first day on which the answer will be another one, if nothing else changes.' });

const explainedOrderSchema = z.object({
  id: z.uuid(),
  externalId: z.string(),
  status: orderStatusSchema,
  amount: z.number(),
  orderedAt: instantOutputSchema,
});

export const explainedConditionSchema = z
  .object({
    kind: z.literal('condition'),
    isTrue: z.boolean(),
    description: z.string(),
    field: z.string(),
    operator: z.string(),
    value: z.unknown().optional(),
    actual: z
      .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
      .meta({ description: 'What this customer has; null when there is nothing.' }),
    changesOn: dayOfChange,
    orders: z
      .object({ count: z.int(), listed: z.array(explainedOrderSchema) })
      .optional()
      .meta({ description: 'The orders that counted: how many, and the latest 20.' }),
    get segment() {
      return explainedGroupSchema.optional();
    },
  })
  .meta({ id: 'ExplainedCondition', description: 'One question, and its answer for this customer.' });

export const explainedGroupSchema: z.ZodType<ExplainedGroup> = z
  .object({
    kind: z.literal('group'),
    isTrue: z.boolean(),
    combinator: z.enum(['and', 'or']),
    not: z.boolean(),
    changesOn: dayOfChange,
    get rules() {
      return z.array(z.union([explainedConditionSchema, explainedGroupSchema]));
    },
  })
  .meta({ id: 'ExplainedGroup', description: 'A group of rules, and its answer for this customer.' });

export const explainSegmentOutput = z
  .object({
    customerId: z.uuid(),
    isTrue: z.boolean().meta({ description: 'Whether the rules are true of the customer now.' }),
    isInAudience: z
      .boolean()
      .nullable()
      .meta({ description: 'Of a static segment: whether the customer is in the audience that was frozen.' }),
    description: z.string(),
    changesOn: dayOfChange,
    explanation: explainedGroupSchema,
  })
  .meta({ id: 'SegmentExplanation' });
export type ExplainSegmentOutput = z.infer<typeof explainSegmentOutput>;

const operatorOutput = z.object({
  name: z.string(),
  label: z.string(),
  value: z.enum(['none', 'one', 'list', 'pair', 'orders']),
  numbers: z
    .enum(['one', 'pair'])
    .nullable()
    .meta({ description: 'With the value `orders`: how many numbers the measure is compared with.' }),
  takes: z.enum(OWN_VALUES).nullable().meta({ description: 'What it takes where that is not what the field holds.' }),
  opposite: z.string().nullable().meta({ description: 'The operator that is true exactly when this one is not.' }),
  includesMissing: z.boolean().meta({ description: 'Whether it is true of customers who have no value.' }),
  dependsOnToday: z.boolean(),
});

const suggestionOutput = z.object({ value: z.union([z.string(), z.boolean()]), label: z.string() });

export const segmentFieldSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    group: z.string(),
    type: z.string(),
    whenMissing: z.enum(['missing', 'zero']).meta({
      description:
        '`missing`: a customer can have no value. `zero`: what was never counted is 0, what was never said is false.',
    }),
    operators: z.array(operatorOutput),
    suggestions: z.array(suggestionOutput).meta({ description: 'Values that customers have, most frequent first.' }),
    misfits: z.int().optional().meta({
      description: 'Of an attribute: customers whose value is of another type, which reads as "not set".',
    }),
  })
  .meta({ id: 'SegmentField' });
export type SegmentField = z.infer<typeof segmentFieldSchema>;

export const segmentFieldsOutput = z
  .object({
    fields: z.array(segmentFieldSchema),
    orderFields: z
      .array(segmentFieldSchema.omit({ misfits: true }))
      .meta({ description: 'What the `where` of an order-history rule can ask.' }),
    limits: z.object({ levels: z.int(), conditions: z.int(), listValues: z.int(), textLength: z.int(), days: z.int() }),
    timeZone: z.string().meta({ description: 'Whose calendar days the rules mean.' }),
    currency: z.string(),
  })
  .meta({ id: 'SegmentFields' });
export type SegmentFieldsOutput = z.infer<typeof segmentFieldsOutput>;

export const fieldValuesQuerySchema = z.strictObject({
  field: storableText(100)
    .min(1)
    .meta({ description: 'A field whose values can be listed, as `city` or `attributes.plan`.' }),
  scope: z.enum(['customer', 'order']).default('customer').meta({ description: '`order`: what a `where` can ask.' }),
  search: storableText(100).optional().meta({ description: 'Part of the value; letter case does not matter.' }),
});
export type FieldValuesQuery = z.infer<typeof fieldValuesQuerySchema>;

export const fieldValuesOutput = z
  .object({ values: z.array(suggestionOutput).meta({ description: 'At most 20, most frequent first.' }) })
  .meta({ id: 'FieldValues' });
export type FieldValuesOutput = z.infer<typeof fieldValuesOutput>;
