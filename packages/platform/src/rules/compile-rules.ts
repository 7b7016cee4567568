import { DomainError, type ResolvedGroup, resolveRules, type RuleContext, type SegmentRules } from '@herald/shared';

import { conditionAudience } from './condition-sql.ts';
import { allOf, anyOf, type Audience, complement, toSet } from './customer-sets.ts';
import { keptTotal } from './order-sql.ts';
import { selectCustomers } from './select-customers.ts';
import { Statement } from './statement.ts';

/** One parameterised query. Every value of the rules is in `values`, none in `text`. */
export interface CompiledRules {
  /**
   * A SELECT of one column, "customerId", with each customer of the audience once, in
   * no order. To be used as a subquery: `SELECT count(*) FROM (text) AS audience`.
   */
  text: string;
  values: unknown[];
}

export interface CompileOptions {
  /** Leaves the placeholders below it to the statement around; 1 unless told. */
  firstPlaceholder?: number;
  /** A table or CTE of the statement around with a column `id`: only these customers are looked at. */
  among?: string;
}

/** PostgreSQL takes 65,535 values in a statement, and who comes and goes is asked with two of these in one. */
const MAX_VALUES = 30_000;

/**
 * The rules as SQL; says the same as `compilePredicate` of every customer at the same
 * `now`. Throws for what is not understood, as `resolveRules` does.
 */
export function compileRules(rules: SegmentRules, context: RuleContext, options: CompileOptions = {}): CompiledRules {
  return compileResolved(resolveRules(rules, context), options);
}

/**
 * `compileRules` for rules that were looked up already.
 *
 * @throws DomainError `invalid_input` when there are more values in them than one statement takes.
 */
export function compileResolved(rules: ResolvedGroup, options: CompileOptions = {}): CompiledRules {
  const statement = new Statement(options.firstPlaceholder, options.among);
  const set = toSet(groupAudience(rules, statement));
  const { values } = statement.parameters;
  if (values.length > MAX_VALUES) {
    const message = `leads to more than ${MAX_VALUES} values, its own and those in other segments`;
    throw new DomainError('invalid_input', `rules: ${message}`, [{ path: 'rules', message }]);
  }
  return { text: selectCustomers(set, statement), values };
}

/** Whether the rules go through orders or messages, which takes a second where kept values take milliseconds. */
export function readsHistory({ parts }: ResolvedGroup): boolean {
  return parts.some((part) => {
    if (part.kind === 'group') return readsHistory(part);
    const { test, segmentRules } = part;
    if (test.kind === 'orders') return keptTotal(test) === undefined;
    return (
      test.kind === 'messaged' || test.kind === 'campaign' || (segmentRules !== undefined && readsHistory(segmentRules))
    );
  });
}

function groupAudience({ combinator, not, parts }: ResolvedGroup, statement: Statement): Audience {
  const audiences = parts.map((part) =>
    part.kind === 'group'
      ? groupAudience(part, statement)
      : conditionAudience(part, statement, (group) => groupAudience(group, statement)),
  );
  const audience = combinator === 'and' ? allOf(audiences) : anyOf(audiences);
  return not ? complement(audience) : audience;
}
