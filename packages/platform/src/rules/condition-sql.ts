import { type Bound, type Comparison, holds, type ResolvedCondition, type ValueTest } from '@herald/shared';

import { type Column, COLUMNS } from './columns.ts';
import { type Audience, complement, joinSql } from './customer-sets.ts';
import type { Parameters } from './parameters.ts';

/** The customers of whom one condition is true. */
export function conditionAudience({ field, test, negated }: ResolvedCondition, parameters: Parameters): Audience {
  const column = COLUMNS[field];
  const where = testSql(column, test, parameters);
  switch (column.whenAbsent) {
    case 'never':
      return rows(column, negated ? not(where) : where);
    case 'missing':
      return negated ? complement(rows(column, where)) : rows(column, where);
    case 'zero': {
      // Who has no row counts as 0. If the test is true of 0, the rows of which it is false are the exceptions.
      const audience = isTrueOfZero(test) ? complement(rows(column, not(where))) : rows(column, where);
      return negated ? complement(audience) : audience;
    }
  }
}

function rows({ relation }: Column, where: string): Audience {
  return { set: { kind: 'rows', relation, where }, isComplement: false };
}

/** For expressions that are never NULL in a row. */
function not(where: string): string {
  return `NOT (${where})`;
}

function isTrueOfZero(test: ValueTest): boolean {
  return test.kind === 'compare' && test.comparisons.every((comparison) => holds(0, comparison));
}

/** An expression that is true when the test is; NULL or false of a missing value. */
function testSql(column: Column, test: ValueTest, parameters: Parameters): string {
  switch (test.kind) {
    case 'isSet':
      return isSetSql(column);
    case 'equalsAny':
      return equalsAnySql(column, test.keys, parameters);
    case 'contains':
      return `${column.sql} LIKE ${parameters.add(`%${escapeLike(test.key)}%`, 'text')}`;
    case 'beginsWith':
      return `${column.sql} LIKE ${parameters.add(`${escapeLike(test.key)}%`, 'text')}`;
    case 'endsWith':
      return `${column.sql} LIKE ${parameters.add(`%${escapeLike(test.key)}`, 'text')}`;
    case 'hasAny':
      return `${column.sql} && ${parameters.add(test.keys, 'text[]')}`;
    case 'hasAll':
      return `${column.sql} @> ${parameters.add(test.keys, 'text[]')}`;
    case 'compare':
      return joinSql(
        test.comparisons.map((comparison) => comparisonSql(column, comparison, parameters)),
        ' AND ',
      );
  }
}

/** An empty text is not set; see the operators. */
function isSetSql({ sql, type, divisor }: Column): string {
  return type === 'text' ? `${sql} <> ''` : `${divisor ?? sql} IS NOT NULL`;
}

function equalsAnySql({ sql, type }: Column, keys: string[], parameters: Parameters): string {
  const [only, ...others] = keys;
  return others.length === 0
    ? `${sql} = ${parameters.add(only, type)}`
    : `${sql} = ANY (${parameters.add(keys, `${type}[]`)})`;
}

function comparisonSql(column: Column, { operator, bound }: Comparison, parameters: Parameters): string {
  if (column.divisor === undefined) {
    return `${column.sql} ${operator} ${parameters.add(parameterValue(column, bound), column.type)}`;
  }
  const factor = parameters.add(String(bound), productFits(bound) ? 'bigint' : 'numeric');
  return `${column.sql} ${operator} ${factor} * ${column.divisor}`;
}

/** Instants travel as text: `pg` would write a Date in the server's own zone, to the minute. */
function parameterValue({ type }: Column, bound: Bound): unknown {
  if (type === 'timestamptz') {
    return new Date(Number(bound)).toISOString();
  }
  return type === 'bigint' ? String(bound) : bound;
}

const MAX_BIGINT = 2n ** 63n - 1n;
const MAX_INTEGER = 2n ** 31n - 1n;

/** Whether `bound` times any integer is a bigint, which multiplies four times as fast as numeric. */
function productFits(bound: Bound): boolean {
  return BigInt(bound) * MAX_INTEGER <= MAX_BIGINT;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
