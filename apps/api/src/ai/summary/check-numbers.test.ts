import { describe, expect, it } from '@jest/globals';
import type { CampaignFact } from '@herald/shared';
import fc from 'fast-check';

import { cpuTimeMsOf } from '../../../../../packages/shared/src/testing/cpu-time.ts';
import { complaintsAboutNumbers } from './check-numbers.ts';

const fact = (unit: CampaignFact['unit'], text: string): CampaignFact => ({
  id: text,
  label: text,
  value: text,
  unit,
  text,
});
const FACTS: CampaignFact[] = [
  fact('people', '1,284'),
  fact('people', '1,140'),
  fact('people', '96'),
  fact('people', '5'),
  fact('percent', '95 %'),
  fact('percent', '88.5 %'),
  fact('percent', 'half'),
  fact('money', '10,000 INR'),
  fact('minutes', '12 minutes'),
  fact('minutes', '2 days 4 hours'),
  fact('date', '12 November 2026'),
  fact('name', 'customers who spent above 10,000 INR'),
  fact('name', 'Sector 17'),
  fact('name', 'Pune'),
];
const check = (text: string) => complaintsAboutNumbers(text, FACTS);

describe('complaintsAboutNumbers', () => {
  it.each([
    'The campaign reached 1,284 people on 12 November 2026: 1,140 were delivered (95 %), 96 failed.',
    'Of 1,284, 1,140 were delivered; 88.5 %. Half came within 12 minutes, the last after 2 days 4 hours.',
    'Customers who spent above 10,000 INR had 95 % delivery, in Sector 17 and Pune 88.5 %.',
    'Nothing is said here, and nobody can say otherwise.',
    '96-hour would be none, but 96, and 96: and (96) are.'.replace('96-hour would be none, but ', ''),
  ])('lets pass: %s', (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ['another number', '1,285 people'],
    ['digits before it', '11,284 people', '96 5 people', '5 1,284 people'],
    ['digits after it', '1,2840 people', '1,284,000 people', '1,284.5 people', '1,284/2', '96:30'],
    ['without its separator', '1284 people', '1 284 people', '1.284 people', "1'284 people", '10000 INR'],
    ['a sign', '-96 people', '−96 people', '~96 people', '>96', '≈ 96', '+5', '96+'],
    [
      'a unit that is not its own',
      '96 %',
      '96%',
      '5 per cent',
      '96 percent',
      '96 ٪',
      '1,284 INR',
      '₹96',
      '96 €',
      '5 minutes',
      '96 hours',
      '5 days',
      '12 minutes %',
    ],
    ['people of what is known in per cent', '95 people', '95', '88.5 people', '12 people', '10,000 people'],
    ['a unit left out or changed', '95', '12 hours', '10,000 EUR', '10,000 USD', '95 points'],
    [
      'multiples',
      '5K',
      '5 k people',
      '96M',
      '5 lakh',
      '5 lakhs',
      '1.2 crore',
      '5 million',
      '96 thousand',
      '5 hundred',
      '5x',
      '5 times',
      '1e3',
    ],
    [
      'words for numbers',
      'one of them',
      'Twelve people',
      'a dozen',
      'dozens',
      'a third of them',
      'a quarter',
      'twice as many',
      'doubled',
      'ninety-five',
      'a couple of people',
      'hundreds',
      'two thousand',
      'tenfold',
      'both',
      'a single one',
    ],
    ['ordinals', 'the first', 'the second', '5th', 'the 96th', '96 th'],
    ['fractions and numerals', '½ of them', '¾', 'Ⅻ people', '① people', '²'],
    ['other scripts', '९५ लोग', '９６ people', '٩٦', '九十五', '百'],
    [
      'dates and times',
      '12 November',
      '13 November 2026',
      'November 2026',
      '2026',
      '12/11/2026',
      '2026-11-12',
      '10:30',
      'on Monday',
      'yesterday',
      'at noon',
      '12 November 2025',
    ],
    ['ranges', '96-1,140', '96–1,140 people', '5 – 96', '96 - 97'],
    ['a part of a fact', '4 hours', '2 days', '17 people', '10,000', 'Sector 18'],
    ['a currency alone', '₹', '$ and cents'],
    ['addresses', 'see https://example.com', 'www.example.org', 'a@b.co', 'herald.example', 'asha@example.com'],
    ['quotations', '"Goa" did well', '“Goa”', '«Goa»'],
  ])('complains about %s', (_, ...texts) => {
    expect(texts.filter((text) => check(text).length === 0)).toEqual([]);
    expect(texts.map((text) => `${text} were delivered.`).filter((text) => check(text).length === 0)).toEqual([]);
  });

  it('without any facts complains about every number', () => {
    expect(complaintsAboutNumbers('96 people', [])).toEqual(['"96" is no fact as it is written there']);
  });

  it('catches any number that is put in place of another', () => {
    const text =
      'Of 1,284 people, 1,140 were reached (95 %), 96 failed; 88.5 % within 12 minutes on 12 November 2026, 10,000 INR.';
    const places = [...text.matchAll(/\d+/g)].map((match) => [match.index, match[0].length] as const);
    const known = new Set([
      '1,284',
      '1,140',
      '95 %',
      '96',
      '5',
      '88.5 %',
      '12 minutes',
      '12 November 2026',
      '10,000 INR',
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(99_999), ([at, length], number) => {
        const changed = text.slice(0, at) + String(number) + text.slice(at + length);
        fc.pre(changed !== text);
        const numbers = changed.match(/\d[\d,.]*(?: %| minutes| November \d+| INR)?/g) ?? [];
        fc.pre(numbers.some((found) => !known.has(found.replace(/[.,]$/, ''))));
        expect(check(changed)).not.toEqual([]);
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('takes time that grows with the text', () => {
    const long = '1,284 people, 95 % and '.repeat(5_000);
    const hostile = [long, `${' '.repeat(50_000)}${'1,'.repeat(20_000)}`, 'a.'.repeat(20_000)];
    expect(cpuTimeMsOf(() => hostile.forEach((text) => check(text)))).toBeLessThan(2_000);
  });
});
