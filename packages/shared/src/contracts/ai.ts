import { z } from 'zod';

import { storableText } from '../text.ts';
import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

/** What is asked of a model, or of what stands in for one. */
export const AI_PURPOSES = ['segment_rules', 'messages', 'campaign_summary', 'campaign_tags'] as const;
export const aiPurposeSchema = z.enum(AI_PURPOSES);
export type AiPurpose = z.infer<typeof aiPurposeSchema>;

export const AI_PROVIDERS = ['gemini', 'offline'] as const;
export const aiProviderSchema = z.enum(AI_PROVIDERS).meta({
  description: '`offline`: rules and tables of Herald itself; nothing leaves the machine.',
});
export type AiProviderName = z.infer<typeof aiProviderSchema>;

/** How one call of a model ended. */
export const AI_OUTCOMES = [
  'answered',
  'malformed',
  'refused',
  'rate_limited',
  'failed',
  'timed_out',
  'cut_off',
  'unreachable',
  'cancelled',
] as const;
export const aiOutcomeSchema = z.enum(AI_OUTCOMES);
export type AiOutcome = z.infer<typeof aiOutcomeSchema>;

const exchangeSchema = z
  .object({
    outcome: aiOutcomeSchema,
    sent: z.string().meta({ description: 'The whole request to the model, as JSON; the key is no part of it.' }),
    received: z.string().nullable().meta({ description: 'What came back as text; null when nothing did.' }),
    inputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
    elapsedMs: z.int(),
  })
  .meta({ id: 'AiExchange' });
export type AiExchange = z.infer<typeof exchangeSchema>;

/** Where a suggestion comes from, so that whoever reads it can judge it. */
export const aiOriginSchema = z
  .object({
    provider: aiProviderSchema,
    model: z.string().nullable(),
    note: z.string().nullable().meta({
      description: 'Why the model that is set up was not the one that answered, or not asked; null otherwise.',
    }),
    exchanges: z.array(exchangeSchema).meta({ description: 'Every call of the model, also those that failed.' }),
  })
  .meta({ id: 'AiOrigin' });
export type AiOrigin = z.infer<typeof aiOriginSchema>;

export const aiStateOutput = z
  .object({
    provider: aiProviderSchema,
    model: z.string().nullable(),
    today: z.object({
      calls: z.int(),
      inputTokens: z.int(),
      outputTokens: z.int(),
      costUsd: z.number().meta({ description: 'By the prices that are set up; an estimate of what Google will bill.' }),
    }),
    limits: z.object({ callsPerDay: z.int(), costPerDayUsd: z.number() }).meta({
      description: 'Once one of them is reached, `offline` answers until the next day (UTC) begins.',
    }),
    resetsAt: instantOutputSchema,
  })
  .meta({ id: 'AiState' });
export type AiStateOutput = z.infer<typeof aiStateOutput>;

/** One call in the log. It holds sizes and costs, never what was said. */
export const aiCallSchema = z
  .object({
    id: z.uuid(),
    at: instantOutputSchema,
    purpose: aiPurposeSchema,
    model: z.string(),
    outcome: aiOutcomeSchema,
    inputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
    costUsd: z.number(),
    elapsedMs: z.int(),
  })
  .meta({ id: 'AiCall' });
export type AiCallOutput = z.infer<typeof aiCallSchema>;

export const aiCallsQuerySchema = pageQuerySchema;
export type AiCallsQuery = z.infer<typeof aiCallsQuerySchema>;

/** Longest text that a suggestion is asked by. */
export const MAX_AI_TEXT_LENGTH = 1_000;
/** What a person writes to be read by a model, or by the parser. */
export const aiTextSchema = storableText(MAX_AI_TEXT_LENGTH).trim().min(1, 'must not be empty');
