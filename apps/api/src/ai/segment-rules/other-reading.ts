import { describeRules } from '@herald/shared';
import type { ConditionGroup, SegmentRules } from '@herald/shared';

import { readWords } from '../words/read-words.ts';
import type { Assumption } from '../words/words-context.ts';
import type { SegmentRulesInput } from './segment-rules-input.ts';

/** How the parser reads the same words, where it understands all of them. */
export function otherReading({ text, words }: SegmentRulesInput): SegmentRules | undefined {
  const reading = readWords(text, words);
  return reading.kind === 'refused' ? undefined : reading.rules;
}

/** Of whom one of the two is true, and the other is not. */
export function differenceOf(one: SegmentRules, other: SegmentRules): SegmentRules {
  return { combinator: 'or', rules: [butNot(one, other), butNot(other, one)] };
}

function butNot(one: SegmentRules, other: SegmentRules): ConditionGroup {
  return { combinator: 'and', rules: [one, { ...other, not: other.not !== true }] };
}

export function warnOfOtherReading(rules: SegmentRules, { context }: SegmentRulesInput): Assumption {
  const description = describeRules(rules, context);
  return { words: 'all of it', meaning: `${description}, if Herald reads it without the model. Check which is meant.` };
}
