import type { ReadinessOutput } from '@herald/shared';
import type { Queues } from '@herald/platform';
import { checkReadiness } from '@herald/platform';

import type { HealthRepository } from './health.repository.ts';

export class HealthService {
  private readonly database: HealthRepository;
  private readonly queues: Pick<Queues, 'ping'>;

  constructor(database: HealthRepository, queues: Pick<Queues, 'ping'>) {
    this.database = database;
    this.queues = queues;
  }

  readiness = (): Promise<ReadinessOutput> =>
    checkReadiness({ database: () => this.database.ping(), queue: () => this.queues.ping() });
}
