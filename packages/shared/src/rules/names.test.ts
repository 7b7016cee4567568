import { describe, expect, it } from '@jest/globals';

import { namesIn } from './names.ts';

const VIPS = '0192d3a0-0000-7000-8000-000000000001';
const DIWALI = '0192d3a0-0000-7000-8000-000000000002';

const listed = (rules: unknown) => {
  const { attributes, segments, campaigns } = namesIn(rules);
  return { attributes: [...attributes], segments: [...segments], campaigns: [...campaigns] };
};

const NOTHING = { attributes: [], segments: [], campaigns: [] };

describe('namesIn', () => {
  it('finds everything that rules name, at any depth, each once', () => {
    const rules = {
      combinator: 'and',
      rules: [
        { field: 'attributes.plan', operator: '=', value: 'gold' },
        { field: 'city', operator: '=', value: VIPS },
        {
          combinator: 'or',
          rules: [
            { field: 'segment', operator: 'isIn', value: VIPS.toUpperCase() },
            { field: 'segment', operator: 'isNotIn', value: VIPS },
            { combinator: 'and', rules: [{ field: 'campaign', operator: 'wasSent', value: DIWALI }] },
            { field: 'attributes.plan', operator: 'null' },
            { field: 'attributes.a.b', operator: 'null' },
          ],
        },
      ],
    };
    expect(listed(rules)).toEqual({ attributes: ['plan', 'a.b'], segments: [VIPS], campaigns: [DIWALI] });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'segment'],
    ['a list', [{ field: 'attributes.plan' }]],
    ['rules that are no list', { rules: { field: 'attributes.plan' } }],
    ['fields that are no text', { rules: [{ field: { toString: () => 'attributes.plan' } }, null, 3] }],
    ['an attribute without a key', { rules: [{ field: 'attributes.' }] }],
    ['a segment that is no id', { rules: [{ field: 'segment', value: "x'; DROP TABLE" }] }],
    ['a campaign that is a list', { rules: [{ field: 'campaign', value: [DIWALI] }] }],
    ['keys that no database can hold', { rules: [{ field: 'attributes.a\0b' }, { field: 'attributes.\ud800' }] }],
  ])('passes over %s', (_name, rules) => {
    expect(listed(rules)).toEqual(NOTHING);
  });

  it('ends with rules that are hostile', () => {
    let deep: unknown = { field: 'attributes.plan' };
    for (let level = 0; level < 50_000; level += 1) deep = { rules: [deep] };
    expect(listed(deep).attributes).toEqual(['plan']);
    const circle: { rules: unknown[] } = { rules: [] };
    circle.rules.push(circle, circle);
    expect(listed(circle)).toEqual(NOTHING);
    const wide = { rules: Array.from({ length: 1_000_000 }, () => ({ field: 'attributes.plan' })) };
    expect(listed(wide)).toEqual(NOTHING);
  });
});
