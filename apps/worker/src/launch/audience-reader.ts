import type { CampaignRepository } from '@herald/platform';

/** Ids fetched at once: PostgreSQL reads a frozen audience as a whole for any part of it. */
const IDS_PER_FETCH = 20_000;

/** Reads the frozen audience of one campaign from front to back, a bounded part of it at a time. */
export class AudienceReader {
  private readonly campaigns: Pick<CampaignRepository, 'findAudience'>;
  private readonly campaignId: string;
  private readonly size: number;
  private fetched: { from: number; ids: string[] } = { from: 0, ids: [] };

  constructor(campaigns: Pick<CampaignRepository, 'findAudience'>, campaign: { id: string; audienceSize: number }) {
    this.campaigns = campaigns;
    this.campaignId = campaign.id;
    this.size = campaign.audienceSize;
  }

  /** The ids at places `from` (inclusive, from 0) to `to` (exclusive), at most 20,000. */
  async read(from: number, to: number): Promise<string[]> {
    const { fetched } = this;
    if (from < fetched.from || to > fetched.from + fetched.ids.length) {
      const ids = await this.campaigns.findAudience(
        this.campaignId,
        from,
        Math.min(Math.max(to, from + IDS_PER_FETCH), this.size),
      );
      this.fetched = { from, ids };
    }
    return this.fetched.ids.slice(from - this.fetched.from, to - this.fetched.from);
  }
}
