import { z } from 'zod';

import { SCOPES, scopeSchema } from '../access.ts';
import { storableText } from '../text.ts';
import { offsetInstantSchema } from '../time.ts';
import { instantOutputSchema } from './pagination.ts';

const apiKeyModeSchema = z.enum(['live', 'test']).meta({
  description: 'Calls with a test key are checked and answered, and nothing that they do is stored.',
});
export type ApiKeyMode = z.infer<typeof apiKeyModeSchema>;

const MAX_NAME_LENGTH = 100;
const MAX_OVERLAP_HOURS = 168;
const DEFAULT_OVERLAP_HOURS = 24;

const apiKeyNameSchema = storableText(MAX_NAME_LENGTH).trim().min(1, 'must not be empty');

export const createApiKeyInput = z.strictObject({
  name: apiKeyNameSchema,
  scopes: z
    .array(scopeSchema)
    .min(1, 'must have at least one entry')
    .max(SCOPES.length, `must have at most ${SCOPES.length} entries`)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must not name a scope twice')
    .meta({ description: 'What it may be used for.' }),
  mode: apiKeyModeSchema,
  expiresAt: offsetInstantSchema.optional().meta({ description: 'In the future; by default it never expires.' }),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

export const renameApiKeyInput = z.strictObject({ name: apiKeyNameSchema });
export type RenameApiKeyInput = z.infer<typeof renameApiKeyInput>;

export const rotateApiKeyInput = z.strictObject({
  overlapHours: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_HOURS)
    .default(DEFAULT_OVERLAP_HOURS)
    .meta({ description: 'For how long the old key stays valid beside the new one.' }),
});
export type RotateApiKeyInput = z.infer<typeof rotateApiKeyInput>;

export const apiKeyOutput = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: apiKeyModeSchema,
    scopes: z.array(scopeSchema),
    hint: z.string().meta({ description: 'Its last four characters.' }),
    state: z.enum(['active', 'expired', 'revoked']),
    createdAt: instantOutputSchema,
    createdBy: z.uuid().nullable().meta({ description: 'The member who made it.' }),
    expiresAt: instantOutputSchema.nullable(),
    revokedAt: instantOutputSchema.nullable(),
    lastUsedAt: instantOutputSchema.nullable().meta({ description: 'To the minute.' }),
    replacesId: z.uuid().nullable().meta({ description: 'The key that it takes over from.' }),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyOutput = z.infer<typeof apiKeyOutput>;

export const newApiKeyOutput = apiKeyOutput
  .extend({
    token: z.string().nullable().meta({
      description: 'The key itself, which is not kept: it is shown this once, and `null` when a call is repeated.',
    }),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKeyOutput = z.infer<typeof newApiKeyOutput>;
