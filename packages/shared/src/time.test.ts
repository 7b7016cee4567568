import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { calendarDateIn, startOfCalendarDate, startOfDay, toInstant } from './calendar.ts';
import { calendarDateSchema, instantSchema, offsetInstantSchema, timeZoneSchema } from './time.ts';

const SEED = 20_261_122;
const HOUR_MS = 3_600_000;
const iso = (date: Date) => date.toISOString();

describe('days', () => {
  it.each([
    ['Asia/Kolkata', '2026-11-22', '2026-11-21T18:30:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
    // Clocks went forward at midnight: the day began at one o'clock.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    // Clocks went back at one: midnight came twice, the day began with the first.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, date, start) => {
    expect(iso(toInstant(date, zone))).toBe(start);
    expect(iso(startOfCalendarDate(date, zone))).toBe(start);
    expect(iso(startOfDay(new Date(Date.parse(start) + HOUR_MS), zone))).toBe(start);
    expect(calendarDateIn(new Date(start), zone)).toBe(date);
    expect(calendarDateIn(new Date(Date.parse(start) - 1), zone)).not.toBe(date);
  });

  it.each([
    ['2026-03-08', 23],
    ['2026-11-01', 25],
    ['2026-06-01', 24],
  ])('%s in New York has %d hours', (date, hours) => {
    const length =
      startOfCalendarDate(date, 'America/New_York', 1).getTime() -
      startOfCalendarDate(date, 'America/New_York').getTime();
    expect(length).toBe(hours * HOUR_MS);
  });

  it('ends when it begins where the zone left it out, and is counted none the less', () => {
    // Samoa went over the date line and had no 30 December.
    const [before, leftOut, after] = ['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => [
      iso(startOfCalendarDate(date, 'Pacific/Apia')),
      iso(startOfCalendarDate(date, 'Pacific/Apia', 1)),
    ]);
    expect(before).toEqual(['2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z']);
    expect(leftOut).toEqual(['2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z']);
    expect(after).toEqual(['2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z']);
    expect(iso(startOfDay(new Date('2011-12-29T12:00:00Z'), 'Pacific/Apia', 2))).toBe('2011-12-30T10:00:00.000Z');
  });

  it('is no instant in a zone that there is none of', () => {
    expect(startOfCalendarDate('2026-11-22', 'Mars/Base').getTime()).toBeNaN();
    expect(startOfDay(new Date('2026-11-22'), 'Mars/Base').getTime()).toBeNaN();
    expect(startOfDay(new Date(NaN), 'UTC').getTime()).toBeNaN();
  });

  it('is not changed by what is done with the answer', () => {
    startOfCalendarDate('2026-11-22', 'UTC').setUTCFullYear(1999);
    expect(iso(startOfCalendarDate('2026-11-22', 'UTC'))).toBe('2026-11-22T00:00:00.000Z');
  });

  it('moves by calendar days, not by 24 hours', () => {
    const noonAfterTheChange = new Date('2026-03-09T16:00:00Z');
    expect(iso(startOfDay(noonAfterTheChange, 'America/New_York', -2))).toBe('2026-03-07T05:00:00.000Z');
  });

  it('agree with each other: an instant lies in the day that it is said to fall on', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
          // Around changes of the clock, by quarters of an hour.
          fc
            .tuple(
              fc.constantFrom('2026-03-08', '2026-04-24', '2026-10-25', '2026-11-01'),
              fc.integer({ min: -96, max: 192 }),
            )
            .map(([date, quarters]) => new Date(Date.parse(date) + (quarters * HOUR_MS) / 4)),
        ),
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Africa/Cairo', 'America/Havana', 'Atlantic/Azores'),
        (instant, zone) => {
          const date = calendarDateIn(instant, zone);
          const start = startOfCalendarDate(date, zone);
          const nextDay = startOfCalendarDate(date, zone, 1);
          return +start === +startOfDay(instant, zone) && start <= instant && instant < nextDay;
        },
      ),
      { seed: SEED, numRuns: 600 },
    );
  });
});

describe('toInstant', () => {
  it.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00+05:30', '2026-11-22T04:30:00.000Z'],
    ['2026-11-22T10:00:00.1239Z', '2026-11-22T10:00:00.123Z'],
    ['2024-02-29T23:59:59-12:00', '2024-03-01T11:59:59.000Z'],
  ])('reads %s as %s, whatever the zone', (text, instant) => {
    expect(instantSchema.parse(text)).toBe(text);
    expect(offsetInstantSchema.parse(text)).toBe(text);
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York']) expect(iso(toInstant(text, zone))).toBe(instant);
  });
});

describe('schemas of time', () => {
  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '22.11.2026',
    '',
    'today',
    ' 2026-11-22',
  ])('refuse %j, no date of the calendar', (text) => {
    expect(instantSchema.safeParse(text).success).toBe(false);
    expect(calendarDateSchema.safeParse(text).success).toBe(false);
  });

  it.each(['2026-11-22T24:00:00Z', '2026-11-22T10:60:00Z', '2026-11-22T10:00:60Z', '2026-02-30T10:00:00Z'])(
    'refuse %s, no time of a day',
    (text) => {
      expect(instantSchema.safeParse(text).success).toBe(false);
      expect(offsetInstantSchema.safeParse(text).success).toBe(false);
    },
  );

  it('refuse a time without an offset, whose meaning is anybody’s guess', () => {
    expect(instantSchema.safeParse('2026-11-22T10:00:00').error?.issues[0]?.message).toContain('with an offset');
    expect(offsetInstantSchema.safeParse('2026-11-22').success).toBe(false);
  });

  it.each([
    '1899-12-31',
    '2200-01-01',
    '1899-12-31T23:59:59.999Z',
    '2199-12-31T23:59:59-12:00',
    '0001-01-01',
    '9999-12-31',
  ])('refuse %s, out of bounds', (text) => {
    expect(instantSchema.safeParse(text).error?.issues[0]?.message).toBe('must be between the years 1900 and 2199');
  });

  it.each(['1900-01-01', '2199-12-31', '2199-12-31T23:59:59.999Z'])('take %s, the edge of the bounds', (text) => {
    expect(instantSchema.parse(text)).toBe(text);
  });

  it('know time zones by name only', () => {
    expect(timeZoneSchema.safeParse('Asia/Kolkata').success).toBe(true);
    expect(timeZoneSchema.safeParse('Mars/Olympus').success).toBe(false);
    expect(timeZoneSchema.safeParse('').success).toBe(false);
  });
});
