import { z } from 'zod';

import { instantOutputSchema, pageQuerySchema } from './pagination.ts';

/** Most rows in one call of the ingestion API. */
export const MAX_ROWS_PER_CALL = 10_000;
/** Most bytes in one call of the ingestion API. */
export const MAX_BYTES_PER_CALL = 10 * 1024 * 1024;
/** Most bytes in one signed call, which are all read before it is known who signed them. */
export const MAX_BYTES_PER_SIGNED_CALL = 2 * 1024 * 1024;
/** Most rows that one job of the ingestion queues names. */
export const ROWS_PER_CHUNK = 1_000;

export const acceptedOutputSchema = z
  .object({ ingestionId: z.uuid(), received: z.int() })
  .meta({ id: 'Accepted', description: 'The batch is stored and will be written by the worker.' });
export type AcceptedOutput = z.infer<typeof acceptedOutputSchema>;

export const ingestionOutputSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['CUSTOMERS', 'ORDERS']),
    state: z.enum(['PENDING', 'COMPLETED']).meta({
      description: 'COMPLETED when every received row is either stored or rejected.',
    }),
    received: z.int(),
    stored: z.int(),
    rejected: z.int(),
    createdAt: instantOutputSchema,
    completedAt: instantOutputSchema.nullable(),
    rejectedRows: z.array(
      z.object({
        index: z.int().meta({ description: 'Position in the call, from 0.' }),
        reason: z.string(),
        row: z.unknown().meta({
          description:
            'The row as it was sent; null once it was removed, because it named a customer who was erased or was kept for long enough.',
        }),
      }),
    ),
  })
  .meta({ id: 'Ingestion' });
export type IngestionOutput = z.infer<typeof ingestionOutputSchema>;

/** One batch in the list of all, without its rows. */
export const ingestionListedSchema = ingestionOutputSchema.omit({ rejectedRows: true }).meta({ id: 'ListedIngestion' });
export type IngestionListed = z.infer<typeof ingestionListedSchema>;

export const ingestionsQuerySchema = pageQuerySchema.extend({
  kind: ingestionOutputSchema.shape.kind.optional(),
  rejected: z.literal('true').optional().meta({ description: 'Only batches with rejected rows.' }),
});
export type IngestionsQuery = z.infer<typeof ingestionsQuerySchema>;

/** Rejected rows are paged by their index. */
export const ingestionQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: z.coerce.number().int().min(0).optional(),
});
export type IngestionQuery = z.infer<typeof ingestionQuerySchema>;
