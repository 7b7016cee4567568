/** Counts, for each campaign, the calls to the vendor that failed one after the other. */
export class FailureStreaks {
  private readonly max: number;
  private readonly lengths = new Map<string, number>();

  constructor(max: number) {
    this.max = max;
  }

  noteAnswer(campaignId: string): void {
    this.lengths.delete(campaignId);
  }

  noteFailure(campaignId: string): void {
    this.lengths.set(campaignId, (this.lengths.get(campaignId) ?? 0) + 1);
  }

  /** Whether it is as long as it may be; if so, it is forgotten, for the campaign that goes on starts anew. */
  takeOverlong(campaignId: string): boolean {
    if ((this.lengths.get(campaignId) ?? 0) < this.max) return false;
    this.lengths.delete(campaignId);
    return true;
  }
}
