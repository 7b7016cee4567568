import type { Bound, Comparison, DayOfYearTest, ScalarTest } from '@herald/shared';

import { escapeLike } from '../db/escape-like.ts';
import type { ValueColumn } from './columns.ts';
import { joinSql } from './customer-sets.ts';
import type { Statement } from './statement.ts';

/** An expression that is true when the test of one column is; NULL or false of a missing value. */
export function scalarSql(column: ValueColumn & { divisor?: string }, test: ScalarTest, statement: Statement): string {
  switch (test.kind) {
    case 'isSet':
      return isSetSql(column);
    case 'equalsAny':
      return equalsAnySql(column, test.keys, statement);
    case 'oneOf':
      return equalsAnySql(column, test.values, statement);
    case 'contains':
    case 'beginsWith':
    case 'endsWith':
      return `${column.sql} LIKE ${statement.add(likePattern(test), 'text')}`;
    case 'compare':
      return joinSql(
        test.comparisons.map((comparison) => comparisonSql(column, comparison, statement)),
        ' AND ',
      );
    case 'dayOfYear':
      return `${column.sql} <@ ${statement.add(timestampRanges(test), 'tstzmultirange')}`;
    case 'isBoolean':
      return `${column.sql} = ${statement.add(test.value, column.type)}`;
  }
}

/** An empty text is not set; see the operators. */
function isSetSql({ sql, type, divisor }: ValueColumn & { divisor?: string }): string {
  return type === 'text' ? `${sql} <> ''` : `${divisor ?? sql} IS NOT NULL`;
}

function equalsAnySql({ sql, type }: ValueColumn, keys: string[], statement: Statement): string {
  const [only, ...others] = keys;
  return others.length === 0
    ? `${sql} = ${statement.add(only, type)}`
    : `${sql} = ANY (${statement.add(keys, `${type}[]`)})`;
}

function comparisonSql(
  column: ValueColumn & { divisor?: string },
  { operator, bound }: Comparison,
  statement: Statement,
): string {
  if (column.divisor === undefined) {
    return `${column.sql} ${operator} ${statement.add(parameterValue(column, bound), column.type)}`;
  }
  const factor = statement.add(String(bound), productFits(bound) ? 'bigint' : 'numeric');
  return `${column.sql} ${operator} ${factor} * ${column.divisor}`;
}

/** Instants travel as text: `pg` would write a Date in the server's own zone, to the minute. */
function parameterValue({ type }: ValueColumn, bound: Bound): unknown {
  if (type === 'timestamptz') return timestamp(Number(bound));
  return type === 'bigint' ? String(bound) : bound;
}

export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

const MAX_BIGINT = 2n ** 63n - 1n;
const MAX_INTEGER = 2n ** 31n - 1n;

/** Whether `bound` times any integer is a bigint, which multiplies four times as fast as numeric. */
function productFits(bound: Bound): boolean {
  return BigInt(bound) * MAX_INTEGER <= MAX_BIGINT;
}

export function likePattern({ kind, key }: Extract<ScalarTest, { key: string }>): string {
  const escaped = escapeLike(key);
  return `${kind === 'beginsWith' ? '' : '%'}${escaped}${kind === 'endsWith' ? '' : '%'}`;
}

/** PostgreSQL finds an instant in a multirange by halving; a condition for each year would read them all. */
function timestampRanges(test: DayOfYearTest): string {
  return multirange(test, (milliseconds) => `"${timestamp(milliseconds)}"`);
}

export function multirange(test: DayOfYearTest, write: (milliseconds: number) => string): string {
  return `{${test
    .ranges()
    .map(([from, until]) => `[${write(from)},${write(until)})`)
    .join(',')}}`;
}
