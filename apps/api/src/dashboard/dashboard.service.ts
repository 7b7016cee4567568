import type { DashboardStatsOutput } from '@herald/shared';
import type { DeliveryStopRepository } from '@herald/platform';

import type { DashboardRepository } from './dashboard.repository.ts';

export class DashboardService {
  private readonly dashboard: DashboardRepository;
  private readonly stops: DeliveryStopRepository;

  constructor(dashboard: DashboardRepository, stops: DeliveryStopRepository) {
    this.dashboard = dashboard;
    this.stops = stops;
  }

  async stats(): Promise<DashboardStatsOutput> {
    const [counted, stop] = await Promise.all([this.dashboard.countEverything(), this.stops.find()]);
    const { customers, segments, activeCampaigns, sent, failed } = counted;
    const ended = sent + failed;
    return {
      totalCustomers: customers,
      activeCampaigns,
      deliveryRate: ended === 0 ? 0 : sent / ended,
      customerSegments: segments,
      sending: stop === undefined ? 'on' : 'stopped',
    };
  }
}
