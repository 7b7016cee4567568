import type { PageQuery } from '@herald/shared';

import { nextCursor } from '../http/next-cursor.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CampaignService } from './campaign.service.ts';

export class CampaignController {
  private readonly service: CampaignService;

  constructor(service: CampaignService) {
    this.service = service;
  }

  createCampaign = async ({ body }: CallInput<'createCampaign'>): Promise<Reply<'createCampaign'>> => ({
    status: 201,
    body: await this.service.create(body),
  });

  listCampaigns = ({ query }: CallInput<'listCampaigns'>): Promise<Reply<'listCampaigns'>> => this.listPage(query);

  listCampaignHistory = ({
    query,
  }: CallInput<'listCampaignHistory'>): Promise<Reply<'listCampaignHistory'>> => this.listPage(query);

  getCampaign = async ({ params, query }: CallInput<'getCampaign'>): Promise<Reply<'getCampaign'>> => {
    const campaign = await this.service.findWithLog(params.id, query);
    const last = campaign.rows.length === query.limit ? campaign.rows.at(-1)?.customerId : undefined;
    return { status: 200, body: campaign, next: last };
  };

  private async listPage(query: PageQuery) {
    const campaigns = await this.service.list(query);
    return { status: 200 as const, body: campaigns, next: nextCursor(campaigns, query.limit) };
  }
}
