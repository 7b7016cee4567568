import { type Input, longest, type Parser, words } from './grammar.ts';
import { nameOf } from './clauses/names.ts';
import { PEOPLE } from './lexicon/fillers.ts';
import {
  COLLECTIONS,
  CONTACTS,
  COURTESIES,
  DETERMINERS,
  OCCASIONS,
  OFFERS,
  FESTIVALS,
  PURPOSES,
  REASONS,
  QUERIES,
  REQUESTS,
  RESTRICTING,
  TITLES,
  TOWARDS,
} from './lexicon/introductions.ts';
import { valueList } from './phrases/known-values.ts';
import { period } from './phrases/periods.ts';
import { isMark, statementAt } from './statements.ts';

/** Most words of an introduction, and of a purpose. */
const MOST_WORDS = 16;
const MOST_IN_TITLE = 7;

/** Before whoever is asked: "could someone". */
const MODALS: ReadonlySet<string> = new Set(['can', 'could', 'would', 'will']);
/** Who asks, or is asked. */
const SPEAKERS: ReadonlySet<string> = new Set(['we', 'i', 'please', 'give', 'find', 'show', 'get', 'pull', 'let']);
/** Before an occasion that a sentence is about. */
const SUBJECTS: ReadonlySet<string> = new Set(['our', 'the', 'this', 'my', 'next', 'a', 'an', 'there']);

const courtesies = words(...COURTESIES);
const reasons = words(...REASONS);
const queries = words(...QUERIES);
const people = words(...PEOPLE);
const purposes = words(...PURPOSES);
const valueOfCustomers = valueList(({ scope }) => scope === 'customer');
const segment = nameOf('segments');
const campaign = nameOf('campaigns');

/**
 * Where an introduction ends, as "I would love to talk to" before "customers" or "VIPs"; undefined for none.
 *
 * Any wording may be passed, since what restricts an audience stands at the word for the people. So
 * it must be one clause, end in "to", "for" or a verb like "find" directly before them, and hold
 * nothing that could take somebody away: "talk to women in Pune" is no introduction to "in Pune".
 */
export function introductionEnd(input: Input, at: number): number | undefined {
  const query = longest(queries(input, at))?.end;
  if (query !== undefined) return query;
  const afterCourtesy = afterCourtesies(input, at);
  const occasion =
    occasionEnd(input, afterCourtesy) ?? titleEnd(input, afterCourtesy) ?? reasonEnd(input, afterCourtesy);
  const start = occasion ?? afterCourtesy;
  const asked = requestEnd(input, start) ?? start;
  return asked > at ? asked : undefined;
}

function afterCourtesies(input: Input, at: number): number {
  let end = isMark(input, at, ',') ? at + 1 : at;
  for (;;) {
    const next = longest(courtesies(input, end))?.end;
    if (next === undefined) return end;
    end = isMark(input, next, ',') ? next + 1 : next;
  }
}

/** `Target audience for the launch:` */
function titleEnd(input: Input, at: number): number | undefined {
  let isTitle = false;
  for (let end = at; end < at + MOST_IN_TITLE; end += 1) {
    if (isMark(input, end, ':') || isMark(input, end, '=')) return isTitle ? end + 1 : undefined;
    if (isMark(input, end, ',') && end === at + 2 && isTitle) return end + 1;
    if (!isHarmless(input, end)) return undefined;
    isTitle ||= TITLES.has(input.tokens[end]?.text ?? '');
  }
  return undefined;
}

/** `For our Diwali campaign,` */
function occasionEnd(input: Input, at: number): number | undefined {
  if (!isMark(input, at, 'for') && !isMark(input, at, 'as')) return undefined;
  for (let end = at + 1; end < at + MOST_WORDS && isHarmless(input, end); end += 1) {
    const next = input.tokens[end + 1]?.text ?? '';
    const last = input.tokens[end]?.text ?? '';
    const isFollowUp = last === 'up' && isMark(input, end - 1, 'follow');
    const isOccasion = OCCASIONS.has(last) || OFFERS.has(last) || FESTIVALS.has(last) || isFollowUp;
    if (next === ',' || next === ':') return isOccasion ? end + 2 : undefined;
    if (isOccasion && SPEAKERS.has(next)) return end + 1;
  }
  return undefined;
}

/** `Because we have a sale,` */
function reasonEnd(input: Input, at: number): number | undefined {
  const reason = longest(reasons(input, at));
  if (!reason) return undefined;
  for (let end = reason.end; end < at + MOST_WORDS; end += 1) {
    if (isMark(input, end, ',')) return isHarmlessUpTo(input, reason.end, end) ? end + 1 : undefined;
    if (isPerson(input, end) || !isHarmless(input, end)) return undefined;
  }
  return undefined;
}

