import type { z } from 'zod';

import { refusal } from './tokens.ts';

/** What was read, if it is valid; the grammar says where a value goes, and the schema which values there are. */
export function checked<Value>(schema: z.ZodType<Value>, read: unknown, at: number): Value {
  const result = schema.safeParse(read);
  if (result.success) return result.data;
  throw refusal(at, result.error.issues[0]?.message ?? 'is not valid');
}
