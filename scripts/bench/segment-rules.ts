import type { SegmentRules } from '@herald/shared';

/** A rule with the SQL that people would write by hand for it. */
export interface RepresentativeRule {
  name: string;
  rules: SegmentRules;
  /** Each a SELECT of one column "customerId", each customer once, by the name of its form. */
  byHand: Record<string, string>;
  values: unknown[];
  /** Of rules that select under 1 % of customers and have an index: how much quicker than without it. */
  indexed?: boolean;
  /** Of rules over kept totals: the same asked of the orders, and how much longer that takes. */
  overOrders?: { sql: string; atLeast: number };
}

/** A static segment that the bench makes: who visited often. */
export const FREQUENT_VISITORS = '01990000-0000-7000-8000-00000000f00d';

type Rule = SegmentRules['rules'][number];
const rule = (field: string, operator: string, value?: unknown) =>
  ({ field, operator, ...(value === undefined ? {} : { value }) }) as Rule;
const all = (...rules: Rule[]): SegmentRules => ({ combinator: 'and', rules });
const any = (...rules: Rule[]): SegmentRules => ({ combinator: 'or', rules });

const COUNTED = `status = ANY ('{PAID,SHIPPED,DELIVERED,COMPLETED}'::"OrderStatus"[])`;
const WINDOW = `"orderedAt" >= $1::timestamptz AND "orderedAt" < $2::timestamptz`;
const SPEND_BY_ORDERS = `SELECT "customerId" FROM "Order" WHERE ${COUNTED} GROUP BY 1 HAVING sum(amount)`;

/**
 * Questions of the kinds that marketers ask. `now` is the last day of the generated orders,
 * in UTC; the values of the SQL by hand are those of that day.
 */
export const NOW = new Date('2026-11-22T12:00:00Z');

