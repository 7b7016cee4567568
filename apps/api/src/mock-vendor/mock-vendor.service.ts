import { newId } from '@herald/shared';
import type { SendMessageInput } from '@herald/shared';

import { GroupCommit } from '../group-commit.ts';
import type { MockVendorMessage, MockVendorMessageRepository } from './mock-vendor-message.repository.ts';
import type { ReceiptSender } from './receipt-sender.ts';
import { seededChance } from './seeded-chance.ts';

const MAX_MESSAGES_PER_COMMIT = 500;
const RESUME_PAGE = 1_000;

export interface MockVendorBehaviour {
  /** Share of messages that end as FAILED, 0 to 1. */
  failureRate: number;
  minDelayMs: number;
  maxDelayMs: number;
  seed: string;
}

/**
 * A vendor to try things with. It keeps books of its own, answers a repeated key with
 * its first answer, and reports each message once it "delivered" it, also after a restart.
 */
export class MockVendorService {
  private readonly books: MockVendorMessageRepository;
  private readonly receipts: Pick<ReceiptSender, 'send'>;
  private readonly behaviour: MockVendorBehaviour;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly entries: GroupCommit<MockVendorMessage, string>;
  private readonly deliveries: GroupCommit<string, void>;

  constructor(
    books: MockVendorMessageRepository,
    receipts: Pick<ReceiptSender, 'send'>,
    behaviour: MockVendorBehaviour,
  ) {
    this.books = books;
    this.receipts = receipts;
    this.behaviour = behaviour;
    this.entries = new GroupCommit((messages) => this.enter(messages), MAX_MESSAGES_PER_COMMIT);
    this.deliveries = new GroupCommit<string, void>(async (ids) => {
      await this.books.markReceiptsDelivered(ids);
      return ids.map(() => undefined);
    }, MAX_MESSAGES_PER_COMMIT);
  }

  /** @returns the vendor's id of the message, the same for the same key. */
  accept({ communicationLogId, customerId, message }: SendMessageInput): Promise<string> {
    const { seed, failureRate } = this.behaviour;
    const outcome = seededChance(seed, communicationLogId, 'outcome') < failureRate ? 'FAILED' : 'SENT';
    const vendorMessageId = `mock_${newId()}`;
    return this.entries.add({ id: communicationLogId, vendorMessageId, customerId, message, outcome });
  }

  /** Takes up the receipts that were not sent when the process ended. */
  async resume(): Promise<void> {
    let page: MockVendorMessage[] = [];
    do {
      page = await this.books.findWithoutReceipt(page.at(-1)?.id, RESUME_PAGE);
      for (const message of page) this.scheduleReceipt(message);
    } while (page.length === RESUME_PAGE);
  }

  /** Sends no further receipts; they are taken up at the next start. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all([this.entries.drain(), this.deliveries.drain()]);
  }

  private async enter(messages: MockVendorMessage[]): Promise<string[]> {
    // One key may come several times in one commit: the first stands for all of them.
    const firstOfKey = new Map(messages.toReversed().map((message) => [message.id, message]));
    const isNew = await this.books.insertNew([...firstOfKey.values()]);
    const repeated = [...firstOfKey.keys()].filter((id) => !isNew.has(id));
    for (const message of firstOfKey.values()) {
      if (isNew.has(message.id)) this.scheduleReceipt(message);
    }
    const known = repeated.length === 0 ? new Map<string, string>() : await this.books.findVendorMessageIds(repeated);
    return messages.map(
      ({ id, vendorMessageId }) => known.get(id) ?? firstOfKey.get(id)?.vendorMessageId ?? vendorMessageId,
    );
  }

  private scheduleReceipt(message: MockVendorMessage): void {
    const { seed, minDelayMs, maxDelayMs } = this.behaviour;
    const delayMs = minDelayMs + seededChance(seed, message.id, 'delay') * (maxDelayMs - minDelayMs);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.report(message);
    }, delayMs);
    this.timers.add(timer);
  }

  private async report({ id, vendorMessageId, outcome }: MockVendorMessage): Promise<void> {
    const timestamp = new Date().toISOString();
    const taken = await this.receipts.send({ communicationLogId: id, vendorMessageId, status: outcome, timestamp });
    // A receipt that could not be noted as taken is sent again after a restart, which changes nothing.
    if (taken) await this.deliveries.add(id).catch(() => undefined);
  }
}
