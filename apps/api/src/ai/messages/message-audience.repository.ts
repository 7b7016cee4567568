import type { CompiledRules, Queryable } from '@herald/platform';

/** Sums over an audience; money in minor units. */
export interface AudienceSums {
  people: number;
  withOrders: number;
  orders: number;
  spend: bigint;
}

/** Most keys of attributes that a model is told of. */
const MOST_ATTRIBUTES = 40;
/** More than that are not looked up one by one. */
const MOST_LOOKUPS = 30_000;

/** Reads of an audience what a text for it can go by. Writes nothing. */
export class MessageAudienceRepository {
  /** @param frozenSize of an audience that was frozen; 0 for one of rules. */
  async sums(db: Queryable, audience: CompiledRules, frozenSize: number): Promise<AudienceSums> {
    // Of an array PostgreSQL expects ten elements, and would look each of them up.
    if (frozenSize > MOST_LOOKUPS) await db.query('SET LOCAL enable_nestloop = off');
    const { rows } = await db.query<Omit<AudienceSums, 'spend'> & { spend: string }>(
      `SELECT count(*)::int AS people, (count(*) FILTER (WHERE t."orderCount" > 0))::int AS "withOrders",
              COALESCE(sum(t."orderCount"), 0)::int AS orders, COALESCE(sum(t."totalSpend"), 0)::text AS spend
       FROM (${audience.text}) AS audience LEFT JOIN "CustomerTotals" t ON t."customerId" = audience."customerId"`,
      audience.values,
    );
    if (frozenSize > MOST_LOOKUPS) await db.query('SET LOCAL enable_nestloop TO DEFAULT');
    const [sums] = rows;
    if (sums === undefined) throw new Error('sums are one row');
    return { ...sums, spend: BigInt(sums.spend) };
  }

  /** Keys of attributes that a template can write in short. */
  async findAttributeKeys(db: Queryable): Promise<string[]> {
    const { rows } = await db.query<{ key: string }>(
      `SELECT key FROM "AttributeDefinition" WHERE key ~ '^[A-Za-z_][A-Za-z0-9_]*$' ORDER BY key LIMIT ${MOST_ATTRIBUTES}`,
    );
    return rows.map(({ key }) => key);
  }
}
