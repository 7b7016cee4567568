import { foldText } from '@herald/shared';
import type { CustomerSort } from '@herald/shared';
import { escapeLike } from '@herald/platform';

import type { CustomerPosition } from './customer-cursor.ts';

/** Which customers a list shows; what is undefined asks nothing. */
export interface CustomerFilters {
  text: string | undefined;
  city: string | undefined;
  tag: string | undefined;
  unsubscribed: boolean | undefined;
  hasEmail: boolean | undefined;
  hasOrders: boolean | undefined;
  /** Minor units. */
  minSpend: bigint | undefined;
  maxSpend: bigint | undefined;
}

/** A part of a sorted list: those who have a value by which it is sorted, then those who have none. */
export type ListPart = 'valued' | 'others';

export interface PartSearch {
  filters: CustomerFilters;
  sort: CustomerSort;
  part: ListPart;
  /** The last customer before, when it was in this part. */
  after: CustomerPosition | undefined;
  limit: number;
}

export interface ListQuery {
  text: string;
  values: unknown[];
}

/** Customers, their addresses, their totals. */
type Table = 'c' | 'a' | 't';
interface Condition {
  table: Table;
  sql: string;
}

interface SortKey {
  table: 'c' | 't';
  column: string;
  type: string;
  /** Undefined when everybody has a value. */
  hasValue?: string;
  isDescending: boolean;
}

const SORT_KEYS: Record<CustomerSort, SortKey> = {
  '-createdAt': { table: 'c', column: 'c."createdAt"', type: 'timestamptz', isDescending: true },
  createdAt: { table: 'c', column: 'c."createdAt"', type: 'timestamptz', isDescending: false },
  '-totalSpend': {
    table: 't',
    column: 't."totalSpend"',
    type: 'bigint',
    hasValue: 't."totalSpend" > 0',
    isDescending: true,
  },
  '-orderCount': {
    table: 't',
    column: 't."orderCount"',
    type: 'int',
    hasValue: 't."orderCount" > 0',
    isDescending: true,
  },
  '-lastOrderAt': {
    table: 't',
    column: 't."lastOrderAt"',
    type: 'timestamptz',
    hasValue: 't."lastOrderAt" IS NOT NULL',
    isDescending: true,
  },
  name: {
    table: 'c',
    column: 'c."nameKey"',
    type: 'text',
    hasValue: `c."nameKey" <> ''`,
    isDescending: false,
  },
};

/** The parts that a list with this sort has, in order. */
export function partsOf(sort: CustomerSort): ListPart[] {
  return SORT_KEYS[sort].hasValue === undefined ? ['valued'] : ['valued', 'others'];
}

/** Customers of a part that are looked at in its order before all of them are. */
const NEAR_CUSTOMERS = 10_000;

/**
 * Queries for one page of one part, each customer's `id` and the `value` by which the part is sorted. The first
 * that finds a whole page has it; otherwise the last does.
 *
 * What many customers pass is found quickly along the order, what few pass by an index of its own. PostgreSQL
 * does not know which it is of a tag that nobody has, or of two letters of a name, and would go through a million
 * customers one by one for the last that the page lacks.
 */
export function selectPart(search: PartSearch): ListQuery[] {
  const isFiltered = search.part === 'others' || hasFilters(search.filters);
  if (!isFiltered) return [selectEverywhere(search)];
  // PostgreSQL does not look into what has an OFFSET, and so finds everybody before it sorts them.
  return [selectNear(search), selectEverywhere(search, 'OFFSET 0')];
}

export function hasFilters(filters: CustomerFilters): boolean {
  return Object.values(filters).some((filter) => filter !== undefined);
}

/** A query for their number. */
export function countMatching(filters: CustomerFilters): ListQuery {
  const values = new Values();
  const needsTotals = asksForTotals(filters);
  const conditions = filterConditions(filters, needsTotals, values);
  const text = `SELECT count(*)::int AS count ${fromWhere({ needsTotals, conditions })}`;
  return { text, values: values.all };
}

