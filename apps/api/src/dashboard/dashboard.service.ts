import type { DashboardStatsOutput } from '@herald/shared';

import type { DashboardRepository } from './dashboard.repository.ts';

export class DashboardService {
  private readonly dashboard: DashboardRepository;

  constructor(dashboard: DashboardRepository) {
    this.dashboard = dashboard;
  }

  async stats(): Promise<DashboardStatsOutput> {
    const { customers, segments, activeCampaigns, sent, failed } = await this.dashboard.countEverything();
    const ended = sent + failed;
    return {
      totalCustomers: customers,
      activeCampaigns,
      deliveryRate: ended === 0 ? 0 : sent / ended,
      customerSegments: segments,
    };
  }
}
