import type { Feature } from './bands.ts';
import { type Box, LAST_LEVEL } from './ladder.ts';

/** How many people a level of the ladder adds to the one before, by the marks that they have: bit n is mark n. */
export interface LevelCount {
  marks: number;
  level: number;
  people: number;
}

/** How many people a level adds when `feature` is left out of it. */
export interface InnerCount {
  feature: Feature;
  level: number;
  people: number;
}

export interface Choice {
  level: number;
  /** The marks that are asked for, a bit for each. */
  marks: number;
  people: number;
  /** Only in this feature it is `level`; in all others the narrower `inner`. */
  wideIn?: { feature: Feature; inner: number };
  /** How many the next wider bounds would hold; null when there are no more. */
  next: number | null;
}

/** The choice, and the first level that holds as many as were asked for, if any does. */
export interface Chosen {
  best: Choice;
  enough: Choice | undefined;
}

/** Nearer than this to the size that was asked for nothing needs to be mended. */
const NEAR_ENOUGH = 1.1;

/**
 * The level that holds about `size` people, with as many of the marks as leave that many: of what there is, whichever
 * is nearer in proportion.
 *
 * @returns undefined when nobody is in any.
 */
export function chooseLevel(counts: readonly LevelCount[], markCount: number, size: number): Chosen | undefined {
  const totals = combinationsOf(markCount).map((marks) => ({ marks, totals: totalsOf(counts, marks) }));
  const kept = totals.find(({ totals: [...all] }) => (all.at(-1) ?? 0) >= size) ?? totals.at(-1);
  if (kept === undefined) return undefined;
  const steps = stepsOf(kept.totals).map((step, index, all) => ({
    ...step,
    marks: kept.marks,
    next: all[index + 1]?.people ?? null,
  }));
  const best = nearest(steps, size);
  return best && { best, enough: steps.find(({ people }) => people >= size) };
}

/** The first level that holds so many who have all of `marks`. */
export function firstLevelWith(counts: readonly LevelCount[], marks: number, people: number): number | undefined {
  const level = totalsOf(counts, marks).findIndex((total) => total >= people);
  return level < 0 ? undefined : level;
}

export function isNearEnough({ people }: Choice, size: number): boolean {
  return Math.abs(Math.log(people / size)) <= Math.log(NEAR_ENOUGH);
}

/**
 * Many people can come with one level, all of them equally far in one feature: everybody who ordered once less than the
 * segment did. Then those of them are chosen who are nearest in all others.
 */
export function chooseWithin({ best, enough }: Chosen, counts: readonly InnerCount[], size: number): Choice {
  if (enough === undefined) return best;
  const features = [...new Set(counts.map(({ feature }) => feature))];
  const choices = features.flatMap((feature) => {
    const ofIt = counts.filter((count) => count.feature === feature).map((count) => ({ ...count, marks: 0 }));
    const steps = stepsOf(totalsOf(ofIt, 0)).filter(({ level }) => level < enough.level);
    return steps.map(({ level, people }) => ({ ...enough, people, wideIn: { feature, inner: level }, next: null }));
  });
  return nearest([best, ...choices], size) ?? best;
}

export function boxOf(boxes: readonly Box[], { level, wideIn }: Choice): Box {
  const widest = boxes[level] ?? {};
  if (wideIn === undefined) return widest;
  return { ...boxes[wideIn.inner], [wideIn.feature]: widest[wideIn.feature] };
}

/** All marks first and none last; of as many those first that keep the most telling, which come first. */
function combinationsOf(markCount: number): number[] {
  const all = Array.from({ length: 2 ** markCount }, (_, marks) => marks);
  return all.toSorted((a, b) => bitsOf(b) - bitsOf(a) || a - b);
}

function bitsOf(marks: number): number {
  return marks === 0 ? 0 : (marks & 1) + bitsOf(marks >> 1);
}

/** How many have all of `marks`, up to each level. */
function totalsOf(counts: readonly LevelCount[], marks: number): number[] {
  const added = Array.from({ length: LAST_LEVEL + 1 }, () => 0);
  for (const { marks: has, level, people } of counts) {
    if ((has & marks) === marks) added[level] = (added[level] ?? 0) + people;
  }
  let total = 0;
  return added.map((people) => (total += people));
}

/** The levels that add somebody, with how many there are up to them. */
function stepsOf(totals: readonly number[]): { level: number; people: number }[] {
  return totals
    .map((people, level) => ({ level, people }))
    .filter(({ people, level }) => people > (totals[level - 1] ?? 0));
}

function nearest<Step extends { people: number }>(steps: readonly Step[], size: number): Step | undefined {
  const distance = ({ people }: Step) => Math.abs(Math.log(people / size));
  return steps.reduce<Step | undefined>(
    (best, step) => (best === undefined || distance(step) < distance(best) ? step : best),
    undefined,
  );
}
