import type { ReadinessOutput } from '@herald/shared';

import type { Reply } from '../http/route.ts';

/** Says whether this process is to be given calls. */
interface ReadinessService {
  read(): Promise<ReadinessOutput>;
}

export class HealthController {
  private readonly readiness: ReadinessService;

  constructor(readiness: ReadinessService) {
    this.readiness = readiness;
  }

  getHealth = async (): Promise<Reply<'getHealth'>> => ({ status: 200, body: { status: 'ok' } });

  getReadiness = async (): Promise<Reply<'getReadiness'>> => {
    const body = await this.readiness.read();
    return { status: body.status === 'ready' ? 200 : 503, body };
  };
}
