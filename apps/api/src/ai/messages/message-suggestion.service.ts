import { parseMessageTemplate } from '@herald/shared';
import type { MessageLanguage, SuggestMessagesInput, SuggestMessagesOutput } from '@herald/shared';
import type { WorkspaceRepository } from '@herald/platform';

import type { AiProvider, AiResult } from '../ai-task.ts';
import type { AudienceBriefService } from './audience-brief.service.ts';
import { exampleOf } from './message-brief.ts';
import type { MessageBrief } from './message-brief.ts';
import { complaintsAboutEach, messageTask } from './message-task.ts';
import type { MessageAnswer } from './message-task.ts';
import type { Variant } from './variant-rules.ts';

/** Suggests messages for an audience. Saves nothing. */
export class MessageSuggestionService {
  private readonly briefs: AudienceBriefService;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly provider: AiProvider;

  constructor(deps: {
    briefs: AudienceBriefService;
    workspace: Pick<WorkspaceRepository, 'read'>;
    provider: AiProvider;
  }) {
    this.briefs = deps.briefs;
    this.workspace = deps.workspace;
    this.provider = deps.provider;
  }

  /**
   * @throws DomainError `not_found` for the segment, `conflict` when its rules are no longer understood, `timed_out`
   */
  async suggest(input: SuggestMessagesInput, signal: AbortSignal): Promise<SuggestMessagesOutput> {
    const brief = await this.gather(input, signal);
    const result = await this.provider.run(messageTask, brief, signal);
    return {
      variants: result.answer.variants.map((variant) => toOutput(variant, input.language)),
      rejected: rejectedIn(result, brief),
      origin: result.origin,
    };
  }

  private async gather(input: SuggestMessagesInput, signal: AbortSignal): Promise<MessageBrief> {
    const { segmentId, objective, channel, tone, language } = input;
    const { name, currency } = await this.workspace.read();
    const request = {
      segmentId,
      texts: [objective, name],
      isForModel: this.provider.name !== 'offline',
      reachBy: channel,
    };
    const { variables, shown, redact } = await this.briefs.read(request, signal);
    return {
      objective,
      shownObjective: redact(objective),
      channel,
      tone,
      language,
      workspace: name,
      currency,
      audience: shown,
      variables,
    };
  }
}

function toOutput({ approach, messageTemplate, reason }: Variant, language: MessageLanguage) {
  const example = parseMessageTemplate(messageTemplate).render(exampleOf(language));
  return { approach, messageTemplate, reason, example, length: example.length };
}

/** Each text once, with what was wrong with it. */
function rejectedIn({ rejected }: AiResult<MessageAnswer>, brief: MessageBrief): SuggestMessagesOutput['rejected'] {
  const texts = new Map<string, string[]>();
  for (const { answer } of rejected) {
    const complaints = complaintsAboutEach(answer.variants, brief);
    for (const [index, { messageTemplate }] of answer.variants.entries()) {
      const found = complaints[index] ?? [];
      if (found.length > 0) texts.set(messageTemplate, found);
    }
  }
  return [...texts].map(([messageTemplate, complaints]) => ({ messageTemplate, complaints }));
}
