const TWO_TO_32 = 2 ** 32;

/** Spreads nearby numbers (customer 1, customer 2) over all 32 bits; the finalizer of MurmurHash3. */
function scramble(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * Pseudo-random numbers from a few integers (sfc32): the same integers give the same
 * numbers, on every machine. Nothing here is secret.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(...seeds: number[]) {
    let state = 0x9e3779b9;
    for (const seed of seeds) state = scramble(state ^ scramble(seed));
    this.a = state;
    this.b = scramble(state + 1);
    this.c = scramble(state + 2);
    // The first numbers still show the seeds.
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / TWO_TO_32;
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(things: readonly T[]): T {
    return things[Math.floor(this.next() * things.length)] as T;
  }

  /** `count` decimal digits. */
  digits(count: number): string {
    let digits = '';
    while (digits.length < count) digits += this.integer(0, 9);
    return digits;
  }

  /** Normally distributed around 0 with standard deviation 1 (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Many small values and few large ones, with this mean: log-normal. */
  skewed(mean: number, sigma: number): number {
    return mean * Math.exp(sigma * this.normal() - (sigma * sigma) / 2);
  }

  /** A power law from 1 upwards: P(x > k) = k^-alpha. */
  pareto(alpha: number): number {
    return (1 - this.next()) ** (-1 / alpha);
  }

  /** One of the whole numbers around `value`, so that their mean is `value`. */
  round(value: number): number {
    return Math.floor(value + this.next());
  }
}

/** Picks things by their weight. */
export class WeightedChoice<T> {
  private readonly things: readonly T[];
  private readonly bounds: number[];

  constructor(things: readonly T[], weightOf: (thing: T, index: number) => number) {
    this.things = things;
    let sum = 0;
    this.bounds = things.map((thing, index) => (sum += weightOf(thing, index)));
  }

  pick(random: Random): T {
    const at = random.next() * (this.bounds.at(-1) ?? 0);
    let low = 0;
    let high = this.bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.bounds[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return this.things[low] as T;
  }
}
