import { attributeKeyOf, type Comparison, type ResolvedCondition, type ScalarTest } from '@herald/shared';

import { joinSql } from './customer-sets.ts';
import type { Statement } from './statement.ts';
import { likePattern, multirange } from './value-sql.ts';

const ATTRIBUTES = 'c."attributeKeys"';
/** More values than this are looked up in a list and not in the index. */
const MOST_LOOK_UPS = 20;

/**
 * An expression that is true when the test of a custom attribute is; NULL or false when it
 * is not set. The worker keeps only values of the key's own type in "attributeKeys".
 */
export function attributeSql(
  { condition, definition: { type } }: ResolvedCondition,
  test: ScalarTest,
  statement: Statement,
): string {
  const key = attributeKeyOf(condition.field) ?? '';
  const equals = (value: string | number | boolean) =>
    `${ATTRIBUTES} @> ${statement.add(JSON.stringify({ [key]: value }), 'jsonb')}`;
  const keyAt = () => statement.add(key, 'text');
  switch (test.kind) {
    case 'isSet':
      return type === 'text' ? `${ATTRIBUTES} ->> ${keyAt()} <> ''` : `${ATTRIBUTES} ? ${keyAt()}`;
    case 'isBoolean':
      return equals(test.value);
    case 'equalsAny':
      return test.keys.length <= MOST_LOOK_UPS
        ? joinSql(test.keys.map(equals), ' OR ')
        : `${ATTRIBUTES} ->> ${keyAt()} = ANY (${statement.add(test.keys, 'text[]')})`;
    case 'contains':
    case 'beginsWith':
    case 'endsWith':
      return `${ATTRIBUTES} ->> ${keyAt()} LIKE ${statement.add(likePattern(test), 'text')}`;
    case 'compare':
      return type === 'date'
        ? dateSql(`${ATTRIBUTES} -> ${keyAt()}`, test.comparisons, statement)
        : joinSql(
            test.comparisons.map(({ operator, bound }) =>
              operator === '='
                ? equals(Number(bound))
                : `${ATTRIBUTES} -> ${keyAt()} ${operator} ${statement.add(JSON.stringify(Number(bound)), 'jsonb')}`,
            ),
            ' AND ',
          );
    case 'dayOfYear': {
      const value = `${ATTRIBUTES} -> ${keyAt()}`;
      return dateCase(
        value,
        (date) => `right(${date}, 5) = ANY (${statement.add(test.days, 'text[]')})`,
        (instant) => `${instant} <@ ${statement.add(multirange(test, String), 'int8multirange')}`,
      );
    }
    case 'oneOf':
      throw new TypeError('no custom attribute is asked for one of fixed values');
  }
}

function dateSql(value: string, comparisons: Comparison[], statement: Statement): string {
  return dateCase(
    value,
    (date) =>
      joinSql(
        comparisons.map(({ operator, day }) => `${date} ${operator} ${statement.add(day, 'text')}`),
        ' AND ',
      ),
    (instant) =>
      joinSql(
        comparisons.map(({ operator, bound }) => `${instant} ${operator} ${statement.add(bound, 'bigint')}`),
        ' AND ',
      ),
  );
}

/** A calendar date is kept as text, an instant as milliseconds; CASE keeps either from being read as the other. */
function dateCase(value: string, ofDate: (date: string) => string, ofInstant: (instant: string) => string): string {
  return (
    `CASE jsonb_typeof(${value}) WHEN 'string' THEN ${ofDate(`((${value}) #>> '{}') COLLATE "C"`)} ` +
    `WHEN 'number' THEN ${ofInstant(`(${value})::bigint`)} END`
  );
}
