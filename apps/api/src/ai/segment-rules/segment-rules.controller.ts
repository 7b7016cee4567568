import { mayDo } from '../../access/caller.ts';
import type { CallInput, Reply } from '../../http/route.ts';
import type { SegmentRulesService } from './segment-rules.service.ts';

export class SegmentRulesController {
  private readonly suggestions: SegmentRulesService;

  constructor(suggestions: SegmentRulesService) {
    this.suggestions = suggestions;
  }

  suggestSegmentRules = async ({
    body,
    caller,
    signal,
  }: CallInput<'suggestSegmentRules'>): Promise<Reply<'suggestSegmentRules'>> => {
    const suggestion = await this.suggestions.suggest(body, signal);
    const { preview } = suggestion;
    if (preview === null || mayDo(caller, 'people.read')) return { status: 200, body: suggestion };
    return { status: 200, body: { ...suggestion, preview: { ...preview, sampleUserIds: [], sample: [] } } };
  };
}