export const REPRESENTATIVE_RULES: RepresentativeRule[] = [
  {
    name: 'narrow: spent 150,000',
    rules: all(rule('totalSpend', '>=', 150_000)),
    byHand: { totals: 'SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" >= $1' },
    values: [15_000_000],
    indexed: true,
    overOrders: { sql: `${SPEND_BY_ORDERS} >= $1`, atLeast: 15 },
  },
  {
    name: 'broad: spent more than 1,000',
    rules: all(rule('totalSpend', '>', 1_000)),
    byHand: { totals: 'SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" > $1' },
    values: [100_000],
    overOrders: { sql: `${SPEND_BY_ORDERS} > $1`, atLeast: 5 },
  },
  {
    name: 'or across columns: city, or spent 50,000',
    rules: any(rule('city', '=', 'Bengaluru'), rule('totalSpend', '>=', 50_000)),
    byHand: {
      union: `SELECT "customerId" FROM "Address" WHERE "cityKey" = $1
              UNION SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" >= $2`,
      join: `SELECT c.id AS "customerId" FROM "Customer" c LEFT JOIN "Address" a ON a."customerId" = c.id
             LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id WHERE a."cityKey" = $1 OR t."totalSpend" >= $2`,
      in: `SELECT id AS "customerId" FROM "Customer" WHERE id IN (SELECT "customerId" FROM "Address" WHERE "cityKey" = $1)
           OR id IN (SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" >= $2)`,
      exists: `SELECT c.id AS "customerId" FROM "Customer" c
               WHERE EXISTS (SELECT FROM "Address" a WHERE a."customerId" = c.id AND a."cityKey" = $1)
               OR EXISTS (SELECT FROM "CustomerTotals" t WHERE t."customerId" = c.id AND t."totalSpend" >= $2)`,
    },
    values: ['bengaluru', 5_000_000],
  },
  {
    name: 'text: name contains "subramani"',
    rules: all(rule('name', 'contains', 'Subramani')),
    byHand: { like: 'SELECT id AS "customerId" FROM "Customer" WHERE "nameKey" LIKE $1' },
    values: ['%subramani%'],
    indexed: true,
  },
  {
    name: 'attribute: language is Odia or Assamese',
    rules: all(rule('attributes.language', 'in', ['or', 'as'])),
    byHand: {
      contains: `SELECT id AS "customerId" FROM "Customer" WHERE "attributeKeys" @> $1::jsonb OR "attributeKeys" @> $2::jsonb`,
      arrow: `SELECT id AS "customerId" FROM "Customer" WHERE "attributeKeys" ->> 'language' IN ($1::jsonb ->> 'language', $2::jsonb ->> 'language')`,
    },
    values: ['{"language":"or"}', '{"language":"as"}'],
    indexed: true,
  },
  {
    name: 'order history: 2 orders with tea in 90 days',
    rules: all(
      rule('orders.count', '>=', {
        number: 2,
        where: [{ field: 'category', operator: '=', value: 'Tea' }],
        window: { lastDays: 90 },
      }),
    ),
    byHand: {
      exists: `SELECT "customerId" FROM "Order" o WHERE ${COUNTED} AND ${WINDOW}
               AND EXISTS (SELECT FROM "OrderItem" i WHERE i."orderId" = o.id AND i."categoryKey" = $3)
               GROUP BY 1 HAVING count(*) >= $4`,
      in: `SELECT "customerId" FROM "Order" WHERE ${COUNTED} AND ${WINDOW}
           AND id IN (SELECT "orderId" FROM "OrderItem" WHERE "categoryKey" = $3) GROUP BY 1 HAVING count(*) >= $4`,
      join: `SELECT o."customerId" FROM "Order" o JOIN "OrderItem" i ON i."orderId" = o.id
             WHERE ${COUNTED} AND ${WINDOW} AND i."categoryKey" = $3 GROUP BY 1 HAVING count(DISTINCT o.id) >= $4`,
    },
    values: ['2026-08-24T00:00:00Z', '2026-11-23T00:00:00Z', 'tea', 2],
  },
  {
    name: 'not in a segment, spent 20,000',
    rules: all(rule('segment', 'isNotIn', FREQUENT_VISITORS), rule('totalSpend', '>=', 20_000)),
    byHand: {
      exists: `SELECT t."customerId" FROM "CustomerTotals" t WHERE t."totalSpend" >= $2 AND NOT EXISTS
               (SELECT FROM "Segment" s, unnest(s."audienceUserIds") AS m(id) WHERE s.id = $1 AND m.id = t."customerId")`,
      in: `SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" >= $2 AND "customerId" NOT IN
           (SELECT unnest("audienceUserIds") FROM "Segment" WHERE id = $1)`,
      join: `SELECT t."customerId" FROM "CustomerTotals" t LEFT JOIN
             (SELECT unnest("audienceUserIds") AS id FROM "Segment" WHERE id = $1) m ON m.id = t."customerId"
             WHERE t."totalSpend" >= $2 AND m.id IS NULL`,
      except: `SELECT "customerId" FROM "CustomerTotals" WHERE "totalSpend" >= $2
               EXCEPT SELECT unnest("audienceUserIds") FROM "Segment" WHERE id = $1`,
    },
    values: [FREQUENT_VISITORS, 2_000_000],
  },
  {
    name: 'zero times: no order in 180 days',
    rules: all(rule('orders.count', '=', { number: 0, window: { lastDays: 180 } })),
    byHand: {
      exists: `SELECT c.id AS "customerId" FROM "Customer" c WHERE NOT EXISTS
               (SELECT FROM "Order" o WHERE o."customerId" = c.id AND ${COUNTED} AND ${WINDOW})`,
      in: `SELECT id AS "customerId" FROM "Customer" WHERE id NOT IN
           (SELECT "customerId" FROM "Order" WHERE ${COUNTED} AND ${WINDOW})`,
      join: `SELECT c.id AS "customerId" FROM "Customer" c LEFT JOIN
             (SELECT DISTINCT "customerId" FROM "Order" WHERE ${COUNTED} AND ${WINDOW}) o ON o."customerId" = c.id
             WHERE o."customerId" IS NULL`,
      except: `SELECT id AS "customerId" FROM "Customer" EXCEPT
               SELECT "customerId" FROM "Order" WHERE ${COUNTED} AND ${WINDOW}`,
    },
    values: ['2026-05-26T00:00:00Z', '2026-11-23T00:00:00Z'],
  },
];

/** An OR of a profile rule and one over orders, twice over: PostgreSQL must not ask the orders for each customer. */
export const MIXED_RULES: SegmentRules = {
  combinator: 'or',
  rules: [
    all(rule('city', '=', 'Pune'), rule('orders.count', '>=', { number: 3, window: { lastDays: 90 } })),
    all(rule('city', '=', 'Mumbai'), rule('orders.maximum', '>', { number: 5_000, window: { lastDays: 365 } })),
  ],
};
