import { type Band, bandOf, type Feature, FEATURES, type Today } from './bands.ts';

/**
 * How the values of a feature are spread, each from the least to the largest at equal steps: 201 of the
 * segment, every half per cent, and 401 of everybody, every quarter.
 */
export interface Spread {
  segment: readonly number[];
  everybody: readonly number[];
}
export const SEGMENT_STEPS = 200;
export const EVERYBODY_STEPS = 400;

/** The bands of the features that are asked for. */
export type Box = Partial<Record<Feature, Band>>;

/** Levels at which a box holds the middle of the segment: one per cent of it for each. */
export const INNER_LEVELS = 90;
/** Levels beyond that: a quarter of a per cent of all customers for each. */
export const OUTER_LEVELS = 100;
export const LAST_LEVEL = INNER_LEVELS + OUTER_LEVELS;
const MIDDLE = SEGMENT_STEPS / 2;

/** Apart from this a feature says nothing, however many people show it. */
const LEAST_GAP = 0.1;
/** Kolmogorov and Smirnov: by chance alone a gap is as wide once in a hundred times, times the root of how many there are. */
const CHANCE_GAP = 1.63;

/** How far a feature sets the segment apart: the widest gap between its distribution and everybody's, 0 to 1. */
export function gapOf({ segment, everybody }: Spread): number {
  const gaps = [...segment, ...everybody].map((value) =>
    Math.abs(shareUpTo(segment, value) - shareUpTo(everybody, value)),
  );
  return Math.max(...gaps);
}

export function setsApart(gap: number, segmentSize: number): boolean {
  return gap >= LEAST_GAP && gap >= CHANCE_GAP / Math.sqrt(segmentSize);
}

/**
 * Boxes of which each holds the one before. First the median of the segment alone, then more and more of its middle
 * in every feature up to nine tenths; then, because whoever a segment's own rules name is in it already, beyond: by
 * more and more of all customers on either side, up to a quarter of them.
 */
export function ladderOf(spreads: Partial<Record<Feature, Spread>>, today: Today): Box[] {
  return Array.from({ length: LAST_LEVEL + 1 }, (_, level) => {
    const box: Box = {};
    for (const feature of FEATURES) {
      const spread = spreads[feature];
      if (spread !== undefined) box[feature] = bandOf(feature, ...rangeAt(level, spread), today);
    }
    return box;
  });
}

/** In per cent: 100 is the very middle of the segment, 50 the edge of its nine tenths, 0 as far as is looked. */
export function similarityAt(level: number): number {
  const inner = Math.min(level, INNER_LEVELS) / INNER_LEVELS;
  const outer = Math.max(level - INNER_LEVELS, 0) / OUTER_LEVELS;
  return Math.round(100 - 50 * inner - 50 * outer);
}

function rangeAt(level: number, { segment, everybody }: Spread): [low: number, high: number] {
  const half = Math.min(level, INNER_LEVELS);
  const [low, high] = [at(segment, MIDDLE - half), at(segment, MIDDLE + half)];
  const beyond = level - INNER_LEVELS;
  if (beyond <= 0) return [low, high];
  const lower = everybody.filter((value) => value < low).length - beyond;
  const upper = everybody.filter((value) => value <= high).length - 1 + beyond;
  return [
    lower < 0 ? -Infinity : Math.min(low, at(everybody, lower)),
    upper >= everybody.length ? Infinity : Math.max(high, at(everybody, upper)),
  ];
}

function shareUpTo(sorted: readonly number[], value: number): number {
  return sorted.filter((other) => other <= value).length / sorted.length;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`there is no quantile ${index}`);
  return value;
}
