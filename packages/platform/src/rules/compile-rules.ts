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
   * no order; nobody who was erased. To be used as a subquery: `SELECT count(*) FROM (text) AS audience`.
   */
  text: string;
  values: unknown[];
}

/** Rules, and what was looked up of those whom no rule may select. */
export type RulesToCompile = ResolvedGroup & {
  /** Nobody has been erased, so nobody is looked for. Unless it is said, they are. */
  nobodyErased?: boolean;
};

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
export function compileResolved(rules: RulesToCompile, options: CompileOptions = {}): CompiledRules {
  const statement = new Statement(options.firstPlaceholder, options.among);
  const set = toSet(groupAudience(rules, statement));
  const { values } = statement.parameters;
  if (values.length > MAX_VALUES) {
    const message = `leads to more than ${MAX_VALUES} values, its own and those in other segments`;
    throw new DomainError('invalid_input', `rules: ${message}`, [{ path: 'rules', message }]);
  }
  const text = selectCustomers(set, statement);
  return { text: rules.nobodyErased ? text : withoutErased(text, statement.newAlias()), values };
}

/**
 * Nobody can be messaged who was erased, and "is not" is true of whoever has no value. Erased customers
 * are few, so they are looked up in a table of their own and not on the row of every customer, which many
 * rules need not read. As an array, because PostgreSQL expects ten elements in one and always hashes them;
 * of the table it may believe that it is empty still, and then go through it for every customer.
 */
function withoutErased(select: string, alias: string): string {
  return (
    `SELECT ${alias}."customerId" FROM (${select}) ${alias} WHERE NOT EXISTS ` +
    `(SELECT FROM unnest(ARRAY(SELECT "customerId" FROM "Erasure")) erased(id) WHERE erased.id = ${alias}."customerId")`
  );
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