function requestEnd(input: Input, start: number): number | undefined {
  const first = input.tokens[start]?.text ?? '';
  // "Our next newsletter should go to": what speaks is the message.
  let isRequest = REQUESTS.has(first);
  if (!isRequest && !SUBJECTS.has(first)) return undefined;
  for (let at = start; at < start + MOST_WORDS && at < input.tokens.length; at += 1) {
    const word = input.tokens[at]?.text ?? '';
    const noun = at > start && isRequest ? nounAfter(input, at) : undefined;
    isRequest ||= OCCASIONS.has(word) || OFFERS.has(word) || COLLECTIONS.has(word);
    if (word === 'and' && !joinsRequests(input, at, first)) return undefined;
    if (noun !== undefined) return noun;
    const isAsked = MODALS.has(input.tokens[at - 1]?.text ?? '');
    if ((isPerson(input, at) && !isAsked) || !isHarmless(input, at)) return undefined;
  }
  return undefined;
}

/** "Thank and reward", "we are launching a range and want to": what is asked for before "and" would be passed over. */
function joinsRequests({ tokens }: Input, at: number, first: string): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  const isVerb = (word: string) => REQUESTS.has(word) || TOWARDS.has(word);
  return isVerb(after) && (isVerb(before) || first === 'we');
}

/** The people, or what is said of them like a property, if the words before `at` lead to them. */
function nounAfter(input: Input, at: number): number | undefined {
  if (!leadsToPeople(input, at - 1)) return undefined;
  let noun = at;
  while (DETERMINERS.has(input.tokens[noun]?.text ?? '')) noun += 1;
  if (isPerson(input, noun)) return noun;
  // "Win back customers who" asks for something, and says nothing of them.
  if (isMark(input, noun, 'win')) return undefined;
  const statement = statementAt(input, noun);
  return statement && !statement.isNegated && statement.clause.isProperty ? noun : undefined;
}

function leadsToPeople({ tokens }: Input, at: number): boolean {
  const word = tokens[at]?.text ?? '';
  const before = tokens[at - 1]?.text ?? '';
  if (word === 'of') return COLLECTIONS.has(before);
  if (word === 'with') return CONTACTS.has(before);
  if (word === 'from') return before === 'hear';
  return TOWARDS.has(word) || (word === 'in' && before === 'interested');
}

function isPerson(input: Input, at: number): boolean {
  return people(input, at).length > 0 && !COLLECTIONS.has(input.tokens[at]?.text ?? '');
}

/** A word that can take nobody away. */
function isHarmless(input: Input, at: number): boolean {
  const token = input.tokens[at];
  if (token?.kind === 'number') return isMark(input, at + 1, '%');
  if (token?.kind !== 'word') return token?.text === '%' || token?.text === '&';
  if (RESTRICTING.has(token.text)) return false;
  return [valueOfCustomers, segment, campaign].every((parser: Parser<unknown>) => parser(input, at).length === 0);
}

/** Whether only a purpose or thanks are left: "so that we can thank them", "for our Diwali campaign, please". */
export function isPurpose(input: Input, at: number, isAfterProperty: boolean): boolean {
  const end = endWithoutCourtesies(input, at);
  if (end === at) return true;
  if (end - at > MOST_WORDS) return false;
  return isForOccasion(input, at, end, isAfterProperty) || isIntention(input, at, end);
}

function endWithoutCourtesies(input: Input, at: number): number {
  for (let from = at; from < input.tokens.length; from += 1) {
    if (afterCourtesies(input, from) < input.tokens.length) continue;
    return isMark(input, from - 1, ',') || isMark(input, from - 1, ';') ? Math.max(at, from - 1) : from;
  }
  return input.tokens.length;
}

function isForOccasion(input: Input, at: number, end: number, isAfterProperty: boolean): boolean {
  const last = input.tokens[end - 1]?.text ?? '';
  const isFollowUp = last === 'up' && isMark(input, end - 2, 'follow');
  // "Bought for the launch" says of the orders what "bought, for the launch" does not.
  const isOccasion =
    OCCASIONS.has(last) || isFollowUp || (OFFERS.has(last) && (isAfterProperty || isMark(input, at - 1, ',')));
  return isMark(input, at, 'for') && isOccasion && isHarmlessUpTo(input, at + 1, end);
}

function isIntention(input: Input, at: number, end: number): boolean {
  const purpose = longest(purposes(input, at));
  return purpose !== undefined && isHarmlessUpTo(input, purpose.end, end);
}

function isHarmlessUpTo(input: Input, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) {
    const isTime = period(input, at).length > 0;
    const says = statementAt(input, at);
    // "Our new offer" is not about new customers.
    const isSaid = says !== undefined && says.clause.refusal === undefined && !isMark(input, says.end - 1, 'new');
    if (!isHarmless(input, at) || isTime || isSaid) return false;
  }
  return true;
}
