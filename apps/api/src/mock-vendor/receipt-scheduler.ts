import { newId } from '@herald/shared';
import type { DeliveryReceiptInput } from '@herald/shared';
import type { UnreportedVendorMessage, VendorOutcome } from '@herald/platform';

import type { ReceiptFault } from './faults.ts';
import { seededChance } from './seeded-chance.ts';

/** How many times the longest delay a receipt is late. */
const LATE_TIMES = 5;
/** Counts as the longest delay where that is shorter. */
const MIN_DELAY_OF_LATE_MS = 100;
/** A receipt that is held back goes out after this time, whatever becomes of the others. */
const MAX_HELD_MS = 2_000;

/** The way out of the vendor. */
export interface ReceiptOutlet {
  /** @returns whether the receipt was taken. */
  send: (receipt: DeliveryReceiptInput) => Promise<boolean>;
  /** Sends one that nobody signed who has the secret. */
  forge: (receipt: DeliveryReceiptInput) => Promise<void>;
}

interface Owed {
  message: UnreportedVendorMessage;
  faults: ReadonlySet<ReceiptFault>;
  /** Its place in the order in which receipts were scheduled. */
  place: number;
  receipt: DeliveryReceiptInput;
}

/** Sends each receipt when it is due, or as its faults would have it. */
export class ReceiptScheduler {
  private readonly outlet: ReceiptOutlet;
  private readonly behaviour: { seed: string; maxDelayMs: number };
  private readonly onTaken: (key: string) => void;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly held = new Set<Owed>();
  private scheduled = 0;
  private isStopped = false;

  /** @param onTaken hears of every message whose receipt was taken. */
  constructor(outlet: ReceiptOutlet, behaviour: { seed: string; maxDelayMs: number }, onTaken: (key: string) => void) {
    this.outlet = outlet;
    this.behaviour = behaviour;
    this.onTaken = onTaken;
  }

  schedule(message: UnreportedVendorMessage, faults: ReadonlySet<ReceiptFault>): void {
    const { communicationLogId, vendorMessageId, outcome, dueInMs } = message;
    const timestamp = new Date(Date.now() + dueInMs).toISOString();
    const receipt = { communicationLogId, vendorMessageId, status: outcome, timestamp };
    const owed = { message, faults, receipt, place: (this.scheduled += 1) };
    this.after(dueInMs + this.latenessMs(faults), () => this.release(owed));
  }

  /** Sends nothing any more. */
  stop(): void {
    this.isStopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.held.clear();
  }

  private latenessMs(faults: ReadonlySet<ReceiptFault>): number {
    return faults.has('late') ? LATE_TIMES * Math.max(this.behaviour.maxDelayMs, MIN_DELAY_OF_LATE_MS) : 0;
  }

  private release(owed: Owed): void {
    if (!owed.faults.has('reorder')) return void this.report(owed);
    this.held.add(owed);
    this.after(MAX_HELD_MS, () => this.letGo(owed));
  }

  private letGo(owed: Owed): void {
    if (this.held.delete(owed)) void this.report(owed);
  }

  private async report(owed: Owed): Promise<void> {
    if (owed.faults.has('forge')) await this.forge(owed);
    const isTaken = await this.outlet.send(owed.receipt);
    if (!isTaken) return;
    this.onTaken(owed.message.key);
    for (const earlier of this.held) {
      if (earlier.place < owed.place) this.letGo(earlier);
    }
    this.followUp(owed);
  }

  /** Before the real one, while it could do harm. */
  private async forge({ receipt }: Owed): Promise<void> {
    await this.outlet.forge({ ...receipt, status: opposite(receipt.status) });
    void this.outlet.send({ ...receipt, communicationLogId: newId(), vendorMessageId: `mock_${newId()}` });
  }

  private followUp({ message, faults, receipt }: Owed): void {
    const { seed, maxDelayMs } = this.behaviour;
    const repeats = faults.has('duplicate') ? 1 + Math.floor(2 * seededChance(seed, message.key, 'repeats')) : 0;
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      this.after(
        maxDelayMs * seededChance(seed, message.key, `repeat ${repeat}`),
        () => void this.outlet.send(receipt),
      );
    }
    if (!faults.has('contradict')) return;
    const contradiction = { ...receipt, status: opposite(receipt.status) };
    this.after(maxDelayMs, () => void this.outlet.send(contradiction));
  }

  private after(delayMs: number, run: () => void): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, delayMs);
    this.timers.add(timer);
  }
}

function opposite(outcome: VendorOutcome): VendorOutcome {
  return outcome === 'SENT' ? 'FAILED' : 'SENT';
}
