/** Below it every whole number is readable. */
const SHORT = 100;

/** The largest number of at most three digits that count, the third 0 or 5, that is not above `value`: 12,340 gives 12,000. */
export function floorReadable(value: number): number {
  const step = stepOf(value);
  return Math.floor(value / step) * step;
}

/** The smallest such number that is not below `value`: 12,340 gives 12,500. */
export function ceilReadable(value: number): number {
  const step = stepOf(value);
  return Math.ceil(value / step) * step;
}

function stepOf(value: number): number {
  return value < SHORT ? 1 : 5 * 10 ** (String(Math.floor(value)).length - 3);
}
