import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';

import { PrismaClient } from '../generated/prisma/client.ts';

/** A million ids are 16 MB in the row and 170 MB in Node: read only when asked for. */
const OMITTED = {
  segment: { audienceUserIds: true },
  campaign: { audienceUserIds: true },
} as const;

/** Prisma on the same connections as everything else. Closing the pool is its owner's business. */
export function createPrisma(pool: pg.Pool) {
  return new PrismaClient({ adapter: new PrismaPg(pool), omit: OMITTED });
}

export type Prisma = ReturnType<typeof createPrisma>;
