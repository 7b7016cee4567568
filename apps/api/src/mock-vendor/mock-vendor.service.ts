import { DomainError, newId } from '@herald/shared';
import type { SendMessageInput, VendorMessageOutput } from '@herald/shared';
import type {
  BookedMessage,
  MockVendorMessage,
  MockVendorMessageRepository,
  UnreportedVendorMessage,
} from '@herald/platform';

import { GroupCommit } from '../group-commit.ts';
import { BadLine } from './bad-line.ts';
import { decideReceiptFaults } from './faults.ts';
import type { FaultRates, ReceiptFault } from './faults.ts';
import { Pacer } from './pacer.ts';
import { ReceiptScheduler } from './receipt-scheduler.ts';
import type { ReceiptOutlet } from './receipt-scheduler.ts';
import { seededChance } from './seeded-chance.ts';
import { Waits } from './waits.ts';

const MAX_MESSAGES_PER_COMMIT = 500;
const RESUME_PAGE = 1_000;

export interface MockVendorBehaviour {
  /** Share of messages that end as FAILED, 0 to 1. */
  failureRate: number;
  minDelayMs: number;
  maxDelayMs: number;
  /** Most messages taken in a second; 0 for as many as may come. */
  maxPerSecond: number;
  /** What goes wrong, and how often. */
  faults: FaultRates;
  seed: string;
}

/** One call to the vendor. */
interface VendorCall {
  key: string;
  input: SendMessageInput;
  /** What goes wrong with this call and its receipt, when not what goes wrong anyway. */
  faults?: FaultRates | undefined;
  /** Aborted when the caller is gone. */
  signal: AbortSignal;
}

interface Entry {
  message: MockVendorMessage;
  faults: ReadonlySet<ReceiptFault>;
}

/**
 * A vendor to try things with. It keeps books of its own, answers a repeated key with
 * its first answer, and reports each message once it "delivered" it, also after a restart.
 * On bad days it does what vendors do on bad days; its books are right all the same.
 */
export class MockVendorService {
  private readonly books: MockVendorMessageRepository;
  private readonly behaviour: MockVendorBehaviour;
  private readonly waits = new Waits();
  private readonly line: BadLine;
  private readonly pacer: Pacer;
  private readonly receipts: ReceiptScheduler;
  private readonly entries: GroupCommit<Entry, string>;
  private readonly deliveries: GroupCommit<string, void>;

  constructor(books: MockVendorMessageRepository, outlet: ReceiptOutlet, behaviour: MockVendorBehaviour) {
    this.books = books;
    this.behaviour = behaviour;
    this.line = new BadLine(behaviour.seed, this.waits);
    this.pacer = new Pacer(behaviour.maxPerSecond);
    this.entries = new GroupCommit((entries) => this.enter(entries), { maxSize: MAX_MESSAGES_PER_COMMIT });
    this.deliveries = new GroupCommit<string, void>(
      async (keys) => {
        await this.books.markReceiptsDelivered(keys);
        return keys.map(() => undefined);
      },
      { maxSize: MAX_MESSAGES_PER_COMMIT },
    );
    // A receipt that could not be noted as taken is sent again after a restart, which changes nothing.
    this.receipts = new ReceiptScheduler(outlet, behaviour, (key) => void this.deliveries.add(key).catch(() => {}));
  }

  /**
   * @returns the vendor's id of the message, the same for the same key; undefined when this call
   *   gets no answer, whether the message was taken or not.
   * @throws DomainError when the vendor takes nothing and says so.
   */
  async accept(call: VendorCall): Promise<string | undefined> {
    const { key, signal, faults = this.behaviour.faults } = call;
    const fate = this.line.fateOf(key, faults);
    if (!this.line.before(fate) || !(await this.awaitTurn(signal))) return undefined;
    const vendorMessageId = await this.entries.add(this.entryOf(call, faults));
    return (await this.line.after(fate, signal)) ? vendorMessageId : undefined;
  }

  /** By key, those after `afterKey`. */
  async listMessages(afterKey: string | undefined, limit: number): Promise<VendorMessageOutput[]> {
    return (await this.books.findPage(afterKey, limit)).map(toOutput);
  }

  /** @throws DomainError `not_found` when nothing was ever taken under this key. */
  async getMessage(key: string): Promise<VendorMessageOutput> {
    const message = await this.books.findByKey(key);
    if (message === undefined) throw new DomainError('not_found', 'the mock vendor has no message with this key');
    return toOutput(message);
  }

  /** Takes up the receipts that were not sent when the process ended. */
  async resume(): Promise<void> {
    let page: UnreportedVendorMessage[] = [];
    do {
      page = await this.books.findUnreported(page.at(-1)?.key, RESUME_PAGE);
      for (const message of page) this.receipts.schedule(message, this.receiptFaults(message.key));
    } while (page.length === RESUME_PAGE);
  }

  /** Lets go of every call, and sends no further receipts; they are taken up at the next start. */
  async stop(): Promise<void> {
    this.waits.stop();
    this.receipts.stop();
    await Promise.all([this.entries.drain(), this.deliveries.drain()]);
  }

  /** @returns false when the call is over before its turn comes. */
  private async awaitTurn(signal: AbortSignal): Promise<boolean> {
    const delayMs = this.pacer.take();
    return delayMs === 0 || this.waits.wait(delayMs, signal);
  }

  private receiptFaults(key: string, rates = this.behaviour.faults): Set<ReceiptFault> {
    return decideReceiptFaults(rates, this.behaviour.seed, key);
  }

  private entryOf({ key, input }: VendorCall, rates: FaultRates): Entry {
    const { seed, failureRate, minDelayMs, maxDelayMs } = this.behaviour;
    const faults = this.receiptFaults(key, rates);
    return {
      message: {
        key,
        ...input,
        vendorMessageId: `mock_${newId()}`,
        outcome: seededChance(seed, key, 'outcome') < failureRate ? 'FAILED' : 'SENT',
        dueInMs: minDelayMs + seededChance(seed, key, 'delay') * (maxDelayMs - minDelayMs),
        receiptIsLost: faults.has('lose'),
      },
      faults,
    };
  }

  private async enter(entries: Entry[]): Promise<string[]> {
    // One key may come several times in one commit: the first stands for all of them.
    const firstOfKey = new Map(entries.toReversed().map((entry) => [entry.message.key, entry]));
    const isNew = await this.books.insertNew([...firstOfKey.values()].map(({ message }) => message));
    for (const { message, faults } of firstOfKey.values()) {
      if (isNew.has(message.key) && !message.receiptIsLost) this.receipts.schedule(message, faults);
    }
    const repeated = [...firstOfKey.keys()].filter((key) => !isNew.has(key));
    const known = repeated.length === 0 ? new Map<string, string>() : await this.books.findVendorMessageIds(repeated);
    return entries.map(({ message: { key, vendorMessageId } }) => {
      return known.get(key) ?? firstOfKey.get(key)?.message.vendorMessageId ?? vendorMessageId;
    });
  }
}

function toOutput(booked: BookedMessage): VendorMessageOutput {
  const { isSettled, outcome, dueAt, acceptedAt, receiptDeliveredAt, ...message } = booked;
  return {
    ...message,
    status: isSettled ? outcome : 'QUEUED_BY_VENDOR',
    acceptedAt: acceptedAt.toISOString(),
    settledAt: isSettled ? dueAt.toISOString() : null,
    receiptTakenAt: receiptDeliveredAt?.toISOString() ?? null,
  };
}
