import type { SegmentRules } from '@herald/shared';

export interface Preview {
  name: string;
  rules: SegmentRules;
  /** What follows SELECT in the query by hand; `c` has the id. */
  sql: string;
  values: unknown[];
}

const TOTALS = 'FROM (SELECT "customerId" AS id, * FROM "CustomerTotals") c';
const CUSTOMERS_WITH_TOTALS = 'FROM "Customer" c JOIN "CustomerTotals" t ON t."customerId" = c.id';

const rule = (field: string, operator: string, value?: unknown) =>
  ({ field, operator, ...(value === undefined ? {} : { value }) }) as SegmentRules['rules'][number];

/** Questions of the kinds that marketers ask of kept totals, each with the SQL that a person would write. */
export const PREVIEWS: Preview[] = [
  {
    name: 'spent a lot',
    rules: { combinator: 'and', rules: [rule('totalSpend', '>=', 100_000)] },
    sql: `${TOTALS} WHERE "totalSpend" >= $1`,
    values: [10_000_000],
  },
  {
    name: 'two in three',
    rules: { combinator: 'and', rules: [rule('totalSpend', '>', 1_000)] },
    sql: `${TOTALS} WHERE "totalSpend" > $1`,
    values: [100_000],
  },
  {
    name: 'lapsed regulars',
    rules: {
      combinator: 'and',
      rules: [rule('orderCount', '>=', 3), rule('lastOrderAt', 'before', '2026-08-01')],
    },
    sql: `${TOTALS} WHERE "orderCount" >= $1 AND "lastOrderAt" < $2`,
    values: [3, '2026-08-01T00:00:00Z'],
  },
  {
    name: 'large baskets, few visits',
    rules: { combinator: 'and', rules: [rule('averageOrderValue', '>', 1_500), rule('visits', '<=', 10)] },
    sql: `${CUSTOMERS_WITH_TOTALS} WHERE t."totalSpend" > $1 * t."orderCount"::bigint AND t."orderCount" > 0 AND c.visits <= $2`,
    values: [150_000, 10],
  },
  {
    name: 'in Bengaluru, spent 5,000',
    rules: { combinator: 'and', rules: [rule('city', '=', 'Bengaluru'), rule('totalSpend', '>=', 5_000)] },
    sql: `FROM (SELECT "customerId" AS id, "cityKey" FROM "Address") c JOIN "CustomerTotals" t ON t."customerId" = c.id
          WHERE c."cityKey" = $1 AND t."totalSpend" >= $2`,
    values: ['bengaluru', 500_000],
  },
  {
    name: 'never ordered',
    rules: { combinator: 'and', rules: [rule('orderCount', '=', 0)] },
    sql: `FROM "Customer" c LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id WHERE COALESCE(t."orderCount", 0) = $1`,
    values: [0],
  },
  {
    name: 'VIP or big spender, active',
    rules: {
      combinator: 'and',
      rules: [
        { combinator: 'or', rules: [rule('tags', 'has', 'vip'), rule('totalSpend', '>=', 20_000)] },
        rule('lastOrderAt', 'after', '2026-09-30'),
      ],
    },
    sql: `${CUSTOMERS_WITH_TOTALS} WHERE (c."tagKeys" @> $1 OR t."totalSpend" >= $2) AND t."lastOrderAt" >= $3`,
    values: [['vip'], 2_000_000, '2026-10-01T00:00:00Z'],
  },
];
