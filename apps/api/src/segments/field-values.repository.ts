import { type AttributeType, foldText, MAX_TEXT_LENGTH } from '@herald/shared';
import { escapeLike } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

import { LEAST_CUSTOMERS, type NamedThing, VALUES_PER_FIELD } from './field-suggestions.ts';
import type { ListedField } from './listed-fields.ts';

/** What of a table says a value of the field: folded, and as it was sent. */
interface ValueSource {
  table: '"Customer"' | '"Address"' | '"OrderItem"';
  customerId: string;
  key: string;
  value: string;
  /** What else stands after the table, which is `r`. */
  joined?: string;
}

const inAddress = (field: string): ValueSource => ({
  table: '"Address"',
  customerId: 'r."customerId"',
  key: `r."${field}Key"`,
  value: `r."${field}"`,
});
const inItem = (column: string): ValueSource => ({ ...inAddress(column), table: '"OrderItem"' });

const SOURCES = {
  customer: {
    city: inAddress('city'),
    state: inAddress('state'),
    country: inAddress('country'),
    postalCode: inAddress('postalCode'),
    emailDomain: {
      table: '"Customer"',
      customerId: 'r.id',
      key: `split_part(r."emailKey", '@', -1)`,
      value: `split_part(r."emailKey", '@', -1)`,
    },
    tags: {
      table: '"Customer"',
      customerId: 'r.id',
      key: 'tag.key',
      value: 'tag.value',
      joined: ', unnest(r."tagKeys", r.tags) AS tag(key, value)',
    },
    // $2 is the key of the attribute.
    attribute: {
      table: '"Customer"',
      customerId: 'r.id',
      key: 'r."attributeKeys" ->> $2',
      value: 'r.attributes ->> $2',
    },
  },
  order: { sku: inItem('sku'), product: inItem('name'), category: inItem('category') },
} satisfies { [S in ListedField['scope']]: Record<Extract<ListedField, { scope: S }>['field'], ValueSource> };

/** Rows that are looked at first. */
const SAMPLED_ROWS = 50_000;

type Extent = 'sample' | 'everything';

/** Looks for values that customers have. Writes nothing. */
export class FieldValuesRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Values that contain the text, most frequent first; none that only one customer has, which may tell who that is.
   *
   * @param extent where: a sample takes milliseconds, everything as long as the table is.
   */
  async find(db: Queryable, listed: ListedField, search: string, extent: Extent): Promise<string[]> {
    const source = sourceOf(listed);
    const { rows } = await db.query<{ value: string }>(
      // The same sample each time, so that values stay where they are while somebody types.
      `WITH seen AS (
         SELECT ${source.customerId} AS "customerId", ${source.key} AS key, ${source.value} AS value
         FROM ${source.table} r ${extent === 'sample' ? sampleOf(source.table) : ''} ${source.joined ?? ''}
         WHERE ${source.key} LIKE $1 AND ${source.key} <> ''
       )
       SELECT min(value) AS value FROM seen WHERE length(value) <= ${MAX_TEXT_LENGTH}
       GROUP BY key HAVING count(DISTINCT "customerId") >= ${LEAST_CUSTOMERS}
       ORDER BY count(*) DESC, min(value) LIMIT ${VALUES_PER_FIELD}`,
      [containing(search), ...('attributeKey' in listed ? [listed.attributeKey] : [])],
    );
    return rows.map(({ value }) => value);
  }

  /** Whether a sample of the table is less than all of it. */
  async isLarge(db: Queryable, listed: ListedField): Promise<boolean> {
    const { rows } = await db.query<{ isLarge: boolean }>(
      `SELECT reltuples > ${SAMPLED_ROWS} AS "isLarge" FROM pg_class WHERE oid = '${sourceOf(listed).table}'::regclass`,
    );
    return rows[0]?.isLarge ?? false;
  }

  async findAttributeType(key: string): Promise<AttributeType | undefined> {
    const { rows } = await this.pool.query<{ type: AttributeType }>(
      `SELECT type FROM "AttributeDefinition" WHERE key = $1`,
      [key],
    );
    return rows[0]?.type;
  }

  /** Those whose name contains the text, latest first. */
  async findNamed(table: 'Campaign' | 'Segment', search: string): Promise<NamedThing[]> {
    const { rows } = await this.pool.query<NamedThing>(
      `SELECT id, name FROM "${table}" WHERE "nameKey" LIKE $1 ORDER BY id DESC LIMIT ${VALUES_PER_FIELD}`,
      [containing(search)],
    );
    return rows;
  }
}

function sourceOf(listed: ListedField): ValueSource {
  return listed.scope === 'order' ? SOURCES.order[listed.field] : SOURCES.customer[listed.field];
}

function sampleOf(table: ValueSource['table']): string {
  const rows = `(SELECT GREATEST(reltuples, 1) FROM pg_class WHERE oid = '${table}'::regclass)`;
  return `TABLESAMPLE SYSTEM (LEAST(100, 100 * ${SAMPLED_ROWS} / ${rows})::real) REPEATABLE (1)`;
}

function containing(search: string): string {
  return `%${escapeLike(foldText(search))}%`;
}
