import { describe, expect, it } from '@jest/globals';

import { readWords } from './read-words.ts';
import { READINGS } from './testing/readings.ts';
import { shopFor, understood } from './testing/tea-shop.ts';

describe.each(Object.entries(READINGS))('words about %s', (_, readings) => {
  it.each(readings)('%s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });
});

describe('words that are refused', () => {
  it.each([
    'spent 5000',
    'spent more than $100',
    'spent over €50',
    'spent around 5k',
    'visited in the last 30 days',
    'high value customers',
    'big spenders',
    'loyal customers',
    'gold customers',
    'in Atlantis',
    'bought a bicycle',
    'received Holi Blast',
    'in the segment Night Owls',
    'spent over 5k or VIP and in Pune',
    'spent over 5k and ordered at least twice in the last year',
    'not VIP or in Pune',
    "haven't ordered or visited",
    'VIP and wholesale customers',
    'customers in Pune and customers in Mumbai',
    'VIP customers or wholesale customers in Pune',
    "haven't bought tea and coffee",
    'not in Pune and Mumbai',
    'lives in Pune and lives in Mumbai',
    'ordered more than 90 days ago',
    'ordered 90 days ago',
    'ordered in 90 days',
    'ordered on 31 February 2026',
    'ordered on 03/04/2026',
    'before Diwali',
    'ordered 3.5 times or more',
    'in Pnue',
    'ordered in the last 4000 days',
    '(in Pune',
    'in Pune)',
    'top 100 customers',
    'who opened the last email',
    'bought tea, coffee',
    'messaged this month',
    'all customers or VIPs',
    'everyone and VIPs',
    'churned in 2025',
    'VIPs in Pune and wholesale in Mumbai',
    'excluding VIPs, in Pune',
    'visited Pune',
    'more than 3 orders and 5 visits',
    'spent over 5k or everyone',
    'spent over 5k per month',
    'ordered every month',
  ])('%s', (written) => {
    expect(understood(written)).toBe('refused');
  });

  it.each([
    ['in Pune and married', 'married', 'only knows it when it is an attribute'],
    ['custmers in Pune', 'custmers', 'did you mean "customers"?'],
    ['big spenders in Pune', 'big spenders', 'say an amount'],
    ['spent 5000', 'spent 5000', 'say "at least 5000"'],
    ['spent over $5', 'spent over $5', 'amounts are in INR'],
    ['ordered in 90 days', 'ordered in 90 days', 'in the last'],
    ['received "Holi Blast"', 'received "Holi Blast"', 'there is no campaign called "Holi Blast"'],
    ['visited last month', 'visited last month', 'without their dates'],
    ['VIP or in Pune and spent over 5k', 'VIP … in Pune … spent over 5k', 'either … or'],
    ['gold customers', 'gold', 'more than one thing'],
    ['in Goa', 'in Goa', '"goa" was not found among the cities, tags and other values of customers'],
    ['customers who spent', 'spent', 'say an amount'],
  ])('are named, with what to say instead: %s', (written, words, advice) => {
    const reading = readWords(written, shopFor(written));
    expect(reading).toMatchObject({
      kind: 'refused',
      unmapped: expect.arrayContaining([{ words, advice: expect.stringContaining(advice) }]),
    });
  });

  it.each([
    ['in Pune and in Goa', 'Not understood: "in Goa".'],
    ['in Goa or Goa and Goa', 'Not understood: "in Goa".'],
    ['xyzzy, or xyzzy', 'Not understood: "xyzzy".'],
    ['in Pune or', 'Not understood: "or".'],
  ])('are named once: %s', (written, problem) => {
    expect(readWords(written, shopFor(written))).toMatchObject({ kind: 'refused', problem });
  });

  it('are no other word for being near it', () => {
    const context = { ...shopFor(''), values: new Map() };
    expect(readWords('in Pune', context)).toMatchObject({
      unmapped: [
        { words: 'in Pune', advice: '"pune" was not found among the cities, tags and other values of customers' },
      ],
    });
  });

  it('name no one when nothing was said of anyone', () => {
    expect(readWords('all customers', shopFor('all customers'))).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining('a rule never means everyone'),
    });
  });
});

describe('assumptions', () => {
  it.each([
    ['inactive customers', 'inactive', 'no order in the last 90 days'],
    ['new customers', 'new', 'created in the last 30 days'],
    ['repeat buyers', 'repeat buyers', 'ordered at least 2 times'],
    ['ordered in the last 3 months', '3 months', '90 days'],
    ['ordered in March', 'in March', '2026-03-01 to 2026-03-31'],
    ['from Delhi', 'Delhi', 'the city Delhi'],
    ['bought tea for more than 500', 'bought tea for more than 500', 'the sum of all orders with it'],
  ])('are told: %s', (written, words, meaning) => {
    const reading = readWords(written, shopFor(written));
    expect(reading).toMatchObject({ kind: 'understood', assumptions: [{ words, meaning }] });
  });

  it('are not made where the words say it', () => {
    const written = 'inactive, i.e. no order in 60 days';
    expect(readWords(written, shopFor(written))).toMatchObject({ kind: 'understood', assumptions: [] });
  });
});

describe('the calendar', () => {
  it('is that of the workspace, whatever the hour is elsewhere', () => {
    const context = { ...shopFor(''), now: new Date('2026-11-30T20:00:00Z') };
    const rules = (timeZone: string) => readWords('joined this month', { ...context, timeZone });
    const within = (value: string[]) => ({ rules: { rules: [{ field: 'createdAt', operator: 'between', value }] } });
    expect(rules('Asia/Kolkata')).toMatchObject(within(['2026-12-01', '2026-12-31']));
    expect(rules('UTC')).toMatchObject(within(['2026-11-01', '2026-11-30']));
  });
});
