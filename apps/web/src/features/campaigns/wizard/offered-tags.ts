import type { SegmentField } from '@herald/shared';

import { attributePath } from './merge-tags.ts';

export interface OfferedTag {
  /** What is inserted, without braces: `city`, or more for a list. */
  variable: string;
  label: string;
  /** What is proposed for those who have none. */
  fallback: string;
}

export interface TagGroup {
  group: string;
  tags: readonly OfferedTag[];
}

const PROFILE: readonly TagGroup[] = [
  {
    group: 'Who it is',
    tags: [
      { variable: 'firstName', label: 'First name', fallback: 'there' },
      { variable: 'name', label: 'Name', fallback: 'there' },
      { variable: 'email', label: 'Email', fallback: '' },
      { variable: 'phone', label: 'Phone', fallback: '' },
    ],
  },
  {
    group: 'Where they live',
    tags: [
      { variable: 'city', label: 'City', fallback: 'your city' },
      { variable: 'state', label: 'State', fallback: 'your state' },
      { variable: 'country', label: 'Country', fallback: 'your country' },
      { variable: 'postalCode', label: 'Postal code', fallback: '' },
    ],
  },
  {
    group: 'What they bought',
    tags: [
      { variable: 'totalSpend', label: 'Spent altogether', fallback: '' },
      { variable: 'orderCount', label: 'Number of orders', fallback: '' },
      { variable: 'averageOrderValue', label: 'Average order', fallback: '' },
      { variable: 'lastOrderAt', label: 'Day of the latest order', fallback: 'a while ago' },
      { variable: 'firstOrderAt', label: 'Day of the first order', fallback: '' },
      { variable: 'visits', label: 'Visits', fallback: '' },
    ],
  },
];

const ATTRIBUTE_PREFIX = 'attributes.';

/** Everything that a message can say of its recipient; the shop's own attributes as customers have them. */
export function offeredTags(fields: readonly SegmentField[]): TagGroup[] {
  const attributes = fields
    .filter(({ name }) => name.startsWith(ATTRIBUTE_PREFIX))
    .map(({ name, label }): OfferedTag => {
      const variable = attributePath(name.slice(ATTRIBUTE_PREFIX.length));
      return { variable, label, fallback: '' };
    })
    // Braces in a name would end the tag.
    .filter(({ variable }) => !/[{}%]/.test(variable));
  if (attributes.length === 0) return [...PROFILE];
  return [...PROFILE, { group: 'Your own attributes', tags: attributes }];
}

/** What a value is called, for sentences: "312 recipients have no city". */
export function wordsFor(variable: string): string {
  const known = PROFILE.flatMap(({ tags }) => tags).find((tag) => tag.variable === variable);
  if (known !== undefined) return known.label.toLowerCase();
  return variable.replace(/^attributes\.|^attributes\["?|"?\]$/g, '');
}

/** What is proposed in the place of a value that somebody lacks. */
export function proposedFallback(variable: string): string {
  const known = PROFILE.flatMap(({ tags }) => tags).find((tag) => tag.variable === variable);
  return known?.fallback ?? '';
}
