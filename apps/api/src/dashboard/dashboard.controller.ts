import type { Reply } from '../http/route.ts';
import type { DashboardService } from './dashboard.service.ts';

export class DashboardController {
  private readonly service: DashboardService;

  constructor(service: DashboardService) {
    this.service = service;
  }

  getDashboardStats = async (): Promise<Reply<'getDashboardStats'>> => ({
    status: 200,
    body: await this.service.stats(),
  });
}
