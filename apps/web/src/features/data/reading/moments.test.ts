import { describe, expect, it } from '@jest/globals';
import { startOfCalendarDate } from '@herald/shared';
import fc from 'fast-check';

import { guessDayOrder, looksLikeMoment, parseMoment } from './moments.ts';

const inKolkata = (text: string, order: Parameters<typeof parseMoment>[1] = 'day first') =>
  parseMoment(text, order, 'Asia/Kolkata');

describe('a day', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026/11/2', '2026-11-02'],
    ['22/11/2026', '2026-11-22'],
    ['2.1.26', '2026-01-02'],
    ['31-12-99', '1999-12-31'],
    ['22 Nov 2026', '2026-11-22'],
    ['22-Nov-26', '2026-11-22'],
    ['Nov 22, 2026', '2026-11-22'],
    ['November 2nd, 2026', '2026-11-02'],
    ['Sunday, 22 November 2026', '2026-11-22'],
    [' 29/02/2024 ', '2024-02-29'],
  ])('is read: %s', (text, day) => {
    expect(inKolkata(text)).toBe(day);
  });

  it('is read with the month first', () => {
    expect(inKolkata('11/22/2026', 'month first')).toBe('2026-11-22');
    expect(inKolkata('1/2/2026', 'month first')).toBe('2026-01-02');
  });

  it.each([
    '31/02/2026',
    '29/02/2025',
    '22/13/2026',
    '2026-13-01',
    '22 Foo 2026',
    'soon',
    '',
    '22/11',
    '22/11/2026 25:00',
  ])('is not made of %p', (text) => {
    expect(inKolkata(text)).toBeUndefined();
  });

  it('stays unread while nobody has said which comes first', () => {
    expect(inKolkata('01/02/2026', 'unsure')).toBeUndefined();
    expect(inKolkata('01/02/2026', 'none')).toBeUndefined();
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00.25+05:30', '2026-11-22T04:30:00.250Z'],
    ['2026-11-22 10:00:00 +0530', '2026-11-22T04:30:00.000Z'],
    ['2026-11-22 10:00:00 UTC', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00', '2026-11-22T04:30:00.000Z'],
    ['22/11/2026, 10:00:30', '2026-11-22T04:30:30.000Z'],
    ['22/11/2026 12:05 am', '2026-11-21T18:35:00.000Z'],
    ['Nov 22, 2026 at 1:05 PM', '2026-11-22T07:35:00.000Z'],
    ['1764324000', '2025-11-28T10:00:00.000Z'],
    ['1764324000123', '2025-11-28T10:00:00.123Z'],
  ])('is read: %s', (text, at) => {
    expect(inKolkata(text)).toBe(at);
  });

  it('is what the clocks of the workspace showed, also on the days when they are changed', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    const changes = fc.constantFrom(
      '2026-03-29',
      '2026-10-25',
      '2026-03-08',
      '2026-11-01',
      '2026-04-05',
      '2026-10-04',
      '2026-07-01',
    );
    fc.assert(
      fc.property(
        zones,
        changes,
        fc.integer({ min: 4, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (zone, day, hour, minute) => {
          const clock = `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const at = parseMoment(clock, 'none', zone) ?? '';
          const shown = new Intl.DateTimeFormat('sv-SE', {
            timeZone: zone,
            dateStyle: 'short',
            timeStyle: 'short',
          }).format(new Date(at));
          expect(shown).toBe(clock);
        },
      ),
      { seed: 20261128, numRuns: 300 },
    );
  });

  it('at midnight is the begin of its day', () => {
    expect(parseMoment('2026-11-22 00:00', 'none', 'Asia/Kolkata')).toBe(
      startOfCalendarDate('2026-11-22', 'Asia/Kolkata').toISOString(),
    );
  });
});

describe('which of day and month comes first', () => {
  it.each([
    [['13/01/2026', '01/02/2026'], 'day first'],
    [['01/13/2026', '01/02/2026'], 'month first'],
    [['01/02/2026', '03/04/2026'], 'unsure'],
    [['01.02.2026'], 'day first'],
    [['13/01/2026', '01/13/2026'], 'unsure'],
    [['2026-01-02', '3 Jan 2026'], 'none'],
    [[], 'none'],
  ])('in %j: %s', (samples, order) => {
    expect(guessDayOrder(samples)).toBe(order);
  });
});

it('knows what looks like a date', () => {
  expect(['2026-01-02', '13/01/2026', '01/13/2026 10:00', 'Jan 2, 2026'].every(looksLikeMoment)).toBe(true);
  expect(['1764324000', '12', 'pro', '1.234,50', '10:00'].some(looksLikeMoment)).toBe(false);
});
