import type { PageQuery } from '@herald/shared';

import { cutPage, withOneMore } from '../http/page.ts';
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

  listCampaignHistory = ({ query }: CallInput<'listCampaignHistory'>): Promise<Reply<'listCampaignHistory'>> =>
    this.listPage(query);

  getCampaign = async ({ params, query }: CallInput<'getCampaign'>): Promise<Reply<'getCampaign'>> => {
    const campaign = await this.service.findWithLog(params.id, withOneMore(query));
    const { page, next } = cutPage(campaign.rows, query.limit, ({ customerId }) => customerId);
    return { status: 200, body: { ...campaign, rows: page }, next };
  };

  private async listPage(query: PageQuery) {
    const campaigns = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(campaigns, query.limit, ({ id }) => id);
    return { status: 200 as const, body: page, next };
  }
}
