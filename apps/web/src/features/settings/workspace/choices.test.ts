import { expect, it } from '@jest/globals';

import { currencyChoices, timeZoneChoices } from './choices.ts';

const WINTER = new Date('2026-01-15T00:00:00Z');
const labelsOf = (choices: { label: string }[]) => choices.map(({ label }) => label);

it('names time zones as people know them, each once, with what they are off UTC at that time', () => {
  const labels = labelsOf(timeZoneChoices('Asia/Kolkata', WINTER));
  expect(labels).toEqual(
    expect.arrayContaining([
      'Asia/Kolkata (UTC+05:30)',
      'Asia/Kathmandu (UTC+05:45)',
      'America/New York (UTC-05:00)',
      'UTC (UTC+00:00)',
    ]),
  );
  expect(new Set(labels).size).toBe(labels.length);
  expect(labelsOf(timeZoneChoices('UTC', new Date('2026-07-15T00:00:00Z')))).toContain('America/New York (UTC-04:00)');
});

it('has the choice of now, also one that the browser does not list', () => {
  expect(timeZoneChoices('Asia/Calcutta').map(({ value }) => value)).toContain('Asia/Calcutta');
  expect(labelsOf(currencyChoices('INR'))).toContain('INR – Indian Rupee');
  expect(currencyChoices('XQQ').map(({ value }) => value)).toContain('XQQ');
});
