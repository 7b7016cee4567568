import { z } from 'zod';

export const healthOutput = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

/** `read only`: it answers, and stores nothing until somebody lets it again. */
const databaseCheckSchema = z.enum(['ok', 'read only', 'failed']);
const queueCheckSchema = z.enum(['ok', 'failed']);

export const readinessOutput = z
  .object({
    status: z.enum(['ready', 'not ready', 'draining']),
    /** Not while it drains: then nothing is asked any more. */
    checks: z.object({ database: databaseCheckSchema, queue: queueCheckSchema }).optional(),
  })
  .meta({ id: 'Readiness' });
export type ReadinessOutput = z.infer<typeof readinessOutput>;
