import {
  holds,
  type ResolvedCondition,
  type ResolvedGroup,
  type ScalarTest,
  type TagsTest,
  type ValueTest,
} from '@herald/shared';

import { attributeSql } from './attribute-sql.ts';
import { type Column, COLUMNS, isColumnName } from './columns.ts';
import { type Audience, complement, queryAudience } from './customer-sets.ts';
import { campaignAudience, messagedAudience } from './message-sql.ts';
import { keptTotal, ordersAudience } from './order-sql.ts';
import type { Statement } from './statement.ts';
import { scalarSql } from './value-sql.ts';

/** The customers of whom one condition is true. */
export function conditionAudience(
  condition: ResolvedCondition,
  statement: Statement,
  groupAudience: (group: ResolvedGroup) => Audience,
): Audience {
  const audience = positiveAudience(condition, statement, groupAudience);
  return condition.negated ? complement(audience) : audience;
}

/** Of the condition without its negation. */
function positiveAudience(
  condition: ResolvedCondition,
  statement: Statement,
  groupAudience: (group: ResolvedGroup) => Audience,
): Audience {
  const { test } = condition;
  switch (test.kind) {
    case 'orders': {
      const column = keptTotal(test);
      const comparison = { kind: 'compare' as const, comparisons: test.comparisons };
      return column ? columnAudience(column, comparison, statement) : ordersAudience(test, statement);
    }
    case 'campaign':
      return campaignAudience(test, statement);
    case 'messaged':
      return messagedAudience(test, statement);
    case 'segment':
      return condition.segmentRules ? groupAudience(condition.segmentRules) : frozenAudience(test.segmentId, statement);
    default:
      return valueAudience(condition, test, statement);
  }
}

function valueAudience(condition: ResolvedCondition, test: ScalarTest | TagsTest, statement: Statement): Audience {
  const { field } = condition.condition;
  if (isColumnName(field)) return columnAudience(COLUMNS[field], test, statement);
  if (isTagsTest(test)) throw new TypeError(`${field} holds no tags`);
  return rows({ relation: 'c' }, attributeSql(condition, test, statement));
}

function columnAudience(column: Column, test: ScalarTest | TagsTest, statement: Statement): Audience {
  const where = testSql(column, test, statement);
  // Who has no row counts as 0. If the test is true of 0, the rows of which it is false are the exceptions.
  return column.whenAbsent === 'zero' && isTrueOfZero(test)
    ? complement(rows(column, `NOT (${where})`))
    : rows(column, where);
}

function testSql(column: Column, test: ScalarTest | TagsTest, statement: Statement): string {
  if (!isTagsTest(test)) return scalarSql(column, test, statement);
  return `${column.sql} ${test.kind === 'hasAny' ? '&&' : '@>'} ${statement.add(test.keys, 'text[]')}`;
}

function isTagsTest(test: ScalarTest | TagsTest): test is TagsTest {
  return test.kind === 'hasAny' || test.kind === 'hasAll';
}

function rows({ relation }: Pick<Column, 'relation'>, where: string): Audience {
  return { set: { kind: 'rows', relation, where }, isComplement: false };
}

function isTrueOfZero(test: ValueTest): boolean {
  return test.kind === 'compare' && test.comparisons.every((comparison) => holds(0, comparison));
}

/**
 * The members of a static segment; their ids stay inside PostgreSQL. It expects few elements of an
 * array, so a list of them is hashed whatever their number; to join them it needs to know better.
 */
function frozenAudience(segmentId: string, statement: Statement): Audience {
  const id = statement.add(segmentId, 'uuid');
  return queryAudience({
    distinct: `SELECT m AS "customerId" FROM ${statement.from(`segment_members(${id})`, 'm', 'm')}`,
    list: `SELECT unnest(f."audienceUserIds") FROM "Segment" f WHERE f.id = ${id}`,
  });
}
