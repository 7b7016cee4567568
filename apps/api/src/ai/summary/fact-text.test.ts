import { describe, expect, it } from '@jest/globals';

import { countText, minutesText, moneyText, percentOf, percentText } from './fact-text.ts';

describe('how facts are written', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_284, '1,284'],
    [1_000_000, '1,000,000'],
  ])('%d is %s', (count, text) => {
    expect(countText(count)).toBe(text);
  });

  it('money is followed by its currency', () => {
    expect(moneyText(10_000, 'INR')).toBe('10,000 INR');
  });

  it.each([
    [1_140, 1_284, '89 %'],
    [1, 2, '50 %'],
    [1, 200, '0.5 %'],
    [1, 8, '13 %'],
    [1, 40, '3 %'],
    [99_999, 100_000, '99.9 %'],
    [1, 100_000, '0.1 %'],
    [995, 1_000, '99.5 %'],
    [7, 7, '100 %'],
    [0, 7, '0 %'],
    [987, 1_000, '99 %'],
  ])('%d of %d are %s', (part, whole, text) => {
    expect(percentText(percentOf(part, whole))).toBe(text);
  });

  it.each([
    [0, 'less than 1 minute'],
    [0.49, 'less than 1 minute'],
    [0.5, '1 minute'],
    [12.4, '12 minutes'],
    [119.4, '119 minutes'],
    [120, '2 hours'],
    [181, '3 hours 1 minute'],
    [2_879, '47 hours 59 minutes'],
    [2_880, '2 days'],
    [4_575, '3 days 4 hours'],
    [2_880 + 23.6 * 60, '3 days'],
  ])('%d minutes are %s', (minutes, text) => {
    expect(minutesText(minutes)).toBe(text);
  });
});