/** How a part is sorted. */
interface PartOrder {
  table: 'c' | 't';
  id: string;
  value: string;
  /** Who is in the part. */
  members: Condition[];
  isDescending: boolean;
  sql: (value: string, id: string) => string;
}

function orderOf({ sort, part }: Pick<PartSearch, 'sort' | 'part'>): PartOrder {
  const { table, column, hasValue, isDescending } = SORT_KEYS[sort];
  const direction = isDescending ? 'DESC' : 'ASC';
  if (part === 'others') {
    return {
      table: 'c',
      id: 'c.id',
      value: 'NULL',
      members: [{ table, sql: `(${hasValue}) IS NOT TRUE` }],
      isDescending,
      sql: (_value, id) => `ORDER BY ${id} ${direction}`,
    };
  }
  return {
    table,
    // Of the table that has the value, so that an index can serve both.
    id: table === 't' ? 't."customerId"' : 'c.id',
    value: column,
    members: hasValue === undefined ? [] : [{ table, sql: hasValue }],
    isDescending,
    sql: (value, id) => `ORDER BY ${value} ${direction}, ${id} ${direction}`,
  };
}

/** Those of the customers who are next in the order that the filters leave. */
function selectNear(search: PartSearch): ListQuery {
  const values = new Values();
  const { filters, part, limit } = search;
  const order = orderOf(search);
  const { table, id, value, members } = order;
  const isNext = [...(part === 'valued' ? members : []), ...positionCondition(search, order, values)];
  const needsTotals = table === 't' || asksForTotals(filters);
  const next =
    `SELECT ${id} AS id, ${value} AS value ${fromWhere({ needsTotals: table === 't', conditions: isNext })} ` +
    `${order.sql(value, id)} LIMIT ${NEAR_CUSTOMERS}`;
  const conditions = [...(part === 'others' ? members : []), ...filterConditions(filters, needsTotals, values)];
  const from = fromWhere({
    customers: `(${next}) AS near JOIN "Customer" c ON c.id = near.id`,
    needsTotals,
    conditions,
  });
  const text = `SELECT near.id, near.value ${from} ${order.sql('near.value', 'near.id')} LIMIT ${values.add(limit, 'int')}`;
  return { text, values: values.all };
}

function selectEverywhere(search: PartSearch, fence = ''): ListQuery {
  const values = new Values();
  const { filters, limit } = search;
  const order = orderOf(search);
  const needsTotals = order.table === 't' || asksForTotals(filters);
  const conditions = [
    ...order.members,
    ...positionCondition(search, order, values),
    ...filterConditions(filters, needsTotals, values),
  ];
  const { id, value } = order;
  const found = `SELECT ${id} AS id, ${value} AS value ${fromWhere({ table: order.table, needsTotals, conditions })} ${fence}`;
  const text =
    fence === ''
      ? `${found} ${order.sql(value, id)} LIMIT ${values.add(limit, 'int')}`
      : `SELECT id, value FROM (${found}) AS found ${order.sql('value', 'id')} LIMIT ${values.add(limit, 'int')}`;
  return { text, values: values.all };
}

/** Whoever comes after the last customer of the page before. */
function positionCondition(
  { sort, part, after }: PartSearch,
  { table, id, isDescending }: PartOrder,
  values: Values,
): Condition[] {
  if (after === undefined) return [];
  const { column, type } = SORT_KEYS[sort];
  const isAfter = isDescending ? '<' : '>';
  const afterId = values.add(after.id, 'uuid');
  if (part === 'others') return [{ table, sql: `${id} ${isAfter} ${afterId}` }];
  return [{ table, sql: `(${column}, ${id}) ${isAfter} (${values.add(after.value, type)}, ${afterId})` }];
}

/** Whether those who have no totals are left out. */
function asksForTotals({ hasOrders, minSpend = 0n }: CustomerFilters): boolean {
  return hasOrders === true || minSpend > 0n;
}

