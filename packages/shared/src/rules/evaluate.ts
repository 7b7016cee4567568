import { foldText } from '../text.ts';
import { compileOrderTest } from './evaluate-orders.ts';
import { compileDates, compileDayOfYear, compileOrdered, compileTags, compileText } from './evaluate-values.ts';
import type { FieldDefinition, FieldValue, RuleMessage, RuleSubject } from './fields.ts';
import {
  type ResolvedCondition,
  type ResolvedGroup,
  resolveCondition,
  resolveRules,
  type RuleContext,
} from './resolve.ts';
import type { Condition, SegmentRules } from './schema.ts';
import { type Bound, type CampaignOutcome, type MessagedTest, quotientHolds, type ValueTest } from './value-tests.ts';

export type RulePredicate = (customer: RuleSubject) => boolean;

/** Whether `user` is in the segment that `rules` describe. For many users use `compilePredicate`. */
export function evaluateUserAgainstRuleGroups(rules: SegmentRules, user: RuleSubject, context: RuleContext): boolean {
  return compilePredicate(rules, context)(user);
}

/** Whether one condition is true of `user`. */
export function evaluateCondition(condition: Condition, user: RuleSubject, context: RuleContext): boolean {
  return compileCondition(resolveCondition(condition, context), context)(user);
}

/** The rules as a function of one customer. Throws for what is not understood, as `resolveRules` does. */
export function compilePredicate(rules: SegmentRules, context: RuleContext): RulePredicate {
  return compileGroup(resolveRules(rules, context), context);
}

export function compileGroup({ combinator, not, parts }: ResolvedGroup, context: RuleContext): RulePredicate {
  const predicates = parts.map((part) =>
    part.kind === 'group' ? compileGroup(part, context) : compileCondition(part, context),
  );
  const isTrue: RulePredicate =
    combinator === 'and'
      ? (customer) => {
          for (const predicate of predicates) if (!predicate(customer)) return false;
          return true;
        }
      : (customer) => {
          for (const predicate of predicates) if (predicate(customer)) return true;
          return false;
        };
  return not ? (customer) => !isTrue(customer) : isTrue;
}

export function compileCondition(condition: ResolvedCondition, context: RuleContext): RulePredicate {
  const isTrue = compileTest(condition, context);
  return condition.negated ? (customer) => !isTrue(customer) : isTrue;
}

function compileTest({ definition, test, segmentRules }: ResolvedCondition, context: RuleContext): RulePredicate {
  switch (test.kind) {
    case 'hasAny':
    case 'hasAll':
      return onTags(definition, compileTags(test));
    case 'orders':
      return compileOrderTest(test, context);
    case 'campaign':
      return ({ messages }) => messages.some((message) => became(message, test.campaignId, test.outcome));
    case 'messaged':
      return ({ messages }) => messages.some((message) => wasSentWithin(message, test));
    case 'segment':
      return segmentRules ? compileGroup(segmentRules, context) : ({ segmentIds }) => segmentIds.has(test.segmentId);
    default:
      return definition.divisor
        ? onQuotient(definition.read, definition.divisor, test)
        : onValue(definition, compileScalarTest(definition, test, context));
  }
}

/** A scalar test as a function of one value that is there. */
function compileScalarTest(
  { isFolded, type }: Pick<FieldDefinition, 'isFolded' | 'type'>,
  test: ValueTest,
  context: RuleContext,
): (value: NonNullable<FieldValue>) => boolean {
  switch (test.kind) {
    case 'isSet':
      // An empty text is not set; see the operators.
      return (value) => value !== '';
    case 'isBoolean':
      return (value) => value === test.value;
    case 'equalsAny':
    case 'contains':
    case 'beginsWith':
    case 'endsWith': {
      const isTrue = compileText(test);
      if (isFolded) return (value) => typeof value === 'string' && isTrue(value);
      return (value) => typeof value === 'string' && isTrue(foldText(value));
    }
    case 'compare':
      return type === 'date' ? compileDates(test.comparisons) : compileOrdered(test.comparisons);
    case 'dayOfYear':
      return compileDayOfYear(test, context.timeZone);
    default:
      throw new TypeError(`${test.kind} is no test of a single value`);
  }
}

function onValue({ read }: FieldDefinition, isTrue: (value: NonNullable<FieldValue>) => boolean): RulePredicate {
  return (customer) => {
    const value = read(customer);
    return value !== null && isTrue(value);
  };
}

function onTags({ read }: FieldDefinition, isTrue: (tags: readonly string[]) => boolean): RulePredicate {
  return (customer) => {
    const value = read(customer);
    return Array.isArray(value) && isTrue(value as readonly string[]);
  };
}

/** dividend / divisor op bound, exactly: dividend op bound * divisor (the divisor is positive). */
function onQuotient(
  read: FieldDefinition['read'],
  divisor: (customer: RuleSubject) => bigint,
  test: ValueTest,
): RulePredicate {
  if (test.kind === 'isSet') return (customer) => read(customer) !== null;
  if (test.kind !== 'compare') throw new TypeError(`${test.kind} is no test of a quotient`);
  return (customer) => {
    const dividend = read(customer);
    return dividend !== null && quotientHolds(dividend as Bound, divisor(customer), test.comparisons);
  };
}

function became({ campaignId, outcome, sentAt }: RuleMessage, wantedId: string, wanted: CampaignOutcome): boolean {
  return campaignId === wantedId && (wanted === 'sent' ? sentAt !== null : outcome === wanted);
}

function wasSentWithin({ sentAt }: RuleMessage, { from, until }: MessagedTest): boolean {
  if (sentAt === null) return false;
  const instant = sentAt.getTime();
  return (from === undefined || instant >= from) && (until === undefined || instant < until);
}
