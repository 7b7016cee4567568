import { z } from 'zod';

import { conditionGroupSchema } from '../rules/schema.ts';
import { aiOriginSchema, aiTextSchema } from './ai.ts';
import { instantOutputSchema } from './pagination.ts';
import { audienceMemberSchema, previewSegmentOutput } from './segments.ts';

export const suggestSegmentRulesInput = z.strictObject({
  text: aiTextSchema.meta({
    description: 'Whom to reach, in words: `people in Pune who spent over 5K and have not ordered in 90 days`.',
  }),
});
export type SuggestSegmentRulesInput = z.infer<typeof suggestSegmentRulesInput>;

export const suggestSegmentRulesOutput = z
  .object({
    rules: conditionGroupSchema.nullable().meta({
      description: 'Null when the words were not understood: nothing is guessed, and nothing is saved in any case.',
    }),
    description: z
      .string()
      .nullable()
      .meta({ description: 'What the rules mean, in the English of the rules themselves.' }),
    assumptions: z.array(z.object({ words: z.string(), meaning: z.string() })).meta({
      description: 'What was read into words that do not say it: `inactive` as no order in the last 90 days.',
    }),
    unmapped: z
      .array(z.object({ words: z.string(), advice: z.string().nullable() }))
      .meta({ description: 'Words that no rule could be made of, with what could be said instead.' }),
    problem: z.string().nullable().meta({ description: 'Why there are no rules; null when there are.' }),
    preview: previewSegmentOutput.nullable().meta({
      description: 'Whom the rules select now; null without rules, or when counting takes too long.',
    }),
    origin: aiOriginSchema,
  })
  .meta({ id: 'SuggestedSegmentRules' });
export type SuggestSegmentRulesOutput = z.infer<typeof suggestSegmentRulesOutput>;

/** The days of a week, ISO numbers: 1 is Monday. */
const weekdaySchema = z.int().min(1).max(7).meta({ description: '1 is Monday, 7 is Sunday.' });
const hourSchema = z.int().min(0).max(23);

export const sendTimeOutput = z
  .object({
    timeZone: z.string(),
    audienceSize: z.int(),
    orders: z.int().meta({
      description: 'Orders that the suggestion rests on: of each customer the last ten, so that nobody decides alone.',
    }),
    customers: z.int().meta({ description: 'How many of the audience placed them.' }),
    ordersWithoutTime: z.int().meta({
      description: 'Orders at exactly midnight, left out: so a date is stored that came without a time.',
    }),
    since: instantOutputSchema.meta({
      description: 'Older orders do not count; those of today neither: whole weeks do.',
    }),
    byHour: z
      .array(z.object({ weekday: weekdaySchema, hour: hourSchema, orders: z.int() }))
      .length(168)
      .meta({ description: 'When they were placed, hour by hour of a week, Monday 0:00 first.' }),
    suggestions: z
      .array(
        z.object({
          weekday: weekdaySchema,
          hour: hourSchema,
          share: z.number().meta({ description: 'Per cent of the orders that came within the three hours from then.' }),
          timesUsual: z.number().meta({
            description: 'How many times as many as in three hours between 7:00 and 22:00 on average.',
          }),
          next: instantOutputSchema.meta({ description: 'When that is next.' }),
        }),
      )
      .meta({
        description:
          'At most three that do not overlap, best first, between 7:00 and 22:00; none when the orders are too few to tell.',
      }),
    reason: z.string().meta({ description: 'The evidence in a sentence, or why there is no suggestion.' }),
  })
  .meta({ id: 'SendTime' });
export type SendTimeOutput = z.infer<typeof sendTimeOutput>;

/** Most people that may be asked for. */
export const MAX_LOOKALIKES = 1_000_000;

export const lookalikesInput = z.strictObject({
  size: z.int().min(1).max(MAX_LOOKALIKES).default(1_000).meta({ description: 'About how many people to find.' }),
});
export type LookalikesInput = z.infer<typeof lookalikesInput>;

const likenessSchema = z.object({
  field: z.string().meta({ description: 'As rules name it: `totalSpend`, `lastOrderAt`.' }),
  label: z.string(),
  inSegment: z.string().meta({ description: 'What is typical of the segment, in words.' }),
  rule: z.string().nullable().meta({ description: 'What the rules ask of it; null where they ask nothing.' }),
  weight: z.string().meta({ description: 'Why it counts, or why not.' }),
});

export const lookalikesOutput = z
  .object({
    segment: z.object({ id: z.uuid(), name: z.string(), audienceSize: z.int() }),
    rules: conditionGroupSchema.nullable().meta({
      description: 'They select exactly the people found; null when the segment has nobody to resemble.',
    }),
    description: z.string().nullable(),
    found: z.int().meta({ description: 'How many people the rules select now.' }),
    likenesses: z.array(likenessSchema),
    sample: z
      .array(
        audienceMemberSchema.extend({
          similarity: z.number().meta({ description: 'Per cent; 100 is in the very middle of the segment.' }),
        }),
      )
      .meta({ description: 'The ten most similar.' }),
    reason: z.string().meta({ description: 'How they were found, or why nobody was.' }),
  })
  .meta({ id: 'Lookalikes' });
export type LookalikesOutput = z.infer<typeof lookalikesOutput>;
