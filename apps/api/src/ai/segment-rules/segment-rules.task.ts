/**
 * Words to rules as a task for a model, without a database: what is gathered from one comes in.
 * `scripts/ai-sentences` runs the same over its data set:
 *
 *     const input = segmentRulesInput({ text, context, named, found, sharedValues, people });
 *     const { answer } = await provider.run(segmentRulesTask, input, signal);
 *     const { rules, assumptions, unmapped, problem } = readAnswer(answer, input);
 */
import type { SegmentRules } from '@herald/shared';

import type { AiTask } from '../ai-task.ts';
import { readWords } from '../words/read-words.ts';
import type { Assumption, Unmapped } from '../words/words-context.ts';
import { complaintsAboutAnswer } from './answer-complaints.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { segmentRulesAnswer } from './model-answer.ts';
import type { SegmentRulesAnswer } from './model-answer.ts';
import { readRules } from './read-rules.ts';
import type { SegmentRulesInput } from './segment-rules-input.ts';
import { shownData } from './shown-data.ts';
import { writeRules } from './write-rules.ts';

export const segmentRulesTask: AiTask<SegmentRulesInput, SegmentRulesAnswer> = {
  purpose: 'segment_rules',
  instructions: INSTRUCTIONS,
  dataOf: shownData,
  answerSchema: segmentRulesAnswer,
  complaintsAbout: complaintsAboutAnswer,
  offline: answerByParser,
};

/** An answer as a marketer reads it: ids instead of short names, and what was kept from the model put back. */
export interface RulesSuggestion {
  /** Null when the words were not understood; then there is a problem. */
  rules: SegmentRules | null;
  assumptions: Assumption[];
  unmapped: Unmapped[];
  problem: string | null;
}

const NOT_UNDERSTOOD = 'No rules could be made of these words.';

/** What an answer says that nothing was complained about. */
export function readAnswer(answer: SegmentRulesAnswer, input: SegmentRulesInput): RulesSuggestion {
  const { restore } = input.redacted;
  const read = answer.rules === null ? undefined : readRules(answer.rules, input);
  if (read !== undefined && read.rules === undefined) {
    throw new Error(`an answer has rules that are not valid: ${read.complaints.join('; ')}`);
  }
  const assumptions = answer.assumptions.map(({ words, meaning }) => ({
    words: restore(words),
    meaning: restore(meaning),
  }));
  const unmapped = answer.unmapped.map(({ words, advice }) => ({
    words: restore(words),
    advice: advice === null ? null : restore(advice),
  }));
  return {
    rules: read?.rules ?? null,
    assumptions: [...new Map(assumptions.map((each) => [JSON.stringify(each), each])).values()],
    unmapped: eachOnce(unmapped),
    problem: read === undefined ? restore(answer.problem ?? NOT_UNDERSTOOD) : null,
  };
}

/** The same words may stand in a text twice; with an advice they help more than without. */
function eachOnce(unmapped: readonly Unmapped[]): Unmapped[] {
  const byWords = new Map<string, Unmapped>();
  for (const each of unmapped) if ((byWords.get(each.words)?.advice ?? null) === null) byWords.set(each.words, each);
  return [...byWords.values()];
}

/** What it refuses it refuses; what it would have understood wrong is refused as well. */
function answerByParser(input: SegmentRulesInput): SegmentRulesAnswer {
  const reading = readWords(input.text, input.words);
  if (reading.kind === 'refused') {
    const { problem, unmapped, assumptions } = reading;
    return { rules: null, assumptions, unmapped, problem };
  }
  const rules = writeRules(reading.rules, input.handleOf);
  const [complaint] = readRules(rules, input).complaints;
  if (complaint === undefined) return { rules, assumptions: reading.assumptions, unmapped: [], problem: null };
  return { rules: null, assumptions: [], unmapped: [], problem: `${NOT_UNDERSTOOD} ${complaint}` };
}
