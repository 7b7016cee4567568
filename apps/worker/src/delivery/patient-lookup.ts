import type { VendorClient, VendorReport } from './vendor-client.ts';

/** So many lookups in a row without an answer: the vendor does not answer them now. */
const MAX_UNANSWERED = 10;

/** Asks a vendor about many messages, for as long as it answers and the process is not to end. */
export class PatientLookup {
  private readonly vendor: Pick<VendorClient, 'find'>;
  private readonly draining: AbortSignal;
  private unanswered = 0;

  constructor(vendor: Pick<VendorClient, 'find'>, draining: AbortSignal) {
    this.vendor = vendor;
    this.draining = draining;
  }

  /** @returns undefined when it was not asked. */
  async find(key: string): Promise<VendorReport | undefined> {
    if (this.draining.aborted || this.unanswered >= MAX_UNANSWERED) return undefined;
    const report = await this.vendor.find(key);
    this.unanswered = report.outcome === 'unanswered' ? this.unanswered + 1 : 0;
    return report;
  }
}
