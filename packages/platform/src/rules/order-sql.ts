import {
  type Comparison,
  COUNTED_ORDER_STATUSES,
  type OrderFieldName,
  type OrderFilter,
  type OrderMeasure,
  type OrderTest,
  holds,
} from '@herald/shared';

import { type Column, COLUMNS, type ValueColumn } from './columns.ts';
import { allTrue, type Audience, complement, joinSql, queryAudience } from './customer-sets.ts';
import type { Statement } from './statement.ts';
import { scalarSql, timestamp } from './value-sql.ts';

const ORDER_COLUMNS: Record<OrderFieldName, ValueColumn & { of: 'order' | 'item' }> = {
  sku: { of: 'item', sql: 'i."skuKey"', type: 'text' },
  product: { of: 'item', sql: 'i."nameKey"', type: 'text' },
  category: { of: 'item', sql: 'i."categoryKey"', type: 'text' },
  status: { of: 'order', sql: 'o."status"', type: '"OrderStatus"' },
  amount: { of: 'order', sql: 'o."amount"', type: 'bigint' },
  orderedAt: { of: 'order', sql: 'o."orderedAt"', type: 'timestamptz' },
};

/** The kept total that says the same as a measure over all orders that count, where there is one. */
const KEPT_TOTALS: Partial<Record<OrderMeasure, Column>> = {
  count: COLUMNS.orderCount,
  sum: COLUMNS.totalSpend,
  average: COLUMNS.averageOrderValue,
};

export function keptTotal({ measure, matching }: OrderTest): Column | undefined {
  const isOfAll = matching.statuses === COUNTED_ORDER_STATUSES && !matching.window && matching.conditions.length === 0;
  return isOfAll ? KEPT_TOTALS[measure] : undefined;
}

/** The customers of whose orders the test is true. Who has no matching order has counted 0 of them. */
export function ordersAudience({ measure, comparisons, matching }: OrderTest, statement: Statement): Audience {
  const isOfZero = (measure === 'count' || measure === 'sum') && comparisons.every((bound) => holds(0n, bound));
  const where = filterSql(matching, statement);
  const having = isOfZero ? exceptionsSql(measure, comparisons, statement) : havingSql(measure, comparisons, statement);
  const from = statement.from('"Order"', 'o', 'o."customerId"');
  const members = `SELECT o."customerId" FROM ${from} WHERE ${where}`;
  const audience =
    having === EVERY_GROUP
      ? queryAudience({ distinct: `${members} GROUP BY 1`, members })
      : queryAudience({ distinct: `${members} GROUP BY 1 HAVING ${having}` });
  return isOfZero ? complement(audience) : audience;
}

/** True of any number of orders but none, which a group always has. */
const EVERY_GROUP = 'TRUE';

function havingSql(measure: OrderMeasure, comparisons: Comparison[], statement: Statement): string {
  const isOfEveryGroup = ({ operator, bound }: Comparison) =>
    measure === 'count' && (operator === '>' || operator === '>=') && holds(1n, { operator, bound });
  const telling = comparisons.filter((comparison) => !isOfEveryGroup(comparison));
  if (telling.length === 0) return EVERY_GROUP;
  return joinSql(
    telling.map((comparison) => measureSql(measure, comparison, statement)),
    ' AND ',
  );
}

/** The groups of which the comparisons, which are true of 0, are not true. */
function exceptionsSql(measure: OrderMeasure, comparisons: Comparison[], statement: Statement): string {
  // True of no order and not of one: not of more either.
  if (measure === 'count' && comparisons.some((comparison) => !holds(1n, comparison))) return EVERY_GROUP;
  const all = comparisons.map((comparison) => measureSql(measure, comparison, statement));
  return `NOT (${all.join(' AND ')})`;
}

function measureSql(measure: OrderMeasure, { operator, bound }: Comparison, statement: Statement): string {
  const value = String(bound);
  switch (measure) {
    case 'count':
      return `count(*) ${operator} ${statement.add(value, 'bigint')}`;
    case 'sum':
      return `sum(o."amount") ${operator} ${statement.add(value, 'numeric')}`;
    case 'average':
      // Multiplied and not divided: nothing is rounded.
      return `sum(o."amount") ${operator} ${statement.add(value, 'numeric')} * count(*)`;
    case 'minimum':
      return `min(o."amount") ${operator} ${statement.add(value, 'bigint')}`;
    case 'maximum':
      return `max(o."amount") ${operator} ${statement.add(value, 'bigint')}`;
  }
}

function filterSql({ statuses, window, conditions }: OrderFilter, statement: Statement): string {
  return allTrue([
    ...(statuses ? [`o."status" = ANY (${statement.add(statuses, '"OrderStatus"[]')})`] : []),
    ...(window
      ? [
          `o."orderedAt" >= ${statement.add(timestamp(window.from), 'timestamptz')}`,
          `o."orderedAt" < ${statement.add(timestamp(window.until), 'timestamptz')}`,
        ]
      : []),
    ...conditions.map((condition) => conditionSql(condition, statement)),
  ]);
}

/** True or false of every order, never NULL: what is of no item is false, and its negation true. */
function conditionSql({ field, test, negated }: OrderFilter['conditions'][number], statement: Statement): string {
  const column = ORDER_COLUMNS[field];
  const isTrue = scalarSql(column, test, statement);
  const where =
    column.of === 'item'
      ? `EXISTS (SELECT FROM "OrderItem" i WHERE i."orderId" = o."id" AND ${isTrue})`
      : `(${isTrue})`;
  return negated ? `NOT ${where}` : where;
}
