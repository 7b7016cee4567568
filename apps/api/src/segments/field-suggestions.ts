import type { SegmentField } from '@herald/shared';

export type Suggestions = SegmentField['suggestions'];

export interface NamedThing {
  id: string;
  name: string;
}

export const VALUES_PER_FIELD = 20;
/** What only one customer has may tell who that is. */
export const LEAST_CUSTOMERS = 2;

export const BOOLEANS: Suggestions = [true, false].map((value) => ({ value, label: String(value) }));

export function toSuggestion({ value }: { value: string }): Suggestions[number] {
  return { value, label: value };
}

export function toChoices(things: NamedThing[]): Suggestions {
  return things.map(({ id, name }) => ({ value: id, label: name }));
}
