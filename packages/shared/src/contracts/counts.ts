import { z } from 'zod';

/** A count for each of some keys. */
export const countPer = <K extends string>(keys: readonly K[]) =>
  z.object(Object.fromEntries(keys.map((key) => [key, z.int()])) as Record<K, z.ZodInt>);
