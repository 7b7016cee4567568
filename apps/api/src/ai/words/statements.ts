import { phrasesOf } from './lexicon/phrases.ts';
import { type Clause, refused, type Rule } from './clause.ts';
import { attributeClauses } from './clauses/attributes.ts';
import { dateClauses } from './clauses/dates.ts';
import { messageClauses } from './clauses/messages.ts';
import { orderClauses } from './clauses/orders.ts';
import { attributeDateClauses } from './clauses/attribute-dates.ts';
import { contactClauses } from './clauses/contact.ts';
import { placeClauses } from './clauses/places.ts';
import { inSegment } from './clauses/segments.ts';
import { spendingClauses } from './clauses/spending.ts';
import { tagClauses } from './clauses/tags.ts';
import { textFields } from './clauses/text-fields.ts';
import { vagueClauses, vagueWords } from './clauses/vague.ts';
import { type Input, isWord, longest, memo, type Parser, wordsBetween } from './grammar.ts';
import { PEOPLE } from './lexicon/fillers.ts';
import { CURRENCIES } from './lexicon/numbers.ts';
import { ORDER_NOUNS } from './lexicon/orders.ts';
import { AUXILIARIES, LEADS, NEGATIONS } from './lexicon/structure.ts';
import { UNITS } from './lexicon/time.ts';
import { negate } from './rules.ts';

/** One statement with what stands before it. */
export interface Statement {
  clause: Clause;
  end: number;
  isNegated: boolean;
}

const CLAUSES: readonly Parser<Clause>[] = [
  ...orderClauses,
  ...spendingClauses,
  ...dateClauses,
  textFields,
  ...contactClauses,
  ...tagClauses,
  ...placeClauses,
  inSegment,
  ...messageClauses,
  ...attributeClauses,
  ...attributeDateClauses,
  ...vagueClauses,
].map(memo);
const vague = memo(vagueWords);

/** What is counted belongs to the number before it: no statement ends between them. */
const COUNTED: ReadonlySet<string> = new Set([
  ...ORDER_NOUNS,
  ...CURRENCIES.keys(),
  ...UNITS.keys(),
  ...phrasesOf(`
    visits | visit | times | time | points | % | percent | ago | . | + | /
  `),
]);

/** Most words that are passed before a statement. */
const MOST_BEFORE = 8;
const people = new Set(PEOPLE);

/** The longest statement that begins at the token; of two as long, one of which rules can be made. */
export function statementAt(input: Input, at: number): Statement | undefined {
  let best: Statement | undefined;
  let isNegated = false;
  for (let from = at; from < at + MOST_BEFORE && from < input.tokens.length; from += 1) {
    const found = longestAt(input, from);
    if (found && (!best || isBetter(found, best))) {
      const { clause, end } = found;
      best = { clause: finished(clause, isNegated, wordsBetween(input, from, end)), end, isNegated };
    }
    const word = input.tokens[from]?.text ?? '';
    if (NEGATIONS.has(word)) {
      if (isNegated) break;
      isNegated = true;
    } else if (word === 'even' && !isNegated) {
      // "Everyone in Pune, even VIPs" takes nobody away.
      break;
    } else if (!AUXILIARIES.has(word) && !LEADS.has(word) && !(isNegated && people.has(word))) break;
  }
  return best;
}

function isBetter(one: { clause: Clause; end: number }, other: { clause: Clause; end: number }): boolean {
  if (one.end !== other.end) return one.end > other.end;
  return other.clause.refusal !== undefined && one.clause.refusal === undefined;
}

const longestAt = (input: Input, at: number) => longest(memoised(input, at))?.value;

interface Found {
  clause: Clause;
  end: number;
}

/** Every place is read once, whatever stands before it. */
const memoised: Parser<Found> = memo((input, at) => {
  const found = findLongest(input, at);
  return found ? [{ value: found, end: found.end }] : [];
});

function findLongest(input: Input, at: number): Found | undefined {
  const found = CLAUSES.flatMap((parser) => parser(input, at)).filter(
    ({ end }) => end > at && !COUNTED.has(input.tokens[end]?.text ?? ''),
  );
  const end = Math.max(...found.map((result) => result.end), 0);
  const all = found.filter((result) => result.end === end).map(({ value }) => value);
  const good = all.filter(({ refusal }) => refusal === undefined);
  const [hazy] = vague(input, at).toSorted((a, b) => b.end - a.end);
  const [first] = good.length > 0 ? good : all;
  if (hazy && (first === undefined || hazy.end > end || (good.length === 0 && hazy.end === end))) {
    return { clause: hazy.value, end: hazy.end };
  }
  if (first === undefined) return undefined;
  return { clause: meansOneThing(good) ? first : twoThings(wordsBetween(input, at, end)), end };
}

function meansOneThing(clauses: readonly Clause[]): boolean {
  return new Set(clauses.map(({ rule }) => JSON.stringify(rule))).size <= 1;
}

function twoThings(said: string): Clause {
  return refused(`"${said}" can be read in more than one way; say which field is meant`);
}

/** With its "not" worked in. */
function finished(clause: Clause, isNegated: boolean, said: string): Clause {
  if (clause.refusal !== undefined) return clause;
  if (!isNegated) return clause.needsNegation ? refused('say "in the last … days"') : clause;
  if (clause.isListOfAll) return refused('after "not" join the values by "or", or say "not" before each');
  if (clause.isNotNegatable) return refused('say it without the second "not"');
  const rule = clause.negated ?? negate(clause.rule);
  const isComplement = JSON.stringify(rule) === JSON.stringify(negate(clause.rule));
  if (isOnce(clause.rule) && isComplement && !/exactly|only|just/i.test(said))
    return refused('say "never", or "not exactly once"');
  return { ...clause, rule };
}

/** "Have not ordered once" means never. */
function isOnce(rule: Rule): boolean {
  if ('rules' in rule || rule.operator !== '=') return false;
  const { field, value } = rule;
  if (field === 'orderCount' || field === 'visits') return value === 1;
  return field === 'orders.count' && typeof value === 'object' && 'number' in value && value.number === 1;
}

export function isMark(input: Input, at: number, mark: string): boolean {
  return isWord(input.tokens[at], mark);
}
