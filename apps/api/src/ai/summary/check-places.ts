import { CAMPAIGN } from './fill-in.ts';
import { ARTICLES, readSentences, STEP_OVER_BOUNDARY } from './read-sentences.ts';
import type { Outcome, Placed, PlacedFact, PlacedOutcome, PlacedWord, Sentence } from './read-sentences.ts';

/** Words that a time follows, and no number of people. */
const BEFORE_TIMES = new Set(['within', 'after', 'took', 'until', 'during']);
/** What a word for an outcome may describe. */
const DESCRIBED = new Set(['messages', 'people', 'recipients']);
/** Outcomes that most campaigns have none of, so that another number does not bear them out. */
const OF_SOME: ReadonlySet<Outcome> = new Set(['cancelled', 'excluded', 'held_out', 'open']);
const OF_END = /^(ended|finished|end)$/;
const OF_LAUNCH = /^(launch|started|sent|reach|went)/;

const EXAMPLES: Record<Outcome, string> = {
  reached: 'reached',
  delivered: 'delivered',
  failed: 'failed',
  cancelled: 'cancelled',
  excluded: 'left out',
  held_out: 'held out',
  open: 'open',
};

/**
 * Whether each fact of a text is said of what it is about: a number of a group next to the name of that
 * group, and a number of messages that failed next to a word for failing. What is nearer counts; beyond a
 * comma or an "and", something else is spoken of.
 *
 * @param known ids of all facts that the text may name.
 * @returns what is wrong, in words; empty for nothing.
 */
export function complaintsAboutPlaces(template: string, known: readonly string[]): string[] {
  const found = readSentences(template).flatMap((sentence) => complaintsAboutSentence(sentence, known));
  return [...new Set(found)];
}

function complaintsAboutSentence(sentence: Sentence, known: readonly string[]): string[] {
  const facts = sentence.facts.filter(({ id }) => id !== CAMPAIGN);
  const names = facts.filter(({ id }) => isName(id));
  const numbers = facts.filter(({ id }) => !isName(id) && !isDate(id));
  return [
    ...repeated(facts),
    ...sentence.outcomes.flatMap((outcome) => complaintAboutClaim(outcome, facts, sentence)),
    ...facts.flatMap(complaintAboutWordBefore),
    ...facts.flatMap((fact) => complaintAboutShare(fact, sentence)),
    ...numbers.flatMap((fact) => complaintAboutNumber(fact, names, sentence)),
    ...names.flatMap((name) => complaintAboutName(name, numbers, sentence, known)),
    ...facts.filter(({ id }) => isDate(id)).flatMap((fact) => complaintAboutDate(fact, sentence)),
  ];
}

function repeated(facts: PlacedFact[]): string[] {
  const ids = facts.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `{${id}} stands twice in one sentence`);
}

/** "The messages were delivered" says of all of them what no number bears out. */
function complaintAboutClaim({ at, word, outcome }: PlacedOutcome, facts: PlacedFact[], { words }: Sentence): string[] {
  const next = words.find((placed) => placed.at > at)?.word ?? '';
  // That it was sent is true of every campaign; and "of the failed messages" claims nothing.
  if (['sent', 'went'].includes(word) || DESCRIBED.has(next)) return [];
  const near = facts.filter((fact) => !isDate(fact.id) && Math.abs(fact.at - at) < STEP_OVER_BOUNDARY);
  // A campaign that "was cancelled with {delivered} delivered" was not, unless there is a number of that.
  const isBorneOut = OF_SOME.has(outcome) ? near.some(({ id }) => id.split('.')[0] === outcome) : near.length > 0;
  return isBorneOut ? [] : [`"${word}" stands there without a number`];
}

function complaintAboutWordBefore({ id, after, wholeOf }: PlacedFact): string[] {
  if (isDate(id)) return after === 'on' ? [] : [`{${id}} is a date, so put "on" before it`];
  if (after === 'on') return [`{${id}} is no date, so "on" cannot stand before it`];
  if (isTime(id)) return BEFORE_TIMES.has(after) ? [] : [`{${id}} is a time, so put "within" before it`];
  if (BEFORE_TIMES.has(after)) return [`{${id}} is no time, so "${after}" cannot stand before it`];
  if (!isName(id) && ['in', 'among'].includes(after))
    return [`"${after}" stands before names, and {${id}} is a number`];
  if (wholeOf === undefined || isWhole(id, wholeOf)) return [];
  return [`{${wholeOf}} is not counted out of {${id}}`];
}

/** Half of the deliveries is not half of the audience, nor are 95 % of the messages. */
function complaintAboutShare(fact: PlacedFact, sentence: Sentence): string[] {
  const whole = wordAfterOf(fact, sentence);
  if (fact.id.endsWith('.share')) {
    const isOfDeliveries = sentence.words.some(({ word }) => word.startsWith('deliver'));
    return isOfDeliveries && (whole === undefined || whole.startsWith('deliver'))
      ? []
      : [`{${fact.id}} is a share of the deliveries, so say "of the deliveries" after it`];
  }
  if (!fact.id.endsWith('.percent') || whole === undefined || ['messages', 'recipients'].includes(whole)) return [];
  return [`{${fact.id}} is a share of the messages, not of the ${whole}`];
}

/** `deliveries` of "{time.half.share} of the deliveries"; undefined when no "of", or a fact, follows. */
function wordAfterOf({ at }: PlacedFact, { facts, words }: Sentence): string | undefined {
  const [of, what] = words.filter((placed) => placed.at > at && !ARTICLES.has(placed.word));
  if (of?.word !== 'of' || what === undefined) return undefined;
  return facts.some((fact) => fact.at > at && fact.at < what.at) ? undefined : what.word;
}

