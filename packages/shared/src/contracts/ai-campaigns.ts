import { z } from 'zod';

import { aiOriginSchema, aiTextSchema } from './ai.ts';
import { contactChannelSchema, messageTemplateSchema, segmentIdSchema } from './campaigns.ts';
import { instantOutputSchema } from './pagination.ts';

export const MESSAGE_TONES = ['friendly', 'professional', 'playful', 'urgent', 'grateful'] as const;
export const MESSAGE_LANGUAGES = ['en', 'hi', 'es', 'fr', 'de'] as const;
export type MessageTone = (typeof MESSAGE_TONES)[number];
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** Most characters of a suggested message once it is filled in, by channel: what is read at a glance, and two SMS. */
export const SUGGESTED_LENGTHS = { email: 1_200, phone: 306 } as const;

export const suggestMessagesInput = z.strictObject({
  objective: aiTextSchema.meta({ description: 'What the campaign is for; offers are only made that stand here.' }),
  segmentId: segmentIdSchema,
  channel: contactChannelSchema.default('email'),
  tone: z.enum(MESSAGE_TONES).default('friendly'),
  language: z.enum(MESSAGE_LANGUAGES).default('en'),
});
export type SuggestMessagesInput = z.infer<typeof suggestMessagesInput>;

export const suggestMessagesOutput = z
  .object({
    variants: z
      .array(
        z.object({
          approach: z.string().meta({ description: 'In a few words: `thanks first`, `new arrivals`.' }),
          messageTemplate: z.string(),
          reason: z.string(),
          example: z.string().meta({ description: 'Filled in for a made-up customer.' }),
          length: z.int().meta({ description: 'Characters of the example.' }),
        }),
      )
      .meta({ description: 'Two or three; they differ in approach.' }),
    rejected: z
      .array(z.object({ messageTemplate: z.string(), complaints: z.array(z.string()) }))
      .meta({ description: 'What the model wrote and the rules did not let pass.' }),
    origin: aiOriginSchema,
  })
  .meta({ id: 'SuggestedMessages' });
export type SuggestMessagesOutput = z.infer<typeof suggestMessagesOutput>;

export const suggestCampaignTagsInput = z.strictObject({
  segmentId: segmentIdSchema,
  messageTemplate: messageTemplateSchema,
});
export type SuggestCampaignTagsInput = z.infer<typeof suggestCampaignTagsInput>;

export const suggestCampaignTagsOutput = z
  .object({
    tags: z.array(z.object({ tag: z.string(), reason: z.string() })).meta({ description: 'At most five.' }),
    origin: aiOriginSchema,
  })
  .meta({ id: 'SuggestedCampaignTags' });
export type SuggestCampaignTagsOutput = z.infer<typeof suggestCampaignTagsOutput>;

/** Of `name` are the names of groups: `customers without orders`, a city. */
export const FACT_UNITS = ['people', 'percent', 'money', 'minutes', 'date', 'name'] as const;

const factSchema = z.object({
  id: z.string().meta({ description: '`reached`, `delivered.percent`, `spend.high.delivered.percent`.' }),
  label: z.string(),
  value: z.union([z.number(), z.string()]).meta({ description: 'Money in major units; a date as 2026-11-28.' }),
  unit: z.enum(FACT_UNITS),
  text: z.string().meta({ description: 'As a text may say it: `1,284`, `95 %`.' }),
});
export type CampaignFact = z.infer<typeof factSchema>;

export const summariseCampaignOutput = z
  .object({
    text: z.string(),
    isFinal: z.boolean().meta({ description: 'False while messages are still open.' }),
    asOf: instantOutputSchema,
    facts: z.array(factSchema).meta({ description: 'Every number in the text is one of these.' }),
    rejected: z
      .object({ text: z.string(), complaints: z.array(z.string()) })
      .nullable()
      .meta({
        description:
          'What the model wrote, when that was not let pass and `text` is of Herald itself; in braces what it asked for and is no fact.',
      }),
    origin: aiOriginSchema,
  })
  .meta({ id: 'CampaignSummary' });
export type SummariseCampaignOutput = z.infer<typeof summariseCampaignOutput>;
