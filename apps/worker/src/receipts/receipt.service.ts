import type {
  CampaignRepository,
  CommunicationLogRepository,
  Logger,
  ReceiptInboxRepository,
  ReceivedReceipt,
  Transact,
} from '@herald/platform';

const BATCH_SIZE = 1_000;

/** Applies the receipts that wait in the inbox. */
export class ReceiptService {
  private readonly transact: Transact;
  private readonly inbox: ReceiptInboxRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly campaigns: CampaignRepository;
  private readonly logger: Logger;

  constructor(deps: {
    transact: Transact;
    inbox: ReceiptInboxRepository;
    logs: CommunicationLogRepository;
    campaigns: CampaignRepository;
    logger: Logger;
  }) {
    this.transact = deps.transact;
    this.inbox = deps.inbox;
    this.logs = deps.logs;
    this.campaigns = deps.campaigns;
    this.logger = deps.logger;
  }

  /** Works until the inbox is empty. */
  async applyAll(): Promise<void> {
    let taken: number;
    do {
      taken = await this.applyBatch();
    } while (taken === BATCH_SIZE);
  }

  /** Row states, counters and the inbox change in one transaction. @returns how many were taken. */
  private async applyBatch(): Promise<number> {
    const { taken, ended } = await this.transact(async (tx) => {
      const receipts = await this.inbox.take(tx, BATCH_SIZE);
      if (receipts.length === 0) return { taken: 0, ended: 0 };
      const changes = await this.logs.applyReceipts(tx, firstOfEachRow(receipts));
      if (changes.length > 0) await this.campaigns.addToCounts(tx, changes);
      return { taken: receipts.length, ended: changes.reduce((sum, { sent, failed }) => sum + sent + failed, 0) };
    });
    if (taken > 0) this.logger.info({ taken, ended }, 'receipts.batch.applied');
    return taken;
  }
}

/** The first receipt of a row wins; sorted by row, so that two batches lock rows in one order. */
function firstOfEachRow(receipts: ReceivedReceipt[]): ReceivedReceipt[] {
  const first = new Map<string, ReceivedReceipt>();
  for (const receipt of receipts) {
    if (!first.has(receipt.communicationLogId)) first.set(receipt.communicationLogId, receipt);
  }
  return [...first.values()].sort((a, b) => (a.communicationLogId < b.communicationLogId ? -1 : 1));
}
