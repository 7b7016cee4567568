import { foldText } from '@herald/shared';
import type { AttributeType, SegmentReference } from '@herald/shared';

import { segmentRulesInput } from '../segment-rules-input.ts';
import type { FoundValue, GatheredForText, SegmentRulesInput } from '../segment-rules-input.ts';

export const VIPS = '0192d3a0-0000-7000-8000-000000000001';
export const BROKEN = '0192d3a0-0000-7000-8000-000000000002';
export const DIWALI = '0192d3a0-0000-7000-8000-000000000003';

const SEGMENTS: [string, SegmentReference][] = [
  [
    VIPS,
    {
      name: 'VIPs',
      kind: 'dynamic',
      rules: { combinator: 'and', rules: [{ field: 'visits', operator: '>', value: 9 }] },
    },
  ],
  [BROKEN, { name: 'Broken', kind: 'dynamic', rules: { combinator: 'and', rules: ['secret rule of Asha Rao'] } }],
];

export const ATTRIBUTES = new Map<string, AttributeType>([
  ['plan', 'text'],
  ['points', 'number'],
  ['vip', 'boolean'],
  ['birthday', 'date'],
]);

/** A shop as it is gathered for a text that names all that it has. */
function gatheredFor(text: string, changes: Partial<GatheredForText> = {}): GatheredForText {
  return {
    text,
    context: {
      now: new Date('2026-11-28T12:00:00Z'),
      timeZone: 'Asia/Kolkata',
      currency: 'INR',
      attributes: ATTRIBUTES,
      segments: new Map(SEGMENTS),
      campaigns: new Map([[DIWALI, 'Diwali']]),
    },
    named: {
      segments: SEGMENTS.map(([id, { name }]) => ({ id, name })),
      campaigns: [{ id: DIWALI, name: 'Diwali' }],
    },
    found: [found('city', 'Pune', 20), found('tags', 'VIP', 20), found('city', 'Zanskar', 1)],
    sharedValues: new Map([['city', ['Pune', 'Delhi']]]),
    people: { names: new Set(), externalIds: new Set() },
    ...changes,
  };
}

export function inputFor(text: string, changes: Partial<GatheredForText> = {}): SegmentRulesInput {
  return segmentRulesInput(gatheredFor(text, changes));
}

export function found(field: string, value: string, customers: number): FoundValue {
  return { field, value, scope: 'customer', phrase: foldText(value), customers };
}
