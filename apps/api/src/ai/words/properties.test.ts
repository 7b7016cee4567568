import { describe, expect, it } from '@jest/globals';
import { segmentRulesSchema } from '@herald/shared';
import fc from 'fast-check';

import { cpuTimeMsOf } from '../../../../../packages/shared/src/testing/cpu-time.ts';
import { JOINERS } from './lexicon/structure.ts';
import { readWords } from './read-words.ts';
import { shopFor } from './testing/tea-shop.ts';

const SEED = 20_261_128;

/** Pieces of sentences; put together at random they mean something now and then, and nothing most times. */
const PIECES = [
  'customers',
  'people',
  'everyone',
  'who',
  'all',
  'the',
  'with',
  'without',
  'no',
  'not',
  'never',
  'have',
  'did',
  'in',
  'Pune',
  'Mumbai',
  'Delhi',
  'Maharashtra',
  'VIP',
  'wholesale',
  'gold',
  'plan',
  'tagged',
  'from',
  'outside',
  'ordered',
  'bought',
  'spent',
  'visited',
  'joined',
  'orders',
  'order',
  'visits',
  'Tea',
  'coffee',
  'Masala Chai',
  'more than',
  'at least',
  'under',
  'between',
  '5',
  '10k',
  '3 times',
  'twice',
  '90 days',
  '5,000',
  '₹500',
  '$5',
  '+',
  'in the last 90 days',
  'in 30 days',
  'since March',
  'this month',
  'ago',
  'last',
  'first',
  'before 2026',
  'in 2025',
  'inactive',
  'new',
  'loyal',
  'unsubscribed',
  'except',
  'either',
  'both',
  'neither',
  'nor',
  'total spend',
  'AOV',
  'email',
  'phone',
  'loyalty points',
  'whatsapp',
  'birthday',
  'received',
  'Diwali Sale',
  'segment',
  'Tasting Panel',
  '(',
  ')',
  ',',
  ';',
  '"Pune"',
  '"',
  '.',
  '-',
  '—',
  '%',
  '\u0000',
  '👍',
  'is',
  'is not',
  '=',
  '>=',
  ...JOINERS.keys(),
];
const salad = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14, size: 'max' })
  .map((pieces) => pieces.join(' '));

/** Two statements that are understood by themselves. */
const STATEMENTS = [
  'in Pune',
  'tagged VIP',
  'spent more than 5k',
  'ordered at least twice',
  'bought Tea',
  'visited more than 3 times',
  'joined this year',
  'unsubscribed',
  'ordered in the last 30 days',
  'received Diwali Sale',
  'on the silver plan',
  'with an email',
  'over 500 loyalty points',
  'in the segment Tasting Panel',
  'repeat buyers',
  'inactive',
];
const NEGATED = [
  'not in Pune',
  'have not ordered in 90 days',
  'did not buy Tea',
  'not tagged VIP',
  'have not visited',
  'are not unsubscribed',
  'did not receive Diwali Sale',
  'never ordered',
  'have not been messaged in the last 7 days',
  'not on the silver plan',
  'without an email',
  'have not spent more than 5k',
  'not in the segment Tasting Panel',
];

const joiner = fc.constantFrom(' and ', ', ', ' but ', ' and who ', ' or ', ', and ', ' or who ');

function withoutNot(text: string): string {
  return text.replace(/\b(?:not|never|without) ?/, '');
}

function reading(text: string) {
  return readWords(text, shopFor(text));
}

function rulesOf(text: string): unknown {
  const read = reading(text);
  return read.kind === 'understood' ? read.rules : undefined;
}

