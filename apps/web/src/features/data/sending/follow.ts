import type { IngestionOutput } from '@herald/shared';

import type { SentBatch } from './sending.ts';

/** What became of everything that was sent. */
export interface Outcome {
  stored: number;
  rejected: number;
  /** Batches that the worker is not through with. */
  open: number;
  /** The first of what was rejected. */
  rejectedRows: readonly { ingestionId: string; rowNumber: number; reason: string }[];
}

export const MOST_REJECTED_LISTED = 100;
const AT_ONCE = 4;

/** Where the worker is with batches that were sent; asks for those that are still open. */
export class Follower {
  private readonly known = new Map<string, IngestionOutput>();
  private readonly get: (id: string, signal: AbortSignal) => Promise<IngestionOutput>;

  constructor(get: (id: string, signal: AbortSignal) => Promise<IngestionOutput>) {
    this.get = get;
  }

  /** Asks for the oldest open ones: the worker takes batches in their order. */
  async look(batches: readonly SentBatch[], signal: AbortSignal): Promise<Outcome> {
    const open = batches.filter(({ ingestionId }) => this.known.get(ingestionId)?.state !== 'COMPLETED');
    for (let next = 0; next < open.length; next += AT_ONCE) {
      const answers = await Promise.all(
        open.slice(next, next + AT_ONCE).map(({ ingestionId }) => this.get(ingestionId, signal)),
      );
      for (const answer of answers) this.known.set(answer.id, answer);
      if (answers.some(({ state }) => state === 'PENDING')) break;
    }
    return this.outcome(batches);
  }

  private outcome(batches: readonly SentBatch[]): Outcome {
    const outcome = { stored: 0, rejected: 0, open: 0 };
    const rejectedRows: Outcome['rejectedRows'][number][] = [];
    for (const { ingestionId, rowNumbers } of batches) {
      const ingestion = this.known.get(ingestionId);
      outcome.stored += ingestion?.stored ?? 0;
      outcome.rejected += ingestion?.rejected ?? 0;
      if (ingestion?.state !== 'COMPLETED') outcome.open += 1;
      for (const { index, reason } of ingestion?.rejectedRows ?? []) {
        if (rejectedRows.length < MOST_REJECTED_LISTED) {
          rejectedRows.push({ ingestionId, rowNumber: rowNumbers[index] ?? 0, reason });
        }
      }
    }
    return { ...outcome, rejectedRows };
  }
}
