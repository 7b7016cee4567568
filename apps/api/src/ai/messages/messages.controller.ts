import type { CallInput, Reply } from '../../http/route.ts';
import type { MessageSuggestionService } from './message-suggestion.service.ts';

/** Texts for a campaign. */
export class MessagesController {
  private readonly suggestions: MessageSuggestionService;

  constructor(suggestions: MessageSuggestionService) {
    this.suggestions = suggestions;
  }

  suggestMessages = async ({ body, signal }: CallInput<'suggestMessages'>): Promise<Reply<'suggestMessages'>> => ({
    status: 200,
    body: await this.suggestions.suggest(body, signal),
  });
}
