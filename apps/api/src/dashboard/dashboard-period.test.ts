import { describe, expect, it } from '@jest/globals';
import { plusDays } from '@herald/shared';

import { intervalOf, periodBefore, periodOf, pointStarts } from './dashboard-period.ts';

const now = new Date('2026-11-28T20:00:00Z');
const ofDays = (days: number) => ({ from: plusDays('2026-11-22', 1 - days), to: '2026-11-22' });

describe('the period of a dashboard', () => {
  it('is the last thirty days of the workspace, today included', () => {
    expect(periodOf({}, now, 'UTC')).toEqual({ from: '2026-10-30', to: '2026-11-28' });
    expect(periodOf({}, now, 'Asia/Kolkata')).toEqual({ from: '2026-10-31', to: '2026-11-29' });
  });

  it('ends today, or lasts thirty days, when only the other is said', () => {
    expect(periodOf({ from: '2026-11-01' }, now, 'UTC')).toEqual({ from: '2026-11-01', to: '2026-11-28' });
    expect(periodOf({ to: '2026-01-30' }, now, 'UTC')).toEqual({ from: '2026-01-01', to: '2026-01-30' });
  });

  it.each(['2026-11-29', '2023-11-24'])('refuses one that would end today and begin on %s', (from) => {
    expect(() => periodOf({ from }, now, 'UTC')).toThrow(/^from: must/);
  });

  it('is compared with the days before, as many', () => {
    expect(periodBefore({ from: '2026-11-01', to: '2026-11-30' })).toEqual({ from: '2026-10-02', to: '2026-10-31' });
    expect(periodBefore({ from: '2026-11-22', to: '2026-11-22' })).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  });

  it('has points for days, weeks or months, by its length', () => {
    expect([1, 62, 63, 366, 367, 1_100].map((days) => intervalOf(ofDays(days)))).toEqual([
      'day',
      'day',
      'week',
      'week',
      'month',
      'month',
    ]);
  });
});

describe('the points of a period', () => {
  it('are all of its days', () => {
    expect(pointStarts({ from: '2026-02-27', to: '2026-03-02' }, 'day')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
  });

  it('are weeks from Monday on, the first and last of which it may cut', () => {
    // 2026-11-22 is a Sunday.
    expect(pointStarts({ from: '2026-11-22', to: '2026-12-01' }, 'week')).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-30',
    ]);
    expect(pointStarts({ from: '2026-11-23', to: '2026-11-29' }, 'week')).toEqual(['2026-11-23']);
  });

  it('are months, over the end of the year', () => {
    expect(pointStarts({ from: '2025-11-30', to: '2026-02-01' }, 'month')).toEqual([
      '2025-11-30',
      '2025-12-01',
      '2026-01-01',
      '2026-02-01',
    ]);
  });
});
