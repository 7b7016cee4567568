import { expect } from '@jest/globals';
import { suggestCampaignTagsOutput, suggestMessagesOutput } from '@herald/shared';
import type { SuggestCampaignTagsOutput, SuggestMessagesOutput } from '@herald/shared';

import { request } from '../../../../../../scripts/testing/fixtures/request.ts';

/** Calls for texts and labels; those that name what they do expect it done, in the form of the contract. */
export class WritingApi {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  tryMessages = (body: object) => request(this.url).post('/api/ai/messages').send(body);
  tryTags = (body: object) => request(this.url).post('/api/ai/campaign-tags').send(body);

  async messages(body: object): Promise<SuggestMessagesOutput> {
    const response = await this.tryMessages(body);
    expect([response.status, response.body]).toEqual([200, response.body]);
    return suggestMessagesOutput.parse(response.body);
  }

  async tags(body: object): Promise<SuggestCampaignTagsOutput> {
    const response = await this.tryTags(body);
    expect([response.status, response.body]).toEqual([200, response.body]);
    return suggestCampaignTagsOutput.parse(response.body);
  }
}
