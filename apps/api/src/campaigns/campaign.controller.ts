import type { CampaignsQuery } from '@herald/shared';

import { mayDo } from '../access/caller.ts';
import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { CampaignBooksService } from './campaign-books.service.ts';
import type { CampaignControlService } from './campaign-control.service.ts';
import type { CampaignDraftService } from './campaign-draft.service.ts';
import type { CampaignPreviewService } from './campaign-preview.service.ts';
import type { CampaignService } from './campaign.service.ts';
import type { RetryFailedService } from './retry-failed.service.ts';

export class CampaignController {
  private readonly campaigns: CampaignService;
  private readonly drafts: CampaignDraftService;
  private readonly previews: CampaignPreviewService;
  private readonly control: CampaignControlService;
  private readonly retries: RetryFailedService;
  private readonly books: CampaignBooksService;

  constructor(services: {
    campaigns: CampaignService;
    drafts: CampaignDraftService;
    previews: CampaignPreviewService;
    control: CampaignControlService;
    retries: RetryFailedService;
    books: CampaignBooksService;
  }) {
    this.campaigns = services.campaigns;
    this.drafts = services.drafts;
    this.previews = services.previews;
    this.control = services.control;
    this.retries = services.retries;
    this.books = services.books;
  }

  createCampaign = async ({ body }: CallInput<'createCampaign'>): Promise<Reply<'createCampaign'>> => {
    const campaign = await this.campaigns.create(body);
    return { status: 201, body: campaign, alsoDone: body.draft ? [] : ['campaign.launch'] };
  };

  listCampaigns = ({ query }: CallInput<'listCampaigns'>): Promise<Reply<'listCampaigns'>> => this.listPage(query);

  listCampaignHistory = ({ query }: CallInput<'listCampaignHistory'>): Promise<Reply<'listCampaignHistory'>> =>
    this.listPage(query);

  getCampaign = async ({ params, query, caller }: CallInput<'getCampaign'>): Promise<Reply<'getCampaign'>> => {
    const campaign = await this.campaigns.findWithLog(params.id, withOneMore(query));
    const { page, next } = cutPage(campaign.rows, query.limit, ({ customerId }) => customerId);
    // A report needs what became of each message, not what it says.
    const rows = mayDo(caller, 'people.read') ? page : page.map((row) => ({ ...row, personalizedMessage: null }));
    return { status: 200, body: { ...campaign, rows }, next };
  };

  updateCampaign = async ({ params, body }: CallInput<'updateCampaign'>): Promise<Reply<'updateCampaign'>> => ({
    status: 200,
    body: await this.drafts.update(params.id, body),
  });

  updateCampaignTags = async ({
    params,
    body,
  }: CallInput<'updateCampaignTags'>): Promise<Reply<'updateCampaignTags'>> => ({
    status: 200,
    body: await this.campaigns.replaceTags(params.id, body.tags),
  });

  deleteCampaign = async ({ params }: CallInput<'deleteCampaign'>): Promise<Reply<'deleteCampaign'>> => ({
    status: 200,
    body: await this.drafts.delete(params.id),
  });

  duplicateCampaign = async ({ params }: CallInput<'duplicateCampaign'>): Promise<Reply<'duplicateCampaign'>> => ({
    status: 201,
    body: await this.drafts.duplicate(params.id),
  });

  previewCampaign = async ({ body, signal }: CallInput<'previewCampaign'>): Promise<Reply<'previewCampaign'>> => ({
    status: 200,
    body: await this.previews.preview(body, signal),
  });

  getCampaignBooks = async ({ params, signal }: CallInput<'getCampaignBooks'>): Promise<Reply<'getCampaignBooks'>> => ({
    status: 200,
    body: await this.books.read(params.id, signal),
  });

  launchCampaign = async ({ params, body }: CallInput<'launchCampaign'>): Promise<Reply<'launchCampaign'>> => ({
    status: 200,
    body: await this.campaigns.launch(params.id, body),
  });

  pauseCampaign = async ({ params }: CallInput<'pauseCampaign'>): Promise<Reply<'pauseCampaign'>> => ({
    status: 200,
    body: await this.control.pause(params.id),
  });

  resumeCampaign = async ({ params }: CallInput<'resumeCampaign'>): Promise<Reply<'resumeCampaign'>> => ({
    status: 200,
    body: await this.control.resume(params.id),
  });

  cancelCampaign = async ({ params }: CallInput<'cancelCampaign'>): Promise<Reply<'cancelCampaign'>> => ({
    status: 200,
    body: await this.control.cancel(params.id),
  });

  retryFailedMessages = async ({
    params,
    body,
  }: CallInput<'retryFailedMessages'>): Promise<Reply<'retryFailedMessages'>> => ({
    status: 200,
    body: await this.retries.retryFailed(params.id, body),
  });

  private async listPage(query: CampaignsQuery) {
    const campaigns = await this.campaigns.list(withOneMore(query));
    const { page, next } = cutPage(campaigns, query.limit, ({ id }) => id);
    return { status: 200 as const, body: page, next };
  }
}
