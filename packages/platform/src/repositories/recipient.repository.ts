import { EXCLUSION_REASONS } from '@herald/shared';
import type { ContactChannel, ExclusionReason } from '@herald/shared';

import type { Pool, Queryable } from '../db/pool.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { Parameters } from '../rules/parameters.ts';
import { isMissingSql, RECIPIENT_TABLES, tablesFor } from './recipient-values-sql.ts';

/** What a message can say of a recipient, as it is stored. */
export interface Recipient {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  isErased: boolean;
  unsubscribed: boolean;
  visits: number;
  tags: string[];
  attributes: Record<string, unknown>;
  city: string | null;
  state: string | null;
  country: string | null;
  postalCode: string | null;
  /** Minor units. */
  totalSpend: bigint;
  orderCount: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

/** How a campaign would be sent. */
export interface ForecastPolicy {
  reachBy: ContactChannel | null;
  /** Undefined when nobody is held out, or chance has not decided yet who is. */
  holdout: { campaignId: string; percent: number } | undefined;
}

/** What would become of an audience. */
export interface RecipientForecast {
  audienceSize: number;
  excluded: Record<ExclusionReason, number>;
  heldOut: number;
  willReceive: number;
  /** Of those who will receive it, how many lack each of the values that were asked for. */
  missing: number[];
  /** The first of those who will receive it. */
  firstRecipientId: string | undefined;
  /** Whether the customer who was asked for is in the audience. */
  hasCustomer: boolean;
}

type Fate = ExclusionReason | 'HOLDOUT' | 'RECEIVES';

export interface ForecastOptions {
  /** Of values that a template uses, such as `['attributes', 'plan']`. */
  paths: readonly (readonly (string | number)[])[];
  /** Whether this one is in the audience is told as well. */
  customerId?: string | undefined;
  /** Of an audience that was frozen. */
  frozenSize?: number | undefined;
}

/** More than that are not looked up one by one. */
const MOST_LOOKUPS = 30_000;

interface FateRow {
  fate: Fate;
  recipients: number;
  missing: number[];
  firstId: string;
  hasCustomer: boolean | null;
}

/** Reads the recipients of a campaign. Writes nothing. */
export class RecipientRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** In the order of their ids, which is that of a frozen audience. */
  async findMany(ids: readonly string[], db: Queryable = this.pool): Promise<Recipient[]> {
    const { rows } = await db.query<Omit<Recipient, 'totalSpend'> & { totalSpend: string }>(
      `SELECT c.id, c.name, c.email, c.phone, c."erasedAt" IS NOT NULL AS "isErased", c.unsubscribed, c.visits, c.tags, c.attributes,
              a.city, a.state, a.country, a."postalCode",
              COALESCE(t."totalSpend", 0) AS "totalSpend", COALESCE(t."orderCount", 0) AS "orderCount",
              t."firstOrderAt", t."lastOrderAt"
       FROM "Customer" c
       ${RECIPIENT_TABLES}
       WHERE c.id = ANY($1::uuid[])
       ORDER BY c.id`,
      [ids],
    );
    return rows.map((row) => ({ ...row, totalSpend: BigInt(row.totalSpend) }));
  }

  /**
   * What a launch would make of an audience, counted in one pass: says of every customer what
   * `exclusionOf` and `isHeldOut` say, and which of the values would render to nothing.
   *
   * @param db a transaction.
   * @param audience selects its ids as "customerId".
   */
  async forecast(
    db: Queryable,
    audience: CompiledRules,
    policy: ForecastPolicy,
    { paths, customerId, frozenSize = 0 }: ForecastOptions,
  ): Promise<RecipientForecast> {
    const parameters = new Parameters(audience.values.length + 1);
    const missing = paths.map((path) => `(count(*) FILTER (WHERE ${isMissingSql(path, parameters)}))::int`);
    const text = `SELECT ${fateSql(policy, parameters)} AS fate, count(*)::int AS recipients,
              ARRAY[${missing.join(', ')}]::int[] AS missing, min(c.id::text COLLATE "C") AS "firstId",
              bool_or(c.id = ${parameters.add(customerId ?? null, 'uuid')}) AS "hasCustomer"
       FROM (${audience.text}) AS audience JOIN "Customer" c ON c.id = audience."customerId"
       ${tablesFor(paths)}
       GROUP BY 1`;
    // Of an array PostgreSQL expects ten elements, and would look each of them up.
    if (frozenSize > MOST_LOOKUPS) await db.query('SET LOCAL enable_nestloop = off');
    const { rows } = await db.query<FateRow>(text, [...audience.values, ...parameters.values]);
    if (frozenSize > MOST_LOOKUPS) await db.query('SET LOCAL enable_nestloop TO DEFAULT');
    const of = (fate: Fate) => rows.find((row) => row.fate === fate);
    const countOf = (fate: Fate) => of(fate)?.recipients ?? 0;
    return {
      audienceSize: rows.reduce((sum, { recipients }) => sum + recipients, 0),
      excluded: Object.fromEntries(EXCLUSION_REASONS.map((reason) => [reason, countOf(reason)])) as Record<
        ExclusionReason,
        number
      >,
      heldOut: countOf('HOLDOUT'),
      willReceive: countOf('RECEIVES'),
      missing: of('RECEIVES')?.missing ?? paths.map(() => 0),
      firstRecipientId: of('RECEIVES')?.firstId,
      hasCustomer: rows.some(({ hasCustomer }) => hasCustomer),
    };
  }
}

/** `recipient-policy.ts` of a row `c` of Customer, in the same order. */
function fateSql({ reachBy, holdout }: ForecastPolicy, parameters: Parameters): string {
  const cases: [when: string, fate: Fate][] = [
    [`c."erasedAt" IS NOT NULL`, 'ERASED'],
    ['c.unsubscribed', 'UNSUBSCRIBED'],
  ];
  if (reachBy === 'email') cases.push(['c.email IS NULL', 'NO_EMAIL']);
  if (reachBy === 'phone') cases.push(['c.phone IS NULL', 'NO_PHONE']);
  if (holdout !== undefined) cases.push([isHeldOutSql(holdout, parameters), 'HOLDOUT']);
  return `CASE ${cases.map(([when, fate]) => `WHEN ${when} THEN '${fate}'`).join(' ')} ELSE 'RECEIVES' END`;
}

/** The first 32 bits of the same digest, compared as the same floating-point numbers. */
function isHeldOutSql({ campaignId, percent }: NonNullable<ForecastPolicy['holdout']>, parameters: Parameters): string {
  const seed = `${parameters.add(campaignId, 'uuid')}::text || E'\\n' || c.id::text`;
  const first = `encode(substring(sha256(convert_to(${seed}, 'UTF8')) FROM 1 FOR 4), 'hex')`;
  return `('x' || ${first})::bit(32)::bigint::float8 / 4294967296 < ${parameters.add(percent, 'int')}::float8 / 100`;
}
