/** One comparison of Herald with a bare baseline, both measured in the same run. */
export interface Comparison {
  name: string;
  /** Of what the figures are: `rows/s`, `ms`. */
  unit: string;
  /** Medians. */
  herald: number;
  bare: number;
  /** What herald / bare must be. */
  bound: { atLeast: number } | { atMost: number };
}

/** A figure with a limit of its own. */
export interface Limited {
  name: string;
  unit: string;
  herald: number;
  /** The same of a bare baseline, when there is one: printed, not judged. */
  bare?: number;
  atMost: number;
}

/** A figure that is printed and promises nothing. */
export interface Figure {
  name: string;
  unit: string;
  herald: number;
}

export type Row = Comparison | Limited | Figure;

export function ratioOf({ herald, bare }: Pick<Comparison, 'herald' | 'bare'>): number {
  return herald / bare;
}

/** A mere figure does. */
export function holds(row: Row): boolean {
  if ('atMost' in row) return row.herald <= row.atMost;
  if (!('bound' in row)) return true;
  const ratio = ratioOf(row);
  const { bound } = row;
  return 'atLeast' in bound ? ratio >= bound.atLeast : ratio <= bound.atMost;
}

/**
 * Runs two sides in turn (A B A B), so that what else happens on the machine meets both.
 *
 * @returns the median of each side.
 */
export async function alternate(
  rounds: number,
  herald: (round: number) => Promise<number>,
  bare: (round: number) => Promise<number>,
): Promise<{ herald: number; bare: number }> {
  const figures: { herald: number[]; bare: number[] } = { herald: [], bare: [] };
  for (let round = 0; round < rounds; round += 1) {
    figures.herald.push(await herald(round));
    figures.bare.push(await bare(round));
  }
  return { herald: median(figures.herald), bare: median(figures.bare) };
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The figure that five in a hundred are above. */
export function percentile95(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}

/** How many of `count` things were done in a second. */
export async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  return (count / (await milliseconds(work))) * 1000;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
