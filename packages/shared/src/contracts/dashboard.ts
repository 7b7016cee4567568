import { z } from 'zod';

export const dashboardStatsOutput = z
  .object({
    totalCustomers: z.int(),
    activeCampaigns: z.int().meta({ description: 'Campaigns that are PROCESSING or SENDING.' }),
    deliveryRate: z.number().min(0).max(1).meta({ description: 'sent / (sent + failed); 0 when there is none.' }),
    customerSegments: z.int(),
    sending: z.enum(['on', 'stopped']).meta({ description: 'Whether messages go out at all; see `/api/delivery`.' }),
  })
  .meta({ id: 'DashboardStats' });
export type DashboardStatsOutput = z.infer<typeof dashboardStatsOutput>;
