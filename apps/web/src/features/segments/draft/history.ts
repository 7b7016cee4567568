/** Typing that goes on within this is one step. */
const MERGE_MS = 1_000;
const MOST_STEPS = 100;

/** What was, what is, and what was undone. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the latest change was about, and when: more of the same soon after joins its step. */
  latest?: { about: string; atMs: number };
}

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** @param about what is changed, as the value of one rule; changes without it are steps of their own. */
export function record<T>(history: History<T>, next: T, change: { about?: string; atMs: number }): History<T> {
  if (Object.is(next, history.present)) return history;
  const { about, atMs } = change;
  const { latest } = history;
  const isSameStep =
    about !== undefined && latest?.about === about && atMs - latest.atMs < MERGE_MS && history.past.length > 0;
  return {
    past: isSameStep ? history.past : [...history.past, history.present].slice(-MOST_STEPS),
    present: next,
    future: [],
    ...(about !== undefined && { latest: { about, atMs } }),
  };
}

export function undo<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redo<T>({ past, present, future }: History<T>): History<T> {
  const [after, ...rest] = future;
  if (after === undefined) return { past, present, future };
  return { past: [...past, present], present: after, future: rest };
}
