import { foldText } from '@herald/shared';

import type { NamedThing } from './segment-rules-input.ts';

/** Most segments, and most campaigns, that a text is taken to name. */
const MOST_NAMED = 20;
const BEGINS_WORD = /^[\p{L}\p{M}\p{N}]/u;
const ENDS_WORD = /[\p{L}\p{M}\p{N}]$/u;
const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/giu;

/** The ids that stand in the text, in small letters. */
export function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(ID)].map(([id]) => id.toLowerCase()))];
}

/** The folded text in which names are looked for: as it is, and as it reads without the escapes of quoted names. */
export function searchedText(text: string): string {
  const unescaped = text.replaceAll(/\\(.)/gsu, '$1');
  return foldText(unescaped === text ? text : `${text}\n${unescaped}`);
}

/** Of the things those that the text really names: by their id, or by a name that is no part of longer words. */
export function namedIn(text: string, things: readonly NamedThing[]): NamedThing[] {
  const searched = searchedText(text);
  const ids = idsIn(text);
  return things.filter(({ id, name }) => ids.includes(id) || standsIn(searched, foldText(name))).slice(0, MOST_NAMED);
}

/** Where the name begins or ends with a letter, no other letter goes on from there. */
function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const goesOnBefore = BEGINS_WORD.test(name) && ENDS_WORD.test(text.slice(0, at));
    const goesOnAfter = ENDS_WORD.test(name) && BEGINS_WORD.test(text.slice(at + name.length));
    if (!goesOnBefore && !goesOnAfter) return true;
  }
  return false;
}
