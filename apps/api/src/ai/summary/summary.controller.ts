import type { CallInput, Reply } from '../../http/route.ts';
import type { SummaryService } from './summary.service.ts';

/** A campaign in a paragraph. */
export class SummaryController {
  private readonly summaries: SummaryService;

  constructor(summaries: SummaryService) {
    this.summaries = summaries;
  }

  summariseCampaign = async ({
    params,
    signal,
  }: CallInput<'summariseCampaign'>): Promise<Reply<'summariseCampaign'>> => ({
    status: 200,
    body: await this.summaries.summarise(params.id, signal),
  });
}
