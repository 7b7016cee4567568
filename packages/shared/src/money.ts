import { z } from 'zod';

/** The largest amount Herald takes in one value, in major units. */
export const MAX_AMOUNT = 1_000_000_000;

const AT_MOST_TWO_DECIMALS = /^-?\d+(\.\d{1,2})?$/;

/** True when `amount` (major units, as JSON carries it) is exact to the minor unit. */
export function hasAtMostTwoDecimals(amount: number): boolean {
  return AT_MOST_TWO_DECIMALS.test(String(amount));
}

/** A non-negative amount in major units with at most two decimals. */
export const amountSchema = z
  .number()
  .min(0, 'must not be negative')
  .max(MAX_AMOUNT, `must be at most ${MAX_AMOUNT}`)
  .refine(hasAtMostTwoDecimals, 'must have at most two decimals');

/**
 * Major to minor units (12.5 -> 1250n), by digits and not by multiplication,
 * because 1.15 * 100 is not 115 in floating point.
 *
 * @throws RangeError when the amount has more than two decimals.
 */
export function toMinorUnits(amount: number): bigint {
  if (!hasAtMostTwoDecimals(amount)) {
    throw new RangeError(`${amount} has more than two decimals`);
  }
  const [whole = '0', decimals = ''] = String(amount).split('.');
  return BigInt(whole + decimals.padEnd(2, '0'));
}

/** The quotient of amounts, rounded half up, to show it. The divisor is positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** Minor to major units (1250n -> 12.5). Exact up to 90 trillion major units. */
export function toMajorUnits(minorUnits: bigint): number {
  return Number(minorUnits) / 100;
}
