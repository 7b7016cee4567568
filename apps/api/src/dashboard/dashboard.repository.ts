import { ACTIVE_CAMPAIGN_STATUSES } from '@herald/shared';
import type { Prisma } from '@herald/platform';

/** Reads the numbers of the dashboard. Writes nothing. */
export class DashboardRepository {
  private readonly prisma: Prisma;

  constructor(prisma: Prisma) {
    this.prisma = prisma;
  }

  async countEverything() {
    const [customers, segments, activeCampaigns, outcomes] = await Promise.all([
      this.prisma.customer.count(),
      this.prisma.segment.count(),
      this.prisma.campaign.count({ where: { status: { in: [...ACTIVE_CAMPAIGN_STATUSES] } } }),
      this.prisma.campaign.aggregate({ _sum: { sentCount: true, failedCount: true } }),
    ]);
    const { sentCount, failedCount } = outcomes._sum;
    return { customers, segments, activeCampaigns, sent: sentCount ?? 0, failed: failedCount ?? 0 };
  }
}
