import type { SuggestCampaignTagsInput, SuggestCampaignTagsOutput } from '@herald/shared';

import type { AiProvider } from '../ai-task.ts';
import type { AudienceBriefService } from '../messages/audience-brief.service.ts';
import { campaignTagsTask } from './campaign-tags-task.ts';

/** Suggests labels for a campaign. Saves nothing. */
export class CampaignTagsService {
  private readonly briefs: AudienceBriefService;
  private readonly provider: AiProvider;

  constructor(deps: { briefs: AudienceBriefService; provider: AiProvider }) {
    this.briefs = deps.briefs;
    this.provider = deps.provider;
  }

  /**
   * @throws DomainError `not_found` for the segment, `conflict` when its rules are no longer understood, `timed_out`
   */
  async suggest(
    { segmentId, messageTemplate }: SuggestCampaignTagsInput,
    signal: AbortSignal,
  ): Promise<SuggestCampaignTagsOutput> {
    const request = { segmentId, texts: [messageTemplate], isForModel: this.provider.name !== 'offline' };
    const { rules, context, description, shown, redact } = await this.briefs.read(request, signal);
    const brief = {
      messageTemplate,
      rules,
      context,
      description,
      shown: { message: redact(messageTemplate), rules: shown.rules, segment: shown.segment },
    };
    const { answer, origin } = await this.provider.run(campaignTagsTask, brief, signal);
    const tags = answer.tags.map(({ tag, reason, quote }) => ({
      tag,
      reason: `${reason.trim().replace(/[.:]+$/u, '')}: “${quote.trim()}”`,
    }));
    return { tags, origin };
  }
}
