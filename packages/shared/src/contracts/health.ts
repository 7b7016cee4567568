import { z } from 'zod';

export const healthOutput = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

const checkSchema = z.enum(['ok', 'failed']);
export const readinessOutput = z
  .object({
    status: z.enum(['ready', 'not ready']),
    checks: z.object({ database: checkSchema, queue: checkSchema }),
  })
  .meta({ id: 'Readiness' });
export type ReadinessOutput = z.infer<typeof readinessOutput>;