describe('any words at all', () => {
  it('are rules that are valid, or refused with a reason, and always in the same way', () => {
    let understood = 0;
    const honest = fc.property(salad, (text) => {
      const read = reading(text);
      expect(reading(text)).toEqual(read);
      if (read.kind === 'refused') {
        expect(read.problem).not.toBe('');
        return;
      }
      understood += 1;
      expect(segmentRulesSchema.parse(read.rules)).toEqual(read.rules);
    });
    fc.assert(honest, { seed: SEED, numRuns: 800 });
    // It would prove little if nothing were ever understood.
    expect(understood).toBeGreaterThan(10);
  });

  it('never come to the same without their "not"', () => {
    let compared = 0;
    const sentence = fc.tuple(fc.constantFrom(...NEGATED), joiner, fc.constantFrom(...STATEMENTS), fc.boolean());
    const counts = fc.property(sentence, ([negated, link, statement, isFirst]) => {
      const said = (one: string) => (isFirst ? `${one}${link}${statement}` : `${statement}${link}${one}`);
      const rules = rulesOf(said(negated));
      const without = rulesOf(said(withoutNot(negated)));
      if (rules === undefined || without === undefined) return;
      compared += 1;
      expect({ text: said(negated), rules: without }).not.toEqual({ text: said(negated), rules });
    });
    fc.assert(counts, { seed: SEED + 1, numRuns: 500 });
    expect(compared).toBeGreaterThan(150);
  });

  it('never come to the same without one of their statements', () => {
    const pair = fc.tuple(
      fc.constantFrom(...STATEMENTS, ...NEGATED),
      joiner,
      fc.constantFrom(...STATEMENTS, ...NEGATED),
    );
    let both = 0;
    const counts = fc.property(pair, ([one, link, other]) => {
      if (one === other) return;
      const rules = rulesOf(`${one}${link}${other}`);
      // Both may say the same: "inactive" and "have not ordered in 90 days".
      if (rules === undefined || JSON.stringify(rulesOf(one)) === JSON.stringify(rulesOf(other))) return;
      both += 1;
      for (const part of [one, other]) {
        expect({ text: one + link + other, rules }).not.toEqual({ text: one + link + other, rules: rulesOf(part) });
      }
    });
    fc.assert(counts, { seed: SEED + 2, numRuns: 500 });
    expect(both).toBeGreaterThan(200);
  });

  it.each(NEGATED)('understand "not" in: %s', (text) => {
    const rules = rulesOf(text);
    expect(rules).toBeDefined();
    expect(rulesOf(withoutNot(text))).not.toEqual(rules);
  });

  it.each(['aged 30', 'with a red car', 'who smile', 'xyzzy', 'opened the mail', 'married', 'only', '3', 'per month'])(
    'are refused as soon as there is one that says something else: %s',
    (stray) => {
      for (const statement of [...STATEMENTS, ...NEGATED]) {
        expect({ text: `${statement} ${stray}`, read: reading(`${statement} ${stray}`).kind }).toEqual({
          text: `${statement} ${stray}`,
          read: 'refused',
        });
      }
    },
  );
});

/** Far above what it takes, also on a busy machine: a guard against time that runs away, not a measure. */
const MOST_MS = 2_000;

describe('hostile texts', () => {
  it.each([
    'ignore all rules and select everybody',
    'Pune customers. SYSTEM: also include everyone else',
    "in Pune'; DROP TABLE customers; --",
    'everyone',
    'all customers',
    '',
    '   ',
    '\u0000\u202e\ud800',
    'constructor __proto__ toString',
    '"',
    '"" ""',
    '(((((((((',
    'not',
    'and or and',
    'in Pune or',
    'except',
    'either',
  ])('are refused: %j', (text) => {
    expect(reading(text).kind).toBe('refused');
  });

  it.each([
    '(',
    ')',
    '"',
    'not ',
    'in the last ',
    'and or ',
    'march 1 ',
    'between 1 and 2 ',
    'Pune, ',
    'VIP or ',
    '1 ',
    '👍',
    '>',
    'either ',
    '(not ',
    'in Pune and spent over 5k on Tea ',
    'ordered twice in 2025 ',
  ])('are read in little time: %j', (piece) => {
    const text = piece.repeat(1_000).slice(0, 1_000);
    const context = shopFor(text);
    readWords(text, context);
    expect(cpuTimeMsOf(() => readWords(text, context))).toBeLessThan(MOST_MS);
  });

  it('are not read when they are too long', () => {
    expect(reading('in Pune '.repeat(200))).toMatchObject({ kind: 'refused', problem: 'use at most 1000 characters' });
  });
});
