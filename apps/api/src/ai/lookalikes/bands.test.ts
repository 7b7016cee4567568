import { describe, expect, it } from '@jest/globals';

import { bandOf, daysAgo, NEVER } from './bands.ts';
import { bandConditions } from './box-rules.ts';
import { ceilReadable, floorReadable } from './readable.ts';

const TODAY = { now: new Date('2026-11-28T12:00:00Z'), timeZone: 'Asia/Kolkata' };
const ago = (days: number) => TODAY.now.getTime() - days * 86_400_000;

describe('readable numbers', () => {
  it.each([
    [0, 0, 0],
    [7.4, 7, 8],
    [99.5, 99, 100],
    [100, 100, 100],
    [101, 100, 105],
    [12_340, 12_000, 12_500],
    [12_500, 12_500, 12_500],
    [999, 995, 1_000],
    [98_765_432, 98_500_000, 99_000_000],
  ])('of %d are %d and %d', (value, floor, ceil) => {
    expect([floorReadable(value), ceilReadable(value)]).toEqual([floor, ceil]);
  });

  it('never round inwards, and keep the order', () => {
    for (let value = 1; value < 20_000; value += 7) {
      expect(floorReadable(value)).toBeLessThanOrEqual(value);
      expect(ceilReadable(value)).toBeGreaterThanOrEqual(value);
      expect(floorReadable(value + 7)).toBeGreaterThanOrEqual(floorReadable(value));
      expect(ceilReadable(value + 7)).toBeGreaterThanOrEqual(ceilReadable(value));
    }
  });
});

describe('bandOf', () => {
  it('asks for amounts in major units, exact to the minor unit at its ends', () => {
    const band = bandOf('totalSpend', 1_234_050, 4_800_001, TODAY);
    expect(band).toEqual({ atLeast: 1_200_000, below: 4_850_001, asked: { low: 12_000, high: 48_500 } });
    expect(bandConditions('totalSpend', band)).toEqual([
      { field: 'totalSpend', operator: 'between', value: [12_000, 48_500] },
    ]);
  });

  it('has no bound where there is nothing below or above', () => {
    expect(bandConditions('orderCount', bandOf('orderCount', 0, 4, TODAY))).toEqual([
      { field: 'orderCount', operator: '<=', value: 4 },
    ]);
    expect(bandConditions('orderCount', bandOf('orderCount', 3, Infinity, TODAY))).toEqual([
      { field: 'orderCount', operator: '>=', value: 3 },
    ]);
    expect(bandConditions('visits', bandOf('visits', -Infinity, Infinity, TODAY))).toEqual([]);
    expect(bandConditions('visits', bandOf('visits', 0, 0, TODAY))).toEqual([
      { field: 'visits', operator: '=', value: 0 },
    ]);
    expect(bandConditions('totalSpend', bandOf('totalSpend', 0, 10 ** 14, TODAY))).toEqual([]);
  });

  it('asks for the last order by days before today, in the days of the zone', () => {
    const band = bandOf('lastOrderAt', ago(45), ago(20), TODAY);
    expect(band).toEqual({
      atLeast: Date.parse('2026-10-14T00:00:00+05:30'),
      below: Date.parse('2026-11-09T00:00:00+05:30'),
      asked: { low: 20, high: 45 },
    });
    expect(bandConditions('lastOrderAt', band)).toEqual([
      { field: 'lastOrderAt', operator: 'inLastDays', value: 45 },
      { field: 'lastOrderAt', operator: 'notInLastDays', value: 19 },
    ]);
  });

  it.each([
    ['today', ago(0), ago(0), [{ operator: 'inLastDays', value: 1 }]],
    ['yesterday', ago(1), ago(1), [{ operator: 'inLastDays', value: 1 }]],
    [
      'two days ago',
      ago(2),
      ago(2),
      [
        { operator: 'inLastDays', value: 2 },
        { operator: 'notInLastDays', value: 1 },
      ],
    ],
    ['never, or long ago', NEVER, ago(400), [{ operator: 'notInLastDays', value: 399 }]],
    ['ten years ago and more', ago(5_000), ago(4_000), [{ operator: 'notInLastDays', value: 3_650 }]],
    ['never', NEVER, NEVER, [{ operator: 'null' }]],
    ['whenever', -Infinity, Infinity, []],
  ])('asks for who ordered %s', (_when, earliest, latest, expected) => {
    const conditions = bandConditions('lastOrderAt', bandOf('lastOrderAt', earliest, latest, TODAY));
    expect(conditions).toEqual(expected.map((condition) => ({ field: 'lastOrderAt', ...condition })));
  });

  it('counts calendar days, also those with other hours', () => {
    const spring = { now: new Date('2026-03-09T01:00:00-04:00'), timeZone: 'America/New_York' };
    expect(daysAgo(Date.parse('2026-03-08T23:00:00-04:00'), spring)).toBe(1);
    expect(daysAgo(Date.parse('2026-03-07T00:30:00-05:00'), spring)).toBe(2);
  });
});
