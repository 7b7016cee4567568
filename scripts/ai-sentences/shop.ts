import {
  type AttributeTypes,
  compilePredicate,
  type RuleContext,
  type RuleSubject,
  type SegmentRules,
} from '@herald/shared';

import type { Meaning } from './meaning.ts';
import { CAMPAIGNS, SEGMENTS } from './shop-catalogue.ts';
import { NOW, TIME_ZONE } from './shop-clock.ts';
import { makeCustomers } from './shop-customers.ts';

export const CURRENCY = 'INR';
export const CUSTOMERS: readonly RuleSubject[] = makeCustomers();

const ATTRIBUTES: AttributeTypes = new Map([
  ['plan', 'text'],
  ['points', 'number'],
  ['birthday', 'date'],
  ['newsletter', 'boolean'],
]);

/** The rules of a static segment are those that it was frozen by; its audience is listed. */
const FROZEN_BY: SegmentRules = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };

export const RULE_CONTEXT = {
  now: NOW,
  timeZone: TIME_ZONE,
  attributes: ATTRIBUTES,
  campaigns: new Map<string, string>(CAMPAIGNS.map(({ id, name }) => [id, name])),
  segments: new Map(SEGMENTS.map(({ id, name }) => [id, { name, kind: 'static', rules: FROZEN_BY }])),
} satisfies RuleContext;

/** Positions in `CUSTOMERS` of everybody whom the rules select. */
export function audienceOfRules(rules: SegmentRules): ReadonlySet<number> {
  return positionsWhere(compilePredicate(rules, RULE_CONTEXT));
}

export function audienceOf(meaning: Meaning): ReadonlySet<number> {
  const known = audiences.get(meaning);
  if (known) return known;
  const audience = positionsWhere(meaning);
  audiences.set(meaning, audience);
  return audience;
}

/** Several checks ask for the audience of every sentence. */
const audiences = new WeakMap<Meaning, ReadonlySet<number>>();

function positionsWhere(isIn: (customer: RuleSubject) => boolean): ReadonlySet<number> {
  return new Set(CUSTOMERS.flatMap((customer, position) => (isIn(customer) ? [position] : [])));
}
