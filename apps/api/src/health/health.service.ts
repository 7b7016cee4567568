import type { ReadinessOutput } from '@herald/shared';
import type { Queues } from '@herald/platform';
import { within } from '@herald/platform';

import type { HealthRepository } from './health.repository.ts';

const ANSWER_TIMEOUT_MS = 2_000;

export class HealthService {
  private readonly database: HealthRepository;
  private readonly queues: Pick<Queues, 'countOpen'>;

  constructor(database: HealthRepository, queues: Pick<Queues, 'countOpen'>) {
    this.database = database;
    this.queues = queues;
  }

  async readiness(): Promise<ReadinessOutput> {
    const [database, queue] = await Promise.all([
      answers(this.database.ping()),
      answers(this.queues.countOpen('launch')),
    ]);
    return {
      status: database && queue ? 'ready' : 'not ready',
      checks: { database: word(database), queue: word(queue) },
    };
  }
}

async function answers(call: Promise<unknown>): Promise<boolean> {
  const [settled] = await Promise.allSettled([within(ANSWER_TIMEOUT_MS, call)]);
  return settled.status === 'fulfilled';
}

function word(isAnswering: boolean): 'ok' | 'failed' {
  return isAnswering ? 'ok' : 'failed';
}
