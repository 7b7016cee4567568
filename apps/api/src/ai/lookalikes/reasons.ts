import { FIELDS } from '@herald/shared';

import type { Choice } from './choose-box.ts';
import { INNER_LEVELS } from './ladder.ts';

type Ending =
  | { kind: 'small_segment'; least: number }
  | { kind: 'not_apart' }
  | { kind: 'everybody' }
  | { kind: 'nobody' }
  | { kind: 'found'; size: number; choice: Choice; found: number };

/** Beyond the inner levels, in per cent of all customers for each. */
const PERCENT_OF_LEVEL = 0.25;

/** How the people were found, or why nobody was. */
export function reasonFor(ending: Ending): string {
  switch (ending.kind) {
    case 'small_segment':
      return `Fewer than ${ending.least} people are in the segment: too few to say what they have in common.`;
    case 'not_apart':
      return 'Nothing sets the people of the segment apart from all customers, so nobody is more like them than anybody else.';
    case 'everybody':
      return 'Everybody is in the segment: there is nobody left to be like it.';
    case 'nobody':
      return 'Nobody outside the segment is near to what most of it have.';
    case 'found':
      return `${howFound(ending.choice, ending.found)} ${howMany(ending)}`.trim();
  }
}

function howFound({ level, wideIn }: Choice, found: number): string {
  const people = `${count(found)} ${found === 1 ? 'person' : 'people'} outside the segment ${found === 1 ? 'has' : 'have'}`;
  if (wideIn === undefined) return `${people} ${boundsAt(level)} in everything that the rules ask.`;
  const label = FIELDS[wideIn.feature].label;
  return `${people} ${boundsAt(wideIn.inner)} in everything that the rules ask but ${label}, and in that ${boundsAt(level).replace(/,$/, '')}.`;
}

function boundsAt(level: number): string {
  if (level === 0) return 'what its median has';
  const middle = `what the middle ${Math.min(level, INNER_LEVELS)} % of it have`;
  if (level <= INNER_LEVELS) return middle;
  return `${middle}, give or take ${Math.ceil((level - INNER_LEVELS) * PERCENT_OF_LEVEL)} % of all customers,`;
}

/** People who are equally similar come together, so it need not be as many as were asked for. */
function howMany({ size, choice: { next, wideIn }, found }: Extract<Ending, { kind: 'found' }>): string {
  if (found === size || wideIn !== undefined) return '';
  if (next === null) return found < size ? `Nobody else is near: ${count(size)} were asked for.` : '';
  return `The next wider bounds hold ${count(next)}.`;
}

function count(people: number): string {
  return people.toLocaleString('en');
}
