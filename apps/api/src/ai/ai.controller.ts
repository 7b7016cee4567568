import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { AiUsageService } from './provider/ai-usage.service.ts';

export class AiController {
  private readonly usage: AiUsageService;

  constructor(usage: AiUsageService) {
    this.usage = usage;
  }

  getAiState = async (): Promise<Reply<'getAiState'>> => ({ status: 200, body: await this.usage.state() });

  listAiCalls = async ({ query }: CallInput<'listAiCalls'>): Promise<Reply<'listAiCalls'>> => {
    const calls = await this.usage.list(withOneMore(query));
    const { page, next } = cutPage(calls, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };
}
