import { calendarDateIn, foldText, parseDescription, segmentRulesSchema } from '@herald/shared';

import type { Rule } from './clause.ts';
import { namesOf } from './clauses/names.ts';
import { type Input, wordsBetween } from './grammar.ts';
import { tokenize } from './lexer.ts';
import { adviceFor } from './advice.ts';
import { contradictionIn } from './contradictions.ts';
import { StructureReader } from './structure.ts';
import type { Assumption, Unmapped, WordsContext, WordsReading } from './words-context.ts';

export type { KnownValue, WordsContext, WordsReading } from './words-context.ts';
export { phrasesIn } from './phrases-in.ts';

/** Longest text that is read, in UTF-16 units. */
export const MAX_WORDS_LENGTH = 1_000;
/** Most tokens: 1,000 characters of a sentence have fewer. */
const MAX_TOKENS = 220;
/** Most words that a refusal names. */
const MOST_NAMED = 10;

/**
 * The rules that a sentence of a marketer asks for, or what in it could not be understood. Every
 * word must have become part of a rule or be one that says nothing: what is left over is never
 * passed over, so that no audience is larger than what was said.
 *
 * Pure and deterministic; never throws. A text of 1,000 characters takes some milliseconds.
 */
export function readWords(text: string, context: WordsContext): WordsReading {
  if (text.length > MAX_WORDS_LENGTH) return refusal(`use at most ${MAX_WORDS_LENGTH} characters`);
  return readDescription(text, context) ?? readSentence(text, context);
}

/** The English in which Herald itself says what rules mean. */
function readDescription(text: string, context: WordsContext): WordsReading | undefined {
  try {
    return { kind: 'understood', rules: parseDescription(text, context), assumptions: [] };
  } catch {
    // Most texts are no such English; the grammar says what is wrong with them.
    return undefined;
  }
}

function readSentence(text: string, context: WordsContext): WordsReading {
  const tokens = tokenize(text);
  if (tokens.length > MAX_TOKENS) return refusal('say it in fewer words');
  const input: Input = {
    text,
    tokens,
    context,
    today: calendarDateIn(context.now, context.timeZone),
    names: {
      segments: namesOf([...(context.segments ?? [])].map(([id, { name }]) => [id, name] as const)),
      campaigns: namesOf(context.campaigns ?? []),
    },
    remembered: new Map(),
  };
  const reader = new StructureReader(input);
  const { clause, end } = reader.read(0);
  const assumptions = distinct(clause?.assumptions ?? []);
  const stray =
    end < tokens.length ? [{ words: wordsBetween(input, end, end + 1), advice: 'no bracket was opened' }] : [];
  const notRead = distinct(reader.unmapped.map(({ from, to }) => wordsBetween(input, from, to)));
  const leftOver = notRead.slice(0, MOST_NAMED).map((words) => ({ words, advice: adviceFor(words, context) }));
  const unmapped = distinct<Unmapped>([...reader.problems, ...leftOver, ...stray]).slice(0, MOST_NAMED);
  if (unmapped.length > 0) {
    const named = namedOnce(unmapped.map(({ words }) => words)).join(', ');
    return { kind: 'refused', problem: `Not understood: ${named}.`, unmapped, assumptions };
  }
  if (!clause) {
    return refusal(
      'Say something about the customers: a rule never means everyone. For example: in Pune and spent more than 5,000.',
    );
  }
  const contradiction = contradictionIn(clause.rule, input.today, context);
  if (contradiction !== undefined) return refusal(`Contradictory: ${contradiction}.`, assumptions);
  return checked(clause.rule, assumptions);
}

/** In quotes, without those that stand in another: "in Goa" names Goa too. */
function namedOnce(all: readonly string[]): string[] {
  const folded = [...new Map(all.map((words) => [foldText(words), words])).entries()];
  const isInAnother = (one: string) => folded.some(([other]) => other !== one && ` ${other} `.includes(` ${one} `));
  return folded.filter(([one]) => !isInAnother(one)).map(([, words]) => `"${words}"`);
}

/** What the grammar made must be rules like any other. */
function checked(rule: Rule, assumptions: Assumption[]): WordsReading {
  const rules = 'rules' in rule ? rule : { combinator: 'and' as const, rules: [rule] };
  const result = segmentRulesSchema.safeParse(rules);
  if (result.success) return { kind: 'understood', rules: result.data, assumptions };
  const [issue] = result.error.issues;
  return refusal(`A value ${issue?.message ?? 'is not valid'}.`, assumptions);
}

function refusal(problem: string, assumptions: Assumption[] = []): WordsReading {
  return { kind: 'refused', problem, unmapped: [], assumptions };
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
