/** @jest-environment jsdom */
import { expect, test } from '@jest/globals';

import { createFormats } from './formats.ts';

const formats = createFormats({ timeZone: 'Asia/Kolkata', currency: 'INR', locale: 'en-IN' });
const NOW = Date.parse('2026-11-28T20:00:00Z');

test('writes numbers and money as the workspace and the language have them', () => {
  expect([formats.number(1_234_567), formats.percent(0.1234), formats.money(125_000)]).toEqual([
    '12,34,567',
    '12.3%',
    '₹1,25,000.00',
  ]);
  expect([formats.count(1, 'person', 'people'), formats.count(0, 'customer')]).toEqual(['1 person', '0 customers']);
});

test('says times in the zone of the workspace, and calendar days in none', () => {
  expect(formats.date('2026-11-28T20:00:00Z')).toBe('29 Nov 2026');
  expect(formats.day('2026-11-28')).toBe('28 Nov 2026');
});

test.each([
  ['2026-11-28T19:59:40Z', 'now'],
  ['2026-11-28T19:57:00Z', '3 minutes ago'],
  ['2026-11-28T17:00:00Z', '3 hours ago'],
  ['2026-11-27T20:00:00Z', 'yesterday'],
  ['2026-12-01T20:00:00Z', 'in 3 days'],
  ['2025-10-28T20:00:00Z', 'last year'],
])('%s is %j', (instant, words) => {
  expect(formats.relative(instant, NOW)).toBe(words);
});
