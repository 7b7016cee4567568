import type { CallInput, Reply } from '../../http/route.ts';
import type { CampaignTagsService } from './campaign-tags.service.ts';

/** Labels for a campaign. */
export class CampaignTagsController {
  private readonly suggestions: CampaignTagsService;

  constructor(suggestions: CampaignTagsService) {
    this.suggestions = suggestions;
  }

  suggestCampaignTags = async ({
    body,
    signal,
  }: CallInput<'suggestCampaignTags'>): Promise<Reply<'suggestCampaignTags'>> => ({
    status: 200,
    body: await this.suggestions.suggest(body, signal),
  });
}
