import { describe, expect, it } from '@jest/globals';

import { decideCallFaults, decideReceiptFaults, faultRatesSchema, hasCallFaults } from './faults.ts';

const KEYS = Array.from({ length: 2_000 }, (_, number) => `key-${number}`);
const share = (happened: boolean[]) => happened.filter(Boolean).length / happened.length;

describe('the grammar of faults', () => {
  it.each([
    ['', []],
    [' ', []],
    ['busy=1', [['busy', 1]]],
    [
      'busy=0.1,lose=0',
      [
        ['busy', 0.1],
        ['lose', 0],
      ],
    ],
    [
      ' slow = .5 , forge=1e-3 ',
      [
        ['slow', 0.5],
        ['forge', 0.001],
      ],
    ],
    ['busy=0.1,busy=0.2', [['busy', 0.2]]],
  ])('reads %j', (text, rates) => {
    expect([...faultRatesSchema.parse(text)]).toEqual(rates);
  });

  it.each([
    ['bussy=1', 'there is no fault "bussy", only slow, busy, error, refuse, reset, hang, drop, lose,'],
    ['toString=1', 'there is no fault "toString"'],
    ['busy=1,', 'there is no fault ""'],
    ['=1', 'there is no fault ""'],
    ['busy', 'busy must be given as busy=rate, with a rate from 0 to 1'],
    ['busy=', 'busy must be given as'],
    ['busy=1.01', 'busy must be given as'],
    ['busy=-0.1', 'busy must be given as'],
    ['busy=NaN', 'busy must be given as'],
    ['busy=often', 'busy must be given as'],
    ['lose=0.5,busy=0.5=1', 'busy must be given as'],
    ['lose=0.5;busy=0.5', 'lose must be given as'],
  ])('refuses %j by the name of the fault', (text, reason) => {
    expect(faultRatesSchema.safeParse(text).error?.issues).toEqual([
      expect.objectContaining({ message: expect.stringContaining(reason) }),
    ]);
  });

  it('names every part that is wrong', () => {
    expect(faultRatesSchema.safeParse('a=1,busy=2,lose=0').error?.issues).toHaveLength(2);
  });
});

describe('faults of a call', () => {
  const rates = faultRatesSchema.parse('busy=0.3,refuse=0.3,lose=1');

  it('happen as often as they should, and no other does', () => {
    const decided = KEYS.map((key) => decideCallFaults(rates, 's', key, 1));
    expect(share(decided.map((faults) => faults.has('busy')))).toBeCloseTo(0.3, 1);
    expect(new Set(decided.flatMap((faults) => [...faults]))).toEqual(new Set(['busy', 'refuse']));
  });

  it('are decided by the seed, the key and how often it was asked', () => {
    const busy = (seed: string, asked: number) =>
      KEYS.map((key) => decideCallFaults(rates, seed, key, asked).has('busy'));
    expect(busy('s', 1)).toEqual(busy('s', 1));
    expect(busy('s', 2)).not.toEqual(busy('s', 1));
    expect(busy('t', 1)).not.toEqual(busy('s', 1));
    // Whoever is busy at first is not busy for ever.
    const [first, second] = [busy('s', 1), busy('s', 2)];
    const busyAgain = KEYS.filter((_, index) => first[index] && second[index]);
    expect(busyAgain.length / KEYS.length).toBeCloseTo(0.09, 1);
  });

  it('leave a key refused that was refused once', () => {
    const refused = (asked: number) => KEYS.map((key) => decideCallFaults(rates, 's', key, asked).has('refuse'));
    expect(share(refused(1))).toBeCloseTo(0.3, 1);
    expect(refused(2)).toEqual(refused(1));
  });

  it('never happen at a rate of 0 and always at 1', () => {
    const sure = faultRatesSchema.parse('busy=0,drop=1');
    expect(new Set(KEYS.flatMap((key) => [...decideCallFaults(sure, 's', key, 1)]))).toEqual(new Set(['drop']));
  });

  it.each([
    ['', false],
    ['lose=1', false],
    ['busy=0', false],
    ['busy=0.1', true],
  ])('are possible with %j: %s', (text, possible) => {
    expect(hasCallFaults(faultRatesSchema.parse(text))).toBe(possible);
  });
});

it('faults of a receipt are decided by the seed and the key, each on its own', () => {
  const rates = faultRatesSchema.parse('lose=0.5,late=0.5,busy=1');
  const decided = (seed: string) => KEYS.map((key) => [...decideReceiptFaults(rates, seed, key)].join());
  expect(decided('s')).toEqual(decided('s'));
  expect(decided('t')).not.toEqual(decided('s'));
  expect(new Set(decided('s'))).toEqual(new Set(['', 'lose', 'late', 'lose,late']));
});
