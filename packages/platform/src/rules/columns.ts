/** The tables that rules read. Addresses and totals have a row only for some customers. */
export const RELATIONS = {
  c: { table: '"Customer"', id: 'c."id"' },
  a: { table: '"Address"', id: 'a."customerId"' },
  t: { table: '"CustomerTotals"', id: 't."customerId"' },
} as const;
export type Relation = keyof typeof RELATIONS;

export interface ValueColumn {
  /** Text columns hold folded text, money columns minor units. */
  sql: string;
  type: 'text' | 'text[]' | 'integer' | 'bigint' | 'boolean' | 'timestamptz' | '"OrderStatus"';
}

export interface Column extends ValueColumn {
  relation: Relation;
  /**
   * What it says when there is no value, be it NULL or no row: that the value is
   * missing, or that nothing was counted. `never` where a table rules both out.
   */
  whenAbsent: 'missing' | 'zero' | 'never';
  /** For a quotient, which is compared without dividing: what a bound is multiplied by. NULL when missing. */
  divisor?: string;
}

/** Where the value of each field is kept that has one of its own; custom attributes, orders and messages do not. */
export const COLUMNS = {
  name: { relation: 'c', sql: 'c."nameKey"', type: 'text', whenAbsent: 'missing' },
  email: { relation: 'c', sql: 'c."emailKey"', type: 'text', whenAbsent: 'missing' },
  emailDomain: { relation: 'c', sql: `split_part(c."emailKey", '@', -1)`, type: 'text', whenAbsent: 'missing' },
  phone: { relation: 'c', sql: 'c."phoneKey"', type: 'text', whenAbsent: 'missing' },
  city: { relation: 'a', sql: 'a."cityKey"', type: 'text', whenAbsent: 'missing' },
  state: { relation: 'a', sql: 'a."stateKey"', type: 'text', whenAbsent: 'missing' },
  country: { relation: 'a', sql: 'a."countryKey"', type: 'text', whenAbsent: 'missing' },
  postalCode: { relation: 'a', sql: 'a."postalCodeKey"', type: 'text', whenAbsent: 'missing' },
  // Prisma makes no list column NOT NULL.
  tags: { relation: 'c', sql: 'c."tagKeys"', type: 'text[]', whenAbsent: 'missing' },
  visits: { relation: 'c', sql: 'c."visits"', type: 'integer', whenAbsent: 'never' },
  unsubscribed: { relation: 'c', sql: 'c."unsubscribed"', type: 'boolean', whenAbsent: 'never' },
  createdAt: { relation: 'c', sql: 'c."createdAt"', type: 'timestamptz', whenAbsent: 'never' },
  totalSpend: { relation: 't', sql: 't."totalSpend"', type: 'bigint', whenAbsent: 'zero' },
  orderCount: { relation: 't', sql: 't."orderCount"', type: 'integer', whenAbsent: 'zero' },
  averageOrderValue: {
    relation: 't',
    sql: 't."totalSpend"',
    type: 'bigint',
    whenAbsent: 'missing',
    // A customer whose orders were all cancelled keeps the row.
    divisor: 'NULLIF(t."orderCount", 0)',
  },
  firstOrderAt: { relation: 't', sql: 't."firstOrderAt"', type: 'timestamptz', whenAbsent: 'missing' },
  lastOrderAt: { relation: 't', sql: 't."lastOrderAt"', type: 'timestamptz', whenAbsent: 'missing' },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;

export function isColumnName(field: string): field is ColumnName {
  return Object.hasOwn(COLUMNS, field);
}
