import { z } from 'zod';

/**
 * Rules as a model writes them. Every value is text in a list, whatever the field: what it must be is
 * said by the field and its operator, which can name the very value that does not fit. Segments and
 * campaigns stand under short names, such as `S1`; a model never sees their ids.
 */
const orderConditionSchema = z.strictObject({
  field: z.string().meta({ description: 'One of orderFields.' }),
  operator: z.string(),
  values: z.array(z.string()),
});

const ordersSchema = z
  .strictObject({
    where: z.array(orderConditionSchema).optional().meta({ description: 'All of it must be true of an order.' }),
    lastDays: z.number().optional().meta({ description: 'Only orders of the last so many days.' }),
    from: z.string().optional().meta({ description: 'With `to`: only orders from this date on, as 2026-01-31.' }),
    to: z.string().optional().meta({ description: 'With `from`: up to this date, which counts too.' }),
  })
  .meta({ description: 'Only for fields that begin with "orders.": which orders count.' });

const conditionSchema = z.strictObject({
  field: z.string().meta({ description: 'The name of one of the fields.' }),
  operator: z.string().meta({ description: 'One of the operators of its type.' }),
  values: z.array(z.string()).meta({ description: 'None, one, two or many, as the operator takes them.' }),
  orders: ordersSchema.optional(),
});

export type WrittenCondition = z.infer<typeof conditionSchema>;
export type WrittenOrderCondition = z.infer<typeof orderConditionSchema>;

export interface WrittenGroup {
  combinator: 'and' | 'or';
  not?: boolean | undefined;
  rules: (WrittenCondition | WrittenGroup)[];
}

const groupSchema: z.ZodType<WrittenGroup> = z
  .strictObject({
    combinator: z.enum(['and', 'or']),
    not: z.boolean().optional().meta({ description: 'True turns the whole group round.' }),
    get rules() {
      return z.array(z.union([conditionSchema, groupSchema])).min(1);
    },
  })
  .meta({ id: 'Group' });

/** What is longer is no remark about a few words. */
const MAX_WORDS_LENGTH = 300;
const MAX_REMARK_LENGTH = 500;
const MOST_REMARKS = 20;

const words = z.string().min(1).max(MAX_WORDS_LENGTH).meta({ description: 'Words of the text, as they stand there.' });

/** The form of an answer, a model's or that of the parser. */
export const segmentRulesAnswer = z.strictObject({
  rules: groupSchema.nullable().meta({ description: 'Null when the text cannot be made into rules.' }),
  assumptions: z
    .array(z.strictObject({ words, meaning: z.string().min(1).max(MAX_REMARK_LENGTH) }))
    .max(MOST_REMARKS)
    .meta({ description: 'What was read into words that do not say it.' }),
  unmapped: z
    .array(z.strictObject({ words, advice: z.string().max(MAX_REMARK_LENGTH).nullable() }))
    .max(MOST_REMARKS)
    .meta({ description: 'Words that no rule was made of, and what could be said instead.' }),
  problem: z
    .string()
    .max(MAX_REMARK_LENGTH)
    .nullable()
    .meta({ description: 'Why there are no rules, in a sentence; null when there are.' }),
});
export type SegmentRulesAnswer = z.infer<typeof segmentRulesAnswer>;
