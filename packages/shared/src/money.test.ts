import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { amountSchema, hasAtMostTwoDecimals, MAX_AMOUNT, toMajorUnits, toMinorUnits } from './money.ts';

const SEED = 20_261_122;
const MAX_MINOR_UNITS = BigInt(MAX_AMOUNT) * 100n;

/** Any float, and those that arithmetic on amounts leaves beside the amount. */
const hostileFloats = fc.oneof(
  fc.double({ min: 0, max: MAX_AMOUNT, noNaN: true }),
  fc.tuple(fc.nat(100_000_000), fc.nat(100_000_000)).map(([a, b]) => a / 100 + b / 100),
  fc.nat(1_000_000_000).map((thousandths) => thousandths / 1_000),
);

describe('toMinorUnits', () => {
  it.each([
    [0, 0n],
    [-0, 0n],
    [12.5, 1250n],
    [1.15, 115n],
    [0.07, 7n],
    [1.1, 110n],
    [4.35, 435n],
    [8.87, 887n],
    [1_000_000_000, 100_000_000_000n],
    [999_999_999.99, 99_999_999_999n],
    [-0.05, -5n],
  ])('takes %d for %d', (amount, minorUnits) => {
    expect(toMinorUnits(amount)).toBe(minorUnits);
  });

  it.each([
    [0.1 + 0.2],
    [1.005],
    [2.675],
    [1e-7],
    [1e21],
    [Number.MIN_VALUE],
    [Number.MAX_VALUE],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ])('refuses %d, which is not exact to the minor unit', (amount) => {
    expect(() => toMinorUnits(amount)).toThrow(RangeError);
  });

  it('reads every amount that JSON can write with two decimals, and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_MINOR_UNITS }), (minorUnits) => {
        const digits = minorUnits.toString().padStart(3, '0');
        const written = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
        const amount = JSON.parse(written) as number;
        return (
          amountSchema.safeParse(amount).success &&
          toMinorUnits(amount) === minorUnits &&
          toMajorUnits(minorUnits) === amount
        );
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it('either refuses a float or reads it exactly: never rounds', () => {
    fc.assert(
      fc.property(hostileFloats, (amount) => {
        let minorUnits: bigint;
        try {
          minorUnits = toMinorUnits(amount);
        } catch (error) {
          return error instanceof RangeError && !hasAtMostTwoDecimals(amount);
        }
        return toMajorUnits(minorUnits) === amount;
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });
});

describe('amountSchema', () => {
  it.each([
    [-0.01, 'must not be negative'],
    [1.005, 'must have at most two decimals'],
    [1e-7, 'must have at most two decimals'],
    [MAX_AMOUNT + 0.01, 'must be at most 1000000000'],
  ])('refuses %d: %s', (amount, message) => {
    expect(amountSchema.safeParse(amount).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each([['1.00'], [null], [Number.NaN], [Number.POSITIVE_INFINITY], [10n]])(
    'refuses %p, no JSON number',
    (value) => {
      expect(amountSchema.safeParse(value).success).toBe(false);
    },
  );
});
