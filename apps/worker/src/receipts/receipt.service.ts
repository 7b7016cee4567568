import { GIVEN_UP_CLASSES, newId, TERMINAL_COMMUNICATION_STATUSES } from '@herald/shared';
import type { FailureClass } from '@herald/shared';
import { noteMessages, RetryLater } from '@herald/platform';
import type {
  CampaignRepository,
  CommunicationLogRepository,
  Counter,
  Logger,
  ReceiptEvent,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  ReceiptSubject,
  ReceivedReceipt,
  Transact,
  Transaction,
} from '@herald/platform';

const BATCH_SIZE = 1_000;
/** The rest of the inbox is another worker's at once. */
const LEFT_TO_OTHERS_MS = 0;

export interface ReceiptDependencies {
  transact: Transact;
  inbox: ReceiptInboxRepository;
  logs: CommunicationLogRepository;
  campaigns: CampaignRepository;
  events: ReceiptEventRepository;
  /** Aborts when the process is told to end: the next batch is another worker's. */
  draining: AbortSignal;
  /** Receipts, by what became of them. */
  counter: Counter<'outcome'>;
  logger: Logger;
}

interface Applied {
  taken: number;
  ended: number;
  /** Those of messages that had been given up. */
  corrected: number;
  late: number;
  orphans: number;
  /** Put back for the next batch. */
  postponed: number;
  /** What became of each, for traces. */
  fates: { communicationLogId: string; fate: Fate | 'applied' }[];
}

/** Applies the receipts that wait in the inbox. */
export class ReceiptService {
  private readonly deps: ReceiptDependencies;

  constructor(deps: ReceiptDependencies) {
    this.deps = deps;
  }

  /**
   * Works until the inbox is empty.
   *
   * @throws RetryLater when the process is to end before that.
   */
  async applyAll(): Promise<void> {
    for (;;) {
      const startedAt = new Date();
      const applied = await this.deps.transact((tx) => this.applyBatch(tx));
      this.count(applied);
      noteMessages('receipt.apply', startedAt, applied.fates.map(toNote));
      if (applied.taken < BATCH_SIZE && applied.postponed === 0) return;
      if (this.deps.draining.aborted) throw new RetryLater(LEFT_TO_OTHERS_MS);
    }
  }

  /** Row states, counters, events and the inbox change in one transaction. */
  private async applyBatch(tx: Transaction): Promise<Applied> {
    const { inbox, logs, campaigns } = this.deps;
    const { taken, changes, endedIds, rest } = await logs.applyReceipts(tx, inbox.taken, BATCH_SIZE);
    const kept = rest.length === 0 ? NOTHING_KEPT : await this.keep(tx, rest);
    // Last, because from here on every other change of these campaigns waits for the commit.
    if (changes.length > 0) await campaigns.addToCounts(tx, changes);
    const ended = changes.reduce((sum, { sent, failed }) => sum + sent + failed, 0);
    const applied = endedIds.map((communicationLogId) => ({ communicationLogId, fate: 'applied' as const }));
    return { taken, ended, ...kept, fates: [...applied, ...kept.fates] };
  }

  /** Of the receipts that ended no row, keeps those that say something new. */
  private async keep(tx: Transaction, rest: ReceivedReceipt[]): Promise<typeof NOTHING_KEPT> {
    const { logs, inbox } = this.deps;
    const ids = [...new Set(rest.map(({ communicationLogId }) => communicationLogId))];
    const subjects = new Map((await logs.findReceiptSubjects(tx, ids)).map((subject) => [subject.id, subject]));
    const fates = rest.map((receipt) => ({ receipt, fate: fateOf(receipt, subjects.get(receipt.communicationLogId)) }));
    const of = (wanted: Fate) => fates.filter(({ fate }) => fate === wanted).map(({ receipt }) => receipt);
    const postponed = of('postponed');
    if (postponed.length > 0) await inbox.insertMany(postponed, tx);
    const corrections = firstOfEachRow(of('correction'));
    if (corrections.length > 0) await this.correct(tx, corrections);
    return {
      corrected: corrections.length,
      late: await this.insertEvents(tx, 'LATE', of('late')),
      orphans: await this.insertEvents(tx, 'ORPHAN', of('orphan')),
      postponed: postponed.length,
      fates: fates.map(({ receipt: { communicationLogId }, fate }) => ({ communicationLogId, fate })),
    };
  }

  /** What Herald had given up has a receipt after all. */
  private async correct(tx: Transaction, receipts: ReceivedReceipt[]): Promise<void> {
    const { logs, campaigns } = this.deps;
    const changes = await logs.endGivenUp(tx, receipts);
    if (changes.length > 0) await campaigns.addToCounts(tx, changes);
  }

  /** @returns how many are new. */
  private async insertEvents(
    tx: Transaction,
    kind: ReceiptEvent['kind'],
    receipts: ReceivedReceipt[],
  ): Promise<number> {
    if (receipts.length === 0) return 0;
    return this.deps.events.insertMany(tx, distinct(receipts.map((receipt) => ({ ...receipt, id: newId(), kind }))));
  }

  private count({ taken, ended, corrected, late, orphans, postponed }: Applied): void {
    if (taken === 0) return;
    const { counter, logger } = this.deps;
    counter.inc({ outcome: 'applied' }, ended + corrected);
    counter.inc({ outcome: 'late' }, late);
    counter.inc({ outcome: 'orphan' }, orphans);
    counter.inc({ outcome: 'repeated' }, taken - ended - corrected - late - orphans - postponed);
    logger.info({ taken, ended, corrected, late, orphans, postponed }, 'receipts.batch.applied');
  }
}

const NOTHING_KEPT: Omit<Applied, 'taken' | 'ended'> = { corrected: 0, late: 0, orphans: 0, postponed: 0, fates: [] };

function toNote({ communicationLogId, fate }: Applied['fates'][number]) {
  return { communicationLogId, attributes: { 'herald.outcome': fate } };
}

type Fate = 'orphan' | 'repeated' | 'late' | 'correction' | 'postponed';

/** What becomes of a receipt that did not end its row. */
function fateOf(receipt: ReceivedReceipt, subject: ReceiptSubject | undefined): Fate {
  if (subject === undefined) return 'orphan';
  const { status, vendorMessageId, formerVendorMessageIds, deliveryReceiptStatus, failureClass } = subject;
  // That the former delivery failed is why there is another one.
  if (formerVendorMessageIds?.includes(receipt.vendorMessageId)) return receipt.status === 'SENT' ? 'late' : 'repeated';
  // One of the former round stood before it in the batch.
  if (!TERMINAL_COMMUNICATION_STATUSES.includes(status)) return 'postponed';
  const isGivenUp = failureClass !== null && (GIVEN_UP_CLASSES as readonly FailureClass[]).includes(failureClass);
  if (isGivenUp && deliveryReceiptStatus === null) return 'correction';
  const saysTheSame = receipt.status === deliveryReceiptStatus && receipt.vendorMessageId === vendorMessageId;
  return saysTheSame ? 'repeated' : 'late';
}

/** An update meets no row twice. */
function firstOfEachRow(receipts: ReceivedReceipt[]): ReceivedReceipt[] {
  return [...new Map(receipts.toReversed().map((receipt) => [receipt.communicationLogId, receipt])).values()];
}

/** An insert meets no row twice. */
function distinct(events: ReceiptEvent[]): ReceiptEvent[] {
  const byContent = events.map(
    (event) => [`${event.communicationLogId} ${event.status} ${event.vendorMessageId}`, event] as const,
  );
  return [...new Map(byContent.toReversed()).values()];
}