/** What a number is a part of: `{delivered} of {reached}`, `{failed.refused} of {failed}`. */
function isWhole(id: string, part: string): boolean {
  const group = groupOf(id);
  const wholes = group === undefined ? ['reached', 'audience'] : [`${group}.reached`];
  if (part.startsWith('time.')) return id === 'delivered';
  if (/^(failed|excluded)\./.test(part)) return id === part.split('.')[0];
  // Who was left out or held out belongs to the audience, and was not to get a message.
  return isOfAudience(part) ? id === 'audience' : wholes.includes(id);
}

function isOfAudience(id: string): boolean {
  return ['excluded', 'held_out', 'cancelled', 'reached'].includes(id);
}

function complaintAboutNumber(fact: PlacedFact, names: PlacedFact[], sentence: Sentence): string[] {
  const group = groupOf(fact.id);
  if (group !== undefined) {
    const own = nearestTo(fact, names).filter(({ id }) => groupOf(id) === group);
    if (own.length === 0) return [`{${fact.id}} must stand next to {${nameOf(group)}}`];
    const isFar = own.every(({ at }) => Math.abs(at - fact.at) >= STEP_OVER_BOUNDARY);
    if (isFar && !isPartOfAudience(fact.id)) return [`{${fact.id}} must stand right next to {${nameOf(group)}}`];
  } else if (names.some(({ id }) => isPartOfAudience(id))) {
    return [`{${fact.id}} is about the whole campaign and cannot stand in a sentence about a part of it`];
  }
  return complaintAboutOutcome(fact, sentence);
}

function complaintAboutOutcome(fact: PlacedFact, { outcomes, words }: Sentence): string[] {
  if (fact.id === 'time.last') {
    return isAbout(fact, words, 'last') ? [] : ['{time.last} is about the last delivery, so say "last"'];
  }
  if (fact.id === 'audience') {
    return isAbout(fact, words, 'audience') ? [] : ['{audience} is how many the audience has, so say "audience"'];
  }
  const wanted = outcomeOf(fact.id);
  if (wanted === undefined) return [];
  // "Of 1,284 people, ..." and "a message to 1,284 people" say nothing of how it ended.
  if (wanted === 'reached' && ['of', 'to'].includes(fact.after)) return [];
  const nearest = nearestTo(fact, outcomes);
  if (nearest.some(({ outcome }) => outcome === wanted)) return [];
  return [`{${fact.id}} must stand next to a word for it ("${EXAMPLES[wanted]}"), not for another outcome`];
}

function isAbout({ at }: PlacedFact, words: PlacedWord[], wanted: string): boolean {
  return words.some((placed) => placed.word === wanted && Math.abs(placed.at - at) < STEP_OVER_BOUNDARY);
}

/** What is nearest to the name of a reason or a group must be a number of its own. */
function complaintAboutName(
  name: PlacedFact,
  numbers: PlacedFact[],
  { outcomes }: Sentence,
  known: readonly string[],
): string[] {
  const group = groupOf(name.id) ?? '';
  const nearest = nearestTo(name, numbers);
  if (nearest.some(({ id }) => groupOf(id) === group)) return [];
  if (
    nearest.length === 0 &&
    isOnlyReason(name.id, known) &&
    outcomes.some(({ outcome }) => name.id.startsWith(outcome))
  ) {
    return [];
  }
  return [`{${name.id}} must stand next to {${isPartOfAudience(group) ? `${group}.delivered.percent` : group}}`];
}

/** Then it is the reason of all that failed, or were left out. */
function isOnlyReason(id: string, known: readonly string[]): boolean {
  const [kind = ''] = id.split('.');
  const names = known.filter((each) => each.startsWith(`${kind}.`) && each.endsWith('.name'));
  return ['failed', 'excluded'].includes(kind) && names.length === 1;
}

function complaintAboutDate(fact: PlacedFact, { words }: Sentence): string[] {
  const of = (about: RegExp) => words.filter(({ word }) => about.test(word));
  const ends = of(OF_END);
  const isOfEnd = nearestTo(fact, [...ends, ...of(OF_LAUNCH)]).some((near) => ends.includes(near));
  if (fact.id === 'ended') return isOfEnd ? [] : ['{ended} is when the last message ended, so say "ended on"'];
  return isOfEnd ? ['{launched} is when the campaign was launched, not when it ended'] : [];
}

function nearestTo<T extends Placed>({ at }: Placed, others: readonly T[]): T[] {
  const distance = Math.min(...others.map((other) => Math.abs(other.at - at)));
  return others.filter((other) => Math.abs(other.at - at) === distance);
}

/** `spend.high` of `spend.high.delivered.percent`, `failed.refused` of `failed.refused`; undefined for the whole campaign. */
function groupOf(id: string): string | undefined {
  return /^((?:spend|city)\.\w+|(?:failed|excluded)\.[a-z_]+|time\.(?:half|most))(?=\.|$)/.exec(id)?.[1];
}

function outcomeOf(id: string): Outcome | undefined {
  if (/^(failed|excluded|time)\./.test(id)) return undefined;
  const last =
    id
      .replace(/\.percent$/, '')
      .split('.')
      .at(-1) ?? '';
  return last in EXAMPLES ? (last as Outcome) : undefined;
}

/** Shares of the deliveries are what times are told of. */
function isName(id: string): boolean {
  return id.endsWith('.name') || id.endsWith('.share');
}

function isTime(id: string): boolean {
  return id.startsWith('time.') && !isName(id);
}

function isPartOfAudience(id: string): boolean {
  return id.startsWith('spend.') || id.startsWith('city.');
}

function isDate(id: string): boolean {
  return id === 'launched' || id === 'ended';
}

function nameOf(group: string): string {
  return group.startsWith('time.') ? `${group}.share` : `${group}.name`;
}
