import { foldText } from '../text.ts';
import { fieldDefinition, type FieldDefinition, type FieldValue, type RuleSubject } from './fields.ts';
import type { RuleContext } from './operators.ts';
import { resolveCondition } from './resolve.ts';
import {
  type Condition,
  type ConditionGroup,
  conditionSchema,
  parseSegmentRules,
  type SegmentRules,
} from './schema.ts';
import { type Bound, type Comparison, holds, type ValueTest } from './value-tests.ts';

export type RulePredicate = (customer: RuleSubject) => boolean;

/** Whether `user` is in the segment that `rules` describe. For many users use `compilePredicate`. */
export function evaluateUserAgainstRuleGroups(rules: SegmentRules, user: RuleSubject, context: RuleContext): boolean {
  return compilePredicate(rules, context)(user);
}

/** Whether one condition is true of `user`. */
export function evaluateCondition(condition: Condition, user: RuleSubject, context: RuleContext): boolean {
  return compileCondition(conditionSchema.parse(condition), context)(user);
}

/**
 * The rules as a function of one customer. They are checked again, because stored
 * rules may be older than the tables: what is not understood throws, and is never
 * "everyone" or "no one".
 */
export function compilePredicate(rules: SegmentRules, context: RuleContext): RulePredicate {
  return compileGroup(parseSegmentRules(rules), context);
}

function compileGroup({ combinator, not = false, rules }: ConditionGroup, context: RuleContext): RulePredicate {
  const parts = rules.map((rule) => ('rules' in rule ? compileGroup(rule, context) : compileCondition(rule, context)));
  const isTrue: RulePredicate =
    combinator === 'and'
      ? (customer) => parts.every((part) => part(customer))
      : (customer) => parts.some((part) => part(customer));
  return not ? (customer) => !isTrue(customer) : isTrue;
}

function compileCondition(condition: Condition, context: RuleContext): RulePredicate {
  const { field, test, negated } = resolveCondition(condition, context);
  const isTrue = compileTest(fieldDefinition(field), test);
  return negated ? (customer) => !isTrue(customer) : isTrue;
}

function compileTest({ read, divisor }: FieldDefinition, test: ValueTest): RulePredicate {
  switch (test.kind) {
    case 'isSet':
      return (customer) => isSet(read(customer));
    case 'equalsAny':
      return onText(read, membership(test.keys));
    case 'contains':
      return onText(read, (key) => key.includes(test.key));
    case 'beginsWith':
      return onText(read, (key) => key.startsWith(test.key));
    case 'endsWith':
      return onText(read, (key) => key.endsWith(test.key));
    case 'hasAny':
      return onTags(read, (keys) => test.keys.some((key) => keys.includes(key)));
    case 'hasAll':
      return onTags(read, (keys) => test.keys.every((key) => keys.includes(key)));
    case 'compare':
      return divisor ? onQuotient(read, divisor, test.comparisons) : onOrdered(read, test.comparisons);
  }
}

type Read = (customer: RuleSubject) => FieldValue;

/** An empty text is not set; see the operators. */
function isSet(value: FieldValue): boolean {
  return value !== null && value !== '';
}

function membership(keys: string[]): (key: string) => boolean {
  const members = new Set(keys);
  return (key) => members.has(key);
}

function onText(read: Read, isTrue: (key: string) => boolean): RulePredicate {
  return (customer) => {
    const value = read(customer);
    return typeof value === 'string' && isTrue(foldText(value));
  };
}

function onTags(read: Read, isTrue: (keys: string[]) => boolean): RulePredicate {
  return (customer) => {
    const value = read(customer);
    return Array.isArray(value) && isTrue(value.map(foldText));
  };
}

function onOrdered(read: Read, comparisons: Comparison[]): RulePredicate {
  return (customer) => {
    const value = read(customer);
    return isBound(value) && comparisons.every((comparison) => holds(value, comparison));
  };
}

/** dividend / divisor op bound, exactly: dividend op bound * divisor (the divisor is positive). */
function onQuotient(read: Read, divisor: (customer: RuleSubject) => bigint, comparisons: Comparison[]): RulePredicate {
  return (customer) => {
    const dividend = read(customer);
    return (
      isBound(dividend) &&
      comparisons.every(({ operator, bound }) =>
        holds(dividend, { operator, bound: BigInt(bound) * divisor(customer) }),
      )
    );
  };
}

function isBound(value: FieldValue): value is Bound {
  return typeof value === 'number' || typeof value === 'bigint';
}
