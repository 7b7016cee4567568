import { escapeLike, QueryTimedOut } from '@herald/platform';
import type { Queryable } from '@herald/platform';

import { MIN_SHARED_BY } from '../private-data.ts';
import type { FoundValue, NamedThing } from './segment-rules-input.ts';

/** Text attributes are looked up in the index for each phrase, so that many of both are too many. */
const MOST_ATTRIBUTE_PAIRS = 10_000;
/** Rows that are looked at where no index has the value. */
const SAMPLED_ROWS = 30_000;
/** Rows of orders that are counted to know by how many customers a value is shared. */
const MOST_ORDER_ROWS = 200;
/** Names of segments or campaigns that occur in a text. */
const MOST_NAMES = 200;
/** Each takes a tenth of this with 100,000 customers. */
const MAX_STATEMENT_MS = 500;
/** What PostgreSQL calls a statement that took too long; or that was stopped for a caller who went away, which comes first. */
const QUERY_CANCELED = '57014';
const DOMAIN = /^[^\s@]+\.[^\s@.]{2,}$/;

/** Looks up which words of a text are values that customers have. Writes nothing. */
export class KnownValuesRepository {
  /**
   * Where the values of the phrases stand. What an index has is found however rare it is; of states,
   * countries, postal codes, email domains, products and categories a sample of the rows is looked at.
   *
   * @param phrases folded.
   * @param textAttributes keys of text attributes, those that matter most first.
   */
  async find(db: Queryable, phrases: readonly string[], textAttributes: readonly string[]): Promise<FoundValue[]> {
    if (phrases.length === 0) return [];
    return inAHurry(db, async () => {
      const { rows } = await db.query<FoundValue>(INDEXED, [phrases]);
      const attributes = await this.findInAttributes(db, phrases, textAttributes);
      const hasNumber = phrases.some((phrase) => /\p{N}/u.test(phrase));
      const sampled = await db.query<FoundValue>(hasNumber ? SAMPLED_WITH_NUMBERS : SAMPLED, [phrases]);
      const domains = await this.findDomains(db, phrases);
      return [...rows, ...attributes, ...sampled.rows, ...domains];
    });
  }

  private async findInAttributes(
    db: Queryable,
    phrases: readonly string[],
    textAttributes: readonly string[],
  ): Promise<FoundValue[]> {
    const keys = textAttributes.slice(0, Math.max(1, Math.floor(MOST_ATTRIBUTE_PAIRS / phrases.length)));
    if (keys.length === 0) return [];
    const { rows } = await db.query<FoundValue>(IN_ATTRIBUTES, [phrases, keys]);
    return rows;
  }

  private async findDomains(db: Queryable, phrases: readonly string[]): Promise<FoundValue[]> {
    const domains = phrases.filter((phrase) => DOMAIN.test(phrase));
    if (domains.length === 0) return [];
    const { rows } = await db.query<FoundValue>(DOMAINS, [domains, domains.map((domain) => `%@${escapeLike(domain)}`)]);
    return rows;
  }

  /** Those whose name occurs in the folded text, the longest name first, and those whose ids are given. */
  async findNamed(
    db: Queryable,
    table: 'Campaign' | 'Segment',
    foldedText: string,
    ids: readonly string[],
  ): Promise<NamedThing[]> {
    const { rows } = await db.query<NamedThing>(
      `SELECT id, name FROM "${table}" WHERE "nameKey" <> '' AND position("nameKey" IN $1) > 0 OR id = ANY ($2::uuid[])
       ORDER BY length("nameKey") DESC, id DESC LIMIT ${MOST_NAMES}`,
      [foldedText, ids],
    );
    return rows;
  }

  /** Which of the texts are the whole name, folded, or the number of a customer. */
  async findPersonal(
    db: Queryable,
    names: readonly string[],
    externalIds: readonly string[],
  ): Promise<{ names: Set<string>; externalIds: Set<string> }> {
    return inAHurry(db, async () => {
      const found = await db.query<{ name: string }>(
        `SELECT DISTINCT "nameKey" AS name FROM "Customer" WHERE "nameKey" = ANY ($1::text[])`,
        [names],
      );
      const numbers = await db.query<{ externalId: string }>(
        `SELECT "externalId" FROM "Customer" WHERE "externalId" = ANY ($1::text[])`,
        [externalIds],
      );
      return {
        names: new Set(found.rows.map(({ name }) => name)),
        externalIds: new Set(numbers.rows.map(({ externalId }) => externalId)),
      };
    });
  }
}

