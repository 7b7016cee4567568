import type { ReadinessOutput } from '@herald/shared';

import type { Queues } from '../queues/queues.ts';
import { within } from '../queues/within.ts';
import type { DatabaseHealthRepository } from '../repositories/database-health.repository.ts';

const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Whether this process is to be given work. One whose database stores nothing is: it still answers questions, and
 * says 503 to the rest itself. Every other process has the same database, so to take it out would help nobody.
 */
export class Readiness {
  private readonly database: Pick<DatabaseHealthRepository, 'isWritable'>;
  private readonly queues: Pick<Queues, 'ping'>;
  private isDraining = false;

  constructor(database: Pick<DatabaseHealthRepository, 'isWritable'>, queues: Pick<Queues, 'ping'>) {
    this.database = database;
    this.queues = queues;
  }

  /** From now on it is not, because the process is about to end. */
  drain(): void {
    this.isDraining = true;
  }

  async read(): Promise<ReadinessOutput> {
    if (this.isDraining) return { status: 'draining' };
    const [writable, counted] = await Promise.allSettled([
      within(ANSWER_TIMEOUT_MS, this.database.isWritable()),
      within(ANSWER_TIMEOUT_MS, this.queues.ping()),
    ]);
    const database = writable.status === 'rejected' ? 'failed' : writable.value ? 'ok' : 'read only';
    const queue = counted.status === 'rejected' ? 'failed' : 'ok';
    const isReady = database !== 'failed' && queue === 'ok';
    return { status: isReady ? 'ready' : 'not ready', checks: { database, queue } };
  }
}