function filterConditions(filters: CustomerFilters, needsTotals: boolean, values: Values): Condition[] {
  return [...profileConditions(filters, values), ...totalsConditions(filters, needsTotals, values)];
}

function profileConditions({ text, city, tag, unsubscribed, hasEmail }: CustomerFilters, values: Values): Condition[] {
  const conditions: Condition[] = [];
  if (text !== undefined) {
    const [part, whole] = [values.add(`%${escapeLike(foldText(text))}%`, 'text'), values.add(text, 'text')];
    // An index of trigrams that is asked for fewer letters hands out everybody, which takes longer than to look.
    const unindexed = /[\p{L}\p{N}]{3}/u.test(foldText(text)) ? '' : ` || ''`;
    const isPart = (column: string) => `(c."${column}"${unindexed}) LIKE ${part}`;
    const sql = `(${isPart('nameKey')} OR ${isPart('emailKey')} OR c."externalId" = ${whole})`;
    conditions.push({ table: 'c', sql });
  }
  if (city !== undefined) conditions.push({ table: 'a', sql: `a."cityKey" = ${values.add(foldText(city), 'text')}` });
  if (tag !== undefined) {
    conditions.push({ table: 'c', sql: `c."tagKeys" @> ARRAY[${values.add(foldText(tag), 'text')}]` });
  }
  if (unsubscribed !== undefined) {
    conditions.push({ table: 'c', sql: unsubscribed ? 'c.unsubscribed' : 'NOT c.unsubscribed' });
  }
  if (hasEmail !== undefined) {
    conditions.push({ table: 'c', sql: `c."emailKey" IS ${hasEmail ? 'NOT NULL' : 'NULL'}` });
  }
  return conditions;
}

/** Whoever has no totals has spent and ordered nothing. */
function totalsConditions(
  { hasOrders, minSpend = 0n, maxSpend }: CustomerFilters,
  needsTotals: boolean,
  values: Values,
): Condition[] {
  const conditions: string[] = [];
  if (hasOrders !== undefined) conditions.push(hasOrders ? 't."orderCount" > 0' : '(t."orderCount" > 0) IS NOT TRUE');
  if (minSpend > 0n) conditions.push(`t."totalSpend" >= ${values.add(minSpend, 'bigint')}`);
  if (maxSpend !== undefined) {
    const isWithin = `t."totalSpend" <= ${values.add(maxSpend, 'bigint')}`;
    conditions.push(needsTotals ? isWithin : `(${isWithin} OR t."totalSpend" IS NULL)`);
  }
  return conditions.map((sql) => ({ table: 't', sql }));
}

interface Selection {
  /** What is selected of besides what the conditions ask of. */
  table?: Table;
  /** Where customers `c` come from. */
  customers?: string;
  needsTotals: boolean;
  conditions: Condition[];
}

/** A table of which nothing is asked is not joined: with a join PostgreSQL would sort more than what is shown. */
function fromWhere({ table, customers, needsTotals, conditions }: Selection): string {
  const tables = new Set([...(table === undefined ? [] : [table]), ...conditions.map((condition) => condition.table)]);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  const isOnlyTotals = tables.has('t') && tables.size === 1 && needsTotals && customers === undefined;
  if (isOnlyTotals) return `FROM "CustomerTotals" t${where}`;
  const address = tables.has('a') ? ' JOIN "Address" a ON a."customerId" = c.id' : '';
  const totals = tables.has('t')
    ? ` ${needsTotals ? '' : 'LEFT '}JOIN "CustomerTotals" t ON t."customerId" = c.id`
    : '';
  return `FROM ${customers ?? '"Customer" c'}${address}${totals}${where}`;
}

/** The values of a query, in the order of their placeholders. */
class Values {
  readonly all: unknown[] = [];

  add(value: unknown, type: string): string {
    this.all.push(value);
    return `$${this.all.length}::${type}`;
  }
}
