import type { z } from 'zod';

export type Path = (string | number)[];

/** A bad part of the rules, and what is wrong with it. */
export interface Refusal {
  path: Path;
  message: string;
}

/** So many bad parts are named; the others are left for the next try. */
export const MAX_REFUSALS = 50;

/** What a schema found wrong with what is `at` a path; a key that nobody knows is named itself. */
export function refusalsIn(error: z.ZodError | undefined, at: Path = []): Refusal[] {
  const refusals = (error?.issues.slice(0, MAX_REFUSALS) ?? []).flatMap((issue): Refusal | Refusal[] => {
    const path = [...at, ...(issue.path as Path)];
    if (issue.code !== 'unrecognized_keys') return { path, message: issue.message };
    return issue.keys.slice(0, MAX_REFUSALS).map((key) => ({ path: [...path, key], message: 'unknown field' }));
  });
  return refusals.slice(0, MAX_REFUSALS);
}
