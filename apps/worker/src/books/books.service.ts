import { idempotencyKeyOf, newId } from '@herald/shared';
import { countersOf, endedCounts, isDatabaseUnavailable } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  CommunicationLogRepository,
  Counter,
  EndedCounts,
  Logger,
  NewReceipt,
  Queues,
  ReceiptInboxRepository,
  Transact,
  UnreportedMessage,
} from '@herald/platform';

import type { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import { inParallel } from '../delivery/in-parallel.ts';
import { PatientLookup } from '../delivery/patient-lookup.ts';
import type { VendorClient, VendorReport } from '../delivery/vendor-client.ts';

const CAMPAIGNS_PER_PAGE = 100;
const LOOKUPS_PER_CAMPAIGN = 1_000;
const LOOKUPS_AT_ONCE = 8;
/** A campaign is recounted so rarely that counting takes at most this share of the time. */
const SHARE_OF_TIME = 0.05;

export interface BooksDependencies {
  transact: Transact;
  /** Runs reads on one state of the database. */
  snapshot: Transact;
  campaigns: CampaignRepository;
  logs: CommunicationLogRepository;
  inbox: ReceiptInboxRepository;
  vendor: Pick<VendorClient, 'find'>;
  publisher: DeliveryPublisher;
  queues: Pick<Queues, 'publish'>;
  /** Rows by which a counter was wrong. */
  driftCounter: Counter<'counter'>;
  logger: Logger;
  draining: AbortSignal;
  /** After this time without a receipt the vendor is asked. */
  lookupAfterMs: number;
  now: () => Date;
}

/** Keeps the books of the campaigns that are not sealed: counters, ends, and messages that nobody reports. */
export class BooksService {
  private readonly deps: BooksDependencies;
  /** Campaigns that take long to count wait for this time. */
  private readonly notBefore = new Map<string, number>();
  /** Where the last look for unreported messages of a campaign ended. */
  private readonly lookedUpTo = new Map<string, string>();

  constructor(deps: BooksDependencies) {
    this.deps = deps;
  }

  async balanceAll(): Promise<void> {
    let page: Campaign[] = [];
    do {
      page = await this.deps.campaigns.findUnsealed(page.at(-1)?.id, CAMPAIGNS_PER_PAGE);
      for (const campaign of page) await this.balanceOrReport(campaign.id);
    } while (page.length === CAMPAIGNS_PER_PAGE);
  }

  /** What is wrong with one campaign must not keep the books of the others. */
  private async balanceOrReport(campaignId: string): Promise<void> {
    try {
      await this.balance(campaignId);
    } catch (err) {
      if (isDatabaseUnavailable(err)) throw err;
      this.deps.logger.error({ err, campaignId }, 'campaign.books.failed');
    }
  }

  private async balance(campaignId: string): Promise<void> {
    const startedAtMs = this.deps.now().getTime();
    if (startedAtMs < (this.notBefore.get(campaignId) ?? 0)) return;
    await this.recount(campaignId);
    await this.askForReceipts(campaignId);
    const tookMs = this.deps.now().getTime() - startedAtMs;
    this.notBefore.set(campaignId, startedAtMs + tookMs / SHARE_OF_TIME);
  }

  /** Mends counters that are wrong, completes a campaign with nothing open and seals it. */
  async recount(campaignId: string): Promise<void> {
    const { campaigns, logs } = this.deps;
    const isRight = await this.deps.snapshot(async (tx) => {
      const campaign = await campaigns.findById(campaignId, tx);
      if (campaign === undefined || campaign.sealedAt !== null) return true;
      const counted = endedCounts(await logs.countRows(campaignId, tx));
      return differences(campaign, counted).length === 0 && !isOver(campaign, counted);
    });
    // Most times there is nothing to do, and nobody had to wait for it.
    if (!isRight) await this.settle(campaignId);
  }

  /** Counts again under the campaign's lock, and writes down what that gives. */
  private async settle(campaignId: string): Promise<void> {
    const { transact, campaigns, logs } = this.deps;
    const drift = await transact(async (tx) => {
      const campaign = await campaigns.lock(tx, campaignId);
      if (campaign === undefined || campaign.sealedAt !== null) return [];
      // Rows and counters change in one transaction each, and those wait for this lock.
      const counted = endedCounts(await logs.countRows(campaignId, tx));
      await campaigns.settle(tx, campaignId, counted);
      return differences(campaign, counted);
    });
    for (const { counter, was, is } of drift) {
      this.deps.driftCounter.inc({ counter }, Math.abs(is - was));
      this.deps.logger.error({ campaignId, counter, was, is }, 'campaign.counter.drifted');
    }
  }

  /** Asks the vendor what became of messages that it took and did not report. */
  private async askForReceipts(campaignId: string): Promise<void> {
    const { logs, now, lookupAfterMs } = this.deps;
    const acceptedBefore = new Date(now().getTime() - lookupAfterMs);
    const after = this.lookedUpTo.get(campaignId);
    const unreported = await logs.findUnreported(campaignId, acceptedBefore, after, LOOKUPS_PER_CAMPAIGN);
    const last = unreported.at(-1);
    // The next look goes on from here, and starts from the front after the last of them.
    if (last !== undefined && unreported.length === LOOKUPS_PER_CAMPAIGN) {
      this.lookedUpTo.set(campaignId, last.customerId);
    } else {
      this.lookedUpTo.delete(campaignId);
    }
    if (unreported.length > 0) await this.lookUp(campaignId, unreported);
  }

  private async lookUp(campaignId: string, unreported: UnreportedMessage[]): Promise<void> {
    const lookup = new PatientLookup(this.deps.vendor, this.deps.draining);
    const reports = await inParallel(unreported, LOOKUPS_AT_ONCE, async (message) => ({
      message,
      report: await lookup.find(idempotencyKeyOf(message.id, message.round)),
    }));
    const receipts = reports.flatMap(({ message, report }) => receiptOf(message, report));
    const unknown = reports.filter(({ report }) => report?.outcome === 'unknown').map(({ message }) => message);
    await this.takeReceipts(receipts);
    await this.sendAgain(campaignId, unknown);
    const counts = { asked: reports.length, reported: receipts.length, unknown: unknown.length };
    this.deps.logger.info({ campaignId, ...counts }, 'campaign.receipts.looked_up');
  }

  /** What the vendor says when asked is a receipt like any other. */
  private async takeReceipts(receipts: NewReceipt[]): Promise<void> {
    if (receipts.length === 0) return;
    await this.deps.inbox.insertMany(receipts);
    await this.deps.queues.publish('receipts', [{ id: newId(), payload: {} }]);
  }

  /** The vendor forgot them: it is asked once more, under the same key; then nobody can say. */
  private async sendAgain(campaignId: string, unknown: UnreportedMessage[]): Promise<void> {
    if (unknown.length === 0) return;
    const { transact, logs, campaigns, publisher } = this.deps;
    await transact(async (tx) => {
      const changes = await logs.failUnknown(tx, unknown);
      if (changes.length > 0) await campaigns.addToCounts(tx, changes);
    });
    await publisher.publishRows(campaignId, await logs.reopenUnknown(unknown));
  }
}

function receiptOf(message: UnreportedMessage, report: VendorReport | undefined): NewReceipt[] {
  if (report?.outcome !== 'reported') return [];
  const { vendorMessageId, status, settledAt } = report;
  return [{ id: newId(), communicationLogId: message.id, vendorMessageId, status, occurredAt: settledAt }];
}

/** Everybody has a row, and every row has ended. */
function isOver({ audienceSize }: Campaign, { sent, failed, excluded, heldOut, cancelled }: EndedCounts): boolean {
  return sent + failed + excluded + heldOut + cancelled === audienceSize;
}

function differences(campaign: Campaign, counted: EndedCounts): { counter: string; was: number; is: number }[] {
  const counters = Object.entries(countersOf(campaign)) as [keyof EndedCounts, number][];
  return counters
    .filter(([counter, was]) => was !== counted[counter])
    .map(([counter, was]) => ({ counter, was, is: counted[counter] }));
}
