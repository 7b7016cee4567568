import { noteMessages } from '@herald/platform';
import { newId } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import type { Counter, Queues, ReceiptInboxRepository } from '@herald/platform';

import { GroupCommit } from '../group-commit.ts';

const MAX_RECEIPTS_PER_COMMIT = 500;
const MAX_WAIT_MS = 20;
// Commits that follow each other closely are announced by one job.
const ANNOUNCE_AFTER_MS = 20;

/** Takes delivery receipts: into the inbox, and no further. */
export class ReceiptService {
  private readonly inbox: ReceiptInboxRepository;
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly accepted: Pick<Counter, 'inc'>;
  private announcement: NodeJS.Timeout | undefined;
  private readonly commits = new GroupCommit<DeliveryReceiptInput[], void>((calls) => this.store(calls), {
    maxSize: MAX_RECEIPTS_PER_COMMIT,
    sizeOf: (receipts) => receipts.length,
    maxWaitMs: MAX_WAIT_MS,
  });

  /** @param accepted counts the receipts that were stored. */
  constructor(inbox: ReceiptInboxRepository, queues: Pick<Queues, 'publish'>, accepted: Pick<Counter, 'inc'>) {
    this.inbox = inbox;
    this.queues = queues;
    this.accepted = accepted;
  }

  /** Resolves once the receipts would survive a restart of everything; all of them or none. */
  async take(receipts: DeliveryReceiptInput[]): Promise<void> {
    const startedAt = new Date();
    await this.commits.add(receipts);
    noteMessages('receipt.take', startedAt, receipts);
  }

  /** Waits until what was taken is stored. What is not announced then, the sweep announces. */
  async drain(): Promise<void> {
    await this.commits.drain();
    clearTimeout(this.announcement);
  }

  private async store(calls: DeliveryReceiptInput[][]): Promise<void[]> {
    const receipts = calls.flat();
    await this.inbox.insertMany(
      receipts.map(({ communicationLogId, vendorMessageId, status, timestamp }) => ({
        id: newId(),
        communicationLogId,
        vendorMessageId,
        status,
        occurredAt: new Date(timestamp),
      })),
    );
    this.accepted.inc(receipts.length);
    this.announcement ??= setTimeout(() => this.announce(), ANNOUNCE_AFTER_MS);
    return calls.map(() => undefined);
  }

  private announce(): void {
    this.announcement = undefined;
    // Not awaited: the receipts are committed, and publishing never fails.
    void this.queues.publish('receipts', [{ id: newId(), payload: {} }]);
  }
}
