import type { Condition, ConditionGroup, SegmentRules } from '../schema.ts';
import { writeCondition } from './conditions.ts';
import type { EnglishContext } from './english-context.ts';

/**
 * Rules in English, in one way only, from which `parseDescription` makes the same rules, the
 * ids of their nodes apart. Never throws for rules that `parseSegmentRules` took: a segment or
 * campaign that the context does not have is shown by its id.
 *
 *     spent more than 10,000 INR, and either ordered fewer than 3 times or has not ordered in the last 90 days
 *
 * "Either" begins an "or", and ", and" ends it; other groups inside groups are in brackets.
 */
export function describeRules(rules: SegmentRules, context: EnglishContext): string {
  const text = describeGroup(rules, context);
  return rules.not ? `not (${text})` : text;
}

function describeGroup({ combinator, rules }: ConditionGroup, context: EnglishContext): string {
  const parts = rules.map((rule) => {
    const text = 'rules' in rule ? describeRules(rule, context) : writeCondition(rule, context);
    return needsBrackets(rule, combinator, rules.length) ? `(${text})` : text;
  });
  return combinator === 'and' ? parts.join(', and ') : `either ${parts.join(' or ')}`;
}

/** A "not" brings its own. A group that is alone in an "and" would be taken for that "and" itself. */
function needsBrackets(rule: Condition | ConditionGroup, parent: 'and' | 'or', siblings: number): boolean {
  if (!('rules' in rule)) return false;
  if (parent === 'and' && siblings === 1) return true;
  return !rule.not && (rule.combinator === 'and' || parent === 'or');
}
