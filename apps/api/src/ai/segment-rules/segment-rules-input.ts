import { foldText } from '@herald/shared';
import type { EnglishContext, RuleContext } from '@herald/shared';

import { MIN_SHARED_BY } from '../private-data.ts';
import type { KnownValue, WordsContext } from '../words/words-context.ts';
import { redactPersonal } from './redacted-text.ts';
import type { RedactedText } from './redacted-text.ts';

/** A value that customers have, and where. */
export interface FoundValue extends KnownValue {
  /** The value, folded: the words of the text that it is. */
  phrase: string;
  /** By how many customers it was seen; nobody counts further than to `MIN_SHARED_BY`. */
  customers: number;
}

export interface NamedThing {
  id: string;
  name: string;
}

/** What was gathered for a text. Everything that identifies somebody stays in here. */
export interface GatheredForText {
  /** As the person wrote it. */
  text: string;
  /** What rules are read against: the day, all attributes, and the segments and campaigns that are named. */
  context: RuleContext & EnglishContext;
  /** Segments and campaigns whose names or ids stand in the text. */
  named: { segments: readonly NamedThing[]; campaigns: readonly NamedThing[] };
  /** Phrases of the text that are values of customers. */
  found: readonly FoundValue[];
  /** Frequent values by field, each shared by at least `MIN_SHARED_BY` customers. */
  sharedValues: ReadonlyMap<string, readonly string[]>;
  /** What in the text is the whole name (folded) or the number of a customer. */
  people: { names: ReadonlySet<string>; externalIds: ReadonlySet<string> };
}

export interface SegmentRulesInput extends GatheredForText {
  /** What the parser reads the text against. */
  words: WordsContext;
  /** The text without what identifies somebody. */
  redacted: RedactedText;
  /** Short names by id, and ids by short name. */
  handleOf: ReadonlyMap<string, string>;
  idOf: ReadonlyMap<string, string>;
}

export function segmentRulesInput(gathered: GatheredForText): SegmentRulesInput {
  const { context, named, found, people, text } = gathered;
  const handles = [...handlesOf('S', named.segments), ...handlesOf('C', named.campaigns)];
  return {
    ...gathered,
    words: { ...context, ...namesOf(named), values: valuesOf(found) },
    redacted: redactPersonal(text, people, plainWordsOf(gathered)),
    handleOf: new Map(handles.map(({ id, handle }) => [id, handle])),
    idOf: new Map(handles.map(({ id, handle }) => [handle, id])),
  };
}

function handlesOf(letter: 'S' | 'C', things: readonly NamedThing[]): { id: string; handle: string }[] {
  return things.map(({ id }, index) => ({ id, handle: `${letter}${index + 1}` }));
}

function namesOf({ segments, campaigns }: GatheredForText['named']) {
  return {
    segments: new Map(segments.map(({ id, name }) => [id, { name }])),
    campaigns: new Map(campaigns.map(({ id, name }) => [id, name])),
  };
}

function valuesOf(found: readonly FoundValue[]): Map<string, KnownValue[]> {
  const values = new Map<string, KnownValue[]>();
  for (const { phrase, field, value, scope } of found) {
    const known = { field, value, scope };
    const others = values.get(phrase);
    if (others) others.push(known);
    else values.set(phrase, [known]);
  }
  return values;
}

/**
 * What looks like a person's name in the text and is none: what many share, and what the shop called a segment or
 * a campaign, unless that is the name of a customer.
 */
function plainWordsOf({ found, named, people }: GatheredForText): string[] {
  const shared = found.filter(({ customers }) => customers >= MIN_SHARED_BY).map(({ phrase }) => phrase);
  const names = [...named.segments, ...named.campaigns].map(({ name }) => name);
  return [...shared, ...names.filter((name) => !people.names.has(foldText(name)))];
}
