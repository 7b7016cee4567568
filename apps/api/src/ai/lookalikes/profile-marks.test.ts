import { describe, expect, it } from '@jest/globals';

import { findMarks, markCondition } from './profile-marks.ts';
import type { ValueCount } from './profile-marks.ts';

const value = (field: string, key: string, people: number, shown = key): ValueCount => ({
  field,
  key,
  shown,
  people,
  isBoolean: key === 'true' || key === 'false',
});
const found = (segment: ValueCount[], everybody: ValueCount[], size = 100) =>
  findMarks({ people: 100, values: segment }, { people: 1_000, values: everybody }, size).map(markCondition);

describe('findMarks', () => {
  it('finds what six in ten have, twice as often as all customers', () => {
    const values = [
      value('city', 'pune', 40, 'Pune'),
      value('city', 'goa', 25, 'Goa'),
      value('city', 'delhi', 30, 'Delhi'),
    ];
    const all = [value('city', 'pune', 100), value('city', 'goa', 50), value('city', 'delhi', 290)];
    expect(found(values, all)).toEqual([{ field: 'city', operator: 'in', value: ['Pune', 'Goa'] }]);
    expect(found(values.slice(0, 1), all)).toEqual([]);
  });

  it('finds tags one by one, attributes and what is true or false', () => {
    const values = [
      value('tags', 'vip', 70),
      value('tags', 'tea', 70),
      value('attributes.plan', 'gold', 90),
      value('attributes.vip', 'true', 80),
    ];
    const all = [
      value('tags', 'vip', 80),
      value('tags', 'tea', 700),
      value('attributes.plan', 'gold', 95),
      value('attributes.vip', 'true', 100),
    ];
    expect(found(values, all)).toEqual([
      { field: 'attributes.plan', operator: '=', value: 'gold' },
      { field: 'tags', operator: 'has', value: 'vip' },
      { field: 'attributes.vip', operator: '=', value: true },
    ]);
  });

  it('takes the narrowest place for those around it', () => {
    const values = [value('country', 'india', 100), value('state', 'goa', 90), value('city', 'panaji', 30)];
    expect(
      found(values, [value('country', 'india', 150), value('state', 'goa', 100), value('city', 'panaji', 35)]),
    ).toEqual([{ field: 'state', operator: '=', value: 'goa' }]);
  });

  it('says nothing of fewer than twenty people', () => {
    const values = [value('city', 'pune', 100)];
    expect(found(values, [], 19)).toEqual([]);
    expect(found(values, [], 20)).toHaveLength(1);
  });
});
