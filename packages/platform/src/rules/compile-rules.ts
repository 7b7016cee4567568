import {
  type ConditionGroup,
  parseSegmentRules,
  resolveCondition,
  type RuleContext,
  type SegmentRules,
} from '@herald/shared';

import { conditionAudience } from './condition-sql.ts';
import { allOf, anyOf, type Audience, complement, toSet } from './customer-sets.ts';
import { Parameters } from './parameters.ts';
import { selectCustomers } from './select-customers.ts';

/** One parameterised query. Every value of the rules is in `values`, none in `text`. */
export interface CompiledRules {
  /**
   * A SELECT of one column, "customerId", with each customer of the audience once, in
   * no order. To be used as a subquery: `SELECT count(*) FROM (text) AS audience`.
   */
  text: string;
  values: unknown[];
}

/**
 * The rules as SQL; says the same as `compilePredicate` of every customer at the same
 * `now`. `firstPlaceholder` leaves the placeholders below it to the statement around.
 *
 * The rules are checked again, because stored rules may be older than the tables: what
 * is not understood throws a DomainError, and is never "everyone" or "no one".
 */
export function compileRules(rules: SegmentRules, context: RuleContext, firstPlaceholder = 1): CompiledRules {
  const parameters = new Parameters(firstPlaceholder);
  const audience = groupAudience(parseSegmentRules(rules), context, parameters);
  return { text: selectCustomers(toSet(audience)), values: parameters.values };
}

function groupAudience(
  { combinator, not, rules }: ConditionGroup,
  context: RuleContext,
  parameters: Parameters,
): Audience {
  const parts = rules.map((rule) =>
    'rules' in rule
      ? groupAudience(rule, context, parameters)
      : conditionAudience(resolveCondition(rule, context), parameters),
  );
  const audience = combinator === 'and' ? allOf(parts) : anyOf(parts);
  return not ? complement(audience) : audience;
}
