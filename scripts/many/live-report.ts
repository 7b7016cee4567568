import type { CampaignProgress } from '@herald/shared';
import { request } from 'undici';

/** What an open page of a campaign sees: every event until the last. */
export class LiveReport {
  readonly seen: CampaignProgress[] = [];
  private readonly stream: Promise<void>;

  private constructor(url: string, apiKey: string) {
    this.stream = this.read(url, apiKey);
    this.stream.catch(() => {});
  }

  /** Of a campaign, at one API. */
  static open(apiUrl: string, apiKey: string, campaignId: string): LiveReport {
    return new LiveReport(`${apiUrl}/api/campaigns/${campaignId}/events`, apiKey);
  }

  /** Resolves with what it saw last when the campaign has ended. */
  async untilEnd(): Promise<CampaignProgress | undefined> {
    await this.stream;
    return this.seen.at(-1);
  }

  private async read(url: string, apiKey: string): Promise<void> {
    const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${apiKey}` } });
    if (statusCode !== 200) throw new Error(`the live report answered ${statusCode}: ${await body.text()}`);
    let text = '';
    for await (const piece of body.setEncoding('utf8') as AsyncIterable<string>) {
      text += piece;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.note(event);
    }
  }

  private note(event: string): void {
    const data = /^data: ?(.*)$/m.exec(event)?.[1];
    if (data !== undefined && /^event: ?progress$/m.test(event)) this.seen.push(JSON.parse(data) as CampaignProgress);
  }
}
