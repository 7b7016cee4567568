import type { Reply } from '../http/route.ts';
import type { HealthService } from './health.service.ts';

export class HealthController {
  private readonly service: HealthService;

  constructor(service: HealthService) {
    this.service = service;
  }

  getHealth = async (): Promise<Reply<'getHealth'>> => ({ status: 200, body: { status: 'ok' } });

  getReadiness = async (): Promise<Reply<'getReadiness'>> => {
    const readiness = await this.service.readiness();
    return { status: readiness.status === 'ready' ? 200 : 503, body: readiness };
  };
}
