import { type FieldName, resolveOperator } from './fields.ts';
import type { RuleContext } from './operators.ts';
import type { Condition } from './schema.ts';
import type { ValueTest } from './value-tests.ts';

/** A condition without its words: what is asked of which field, and whether "no" is the answer sought. */
export interface ResolvedCondition {
  field: FieldName;
  test: ValueTest;
  negated: boolean;
}

/**
 * What `condition` asks, with `now` and the time zone worked in. Throws for a field,
 * operator or value that the tables do not have.
 */
export function resolveCondition({ field, operator, value }: Condition, context: RuleContext): ResolvedCondition {
  const resolved = resolveOperator(field, operator);
  if (!resolved) {
    throw new RangeError(`${field} has no operator ${operator}`);
  }
  return { field, test: resolved.positive.toTest(value, context), negated: resolved.negated };
}