/** @throws QueryTimedOut also where the reading that this is a part of may take longer */
async function inAHurry<T>(db: Queryable, work: () => Promise<T>): Promise<T> {
  // With a limit the planner takes it for quicker to read the table until a row fits, which none may.
  await db.query(
    `SELECT set_config('enable_seqscan', 'off', true), set_config('statement_timeout', '${MAX_STATEMENT_MS}', true)`,
  );
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
      throw new QueryTimedOut(`a look-up took longer than ${MAX_STATEMENT_MS} ms`);
    }
    throw error;
  }
}

const INDEXED = `
  SELECT 'city' AS field, 'customer' AS scope, sought.phrase, found.value, found.customers
  FROM unnest($1::text[]) AS sought(phrase), LATERAL (
    SELECT min(a.city) AS value, count(*)::int AS customers
    FROM (SELECT city FROM "Address" WHERE "cityKey" = sought.phrase LIMIT ${MIN_SHARED_BY}) a
  ) found WHERE found.customers > 0
  UNION ALL
  SELECT 'tags', 'customer', sought.phrase, found.value, found.customers
  FROM unnest($1::text[]) AS sought(phrase), LATERAL (
    SELECT min(c.tags[array_position(c."tagKeys", sought.phrase)]) AS value, count(*)::int AS customers
    FROM (SELECT tags, "tagKeys" FROM "Customer" WHERE "tagKeys" @> ARRAY[sought.phrase] LIMIT ${MIN_SHARED_BY}) c
  ) found WHERE found.customers > 0
  UNION ALL
  SELECT 'sku', 'order', sought.phrase, found.value, found.customers
  FROM unnest($1::text[]) AS sought(phrase), LATERAL (
    SELECT min(i.sku) AS value, LEAST(count(DISTINCT i."customerId"), ${MIN_SHARED_BY})::int AS customers
    FROM (SELECT sku, "customerId" FROM "OrderItem" WHERE "skuKey" = sought.phrase LIMIT ${MOST_ORDER_ROWS}) i
  ) found WHERE found.customers > 0`;

const IN_ATTRIBUTES = `
  SELECT 'attributes.' || asked.key AS field, 'customer' AS scope, sought.phrase, found.value, found.customers
  FROM unnest($1::text[]) AS sought(phrase), unnest($2::text[]) AS asked(key), LATERAL (
    SELECT min(c.attributes ->> asked.key) AS value, count(*)::int AS customers
    FROM (SELECT attributes FROM "Customer"
          WHERE "attributeKeys" @> jsonb_build_object(asked.key, sought.phrase) LIMIT ${MIN_SHARED_BY}) c
  ) found WHERE found.customers > 0`;

const sampleOf = (table: string) =>
  `"${table}" r TABLESAMPLE SYSTEM (LEAST(100, 100.0 * ${SAMPLED_ROWS} /
     (SELECT GREATEST(reltuples, 1) FROM pg_class WHERE oid = '"${table}"'::regclass))::real) REPEATABLE (1)`;

/** The fields of a table, each with its column, in one reading of the sample. */
const inSample = (
  table: string,
  scope: FoundValue['scope'],
  counted: string,
  fields: Readonly<Record<string, string>>,
) => `
  SELECT place.field, '${scope}' AS scope, place.phrase, min(place.value) AS value,
         LEAST(${counted}, ${MIN_SHARED_BY})::int AS customers
  FROM ${sampleOf(table)}, LATERAL (VALUES ${Object.entries(fields)
    .map(([field, column]) => `('${field}', r."${column}Key", r."${column}")`)
    .join(', ')}) AS place(field, phrase, value)
  WHERE (${Object.values(fields)
    .map((column) => `r."${column}Key" = ANY ($1::text[])`)
    .join(' OR ')})
    AND place.phrase = ANY ($1::text[]) GROUP BY place.field, place.phrase`;

// A customer has one address.
const inAddresses = (fields: Readonly<Record<string, string>>) => inSample('Address', 'customer', 'count(*)', fields);
const IN_ITEMS = inSample('OrderItem', 'order', 'count(DISTINCT r."customerId")', {
  product: 'name',
  category: 'category',
});
const PLACES = { state: 'state', country: 'country' };
const SAMPLED = `${inAddresses(PLACES)} UNION ALL ${IN_ITEMS}`;
const SAMPLED_WITH_NUMBERS = `${inAddresses({ ...PLACES, postalCode: 'postalCode' })} UNION ALL ${IN_ITEMS}`;

const DOMAINS = `
  SELECT 'emailDomain' AS field, 'customer' AS scope, sought.phrase, sought.phrase AS value, found.customers
  FROM unnest($1::text[], $2::text[]) AS sought(phrase, pattern), LATERAL (
    SELECT count(*)::int AS customers
    FROM (SELECT FROM "Customer" WHERE "emailKey" LIKE sought.pattern LIMIT ${MIN_SHARED_BY}) c
  ) found WHERE found.customers > 0`;
