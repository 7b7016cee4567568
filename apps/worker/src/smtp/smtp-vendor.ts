import { newId } from '@herald/shared';
import type { SendMessageInput } from '@herald/shared';
import { inMessageSpan, isDatabaseUnavailable, runInNewCall, untilDatabaseAnswers } from '@herald/platform';
import type { Queues, ReceiptInboxRepository, Transact } from '@herald/platform';

import type { VendorAnswer, VendorCallObserver, VendorReport } from '../delivery/vendor-client.ts';
import { composeMail } from './compose-mail.ts';
import type { Mail, Sender } from './compose-mail.ts';
import type { SmtpConnections } from './smtp-connections.ts';
import type { BookedMail, SmtpMessageRepository } from './smtp-message.repository.ts';

export interface SmtpVendorDependencies {
  books: SmtpMessageRepository;
  inbox: Pick<ReceiptInboxRepository, 'insertMany'>;
  transact: Transact;
  queues: Pick<Queues, 'publish'>;
  connections: Pick<SmtpConnections, 'deliver' | 'hangUp' | 'close'>;
  sender: Sender;
  /** Is told of every message. */
  calls: VendorCallObserver;
  /** Aborts when the process must end: what cannot be written down by then is uncertain. */
  ending: AbortSignal;
}

/** What a message is when its turn comes: a mail, or known already. */
type Begun = { mail: Mail; answer?: undefined } | { mail?: undefined; answer: VendorAnswer };

/** Nothing was begun, so nothing can have gone out. */
class NotBegun extends Error {}

const REFUSED = 'the mail server refused it';
const ANNOUNCE_AFTER_MS = 20;

/**
 * A mail server as a vendor. It knows no idempotency keys, so books are kept here: a message is entered
 * before it is handed over, and what the server said is written down together with the receipt. Of one whose
 * handing over was cut off nobody can say whether it went out; it is never handed over again by itself.
 */
export class SmtpVendor {
  private readonly deps: SmtpVendorDependencies;
  private announcement: NodeJS.Timeout | undefined;

  constructor(deps: SmtpVendorDependencies) {
    this.deps = deps;
  }

  /** Asking twice with one key delivers once. */
  async send(message: SendMessageInput, key: string): Promise<VendorAnswer> {
    return inMessageSpan('message.send', message.communicationLogId, { kind: 'client' }, async (span) => {
      const startedAt = performance.now();
      const answer = await this.ask(message, key);
      this.deps.calls.ended(answer.outcome, performance.now() - startedAt);
      span?.setAttribute('herald.outcome', answer.outcome);
      return answer;
    });
  }

  /** What became of the message with this key. Never throws. */
  async find(key: string): Promise<VendorReport> {
    try {
      const booked = await this.deps.books.find(key);
      if (booked === undefined) return { outcome: 'unknown' };
      const { state, settledAt } = await this.afterCut(key, booked);
      if (state !== 'SENT' && state !== 'FAILED') return { outcome: 'uncertain' };
      return { outcome: 'reported', vendorMessageId: key, status: state, settledAt: settledAt ?? new Date() };
    } catch {
      return { outcome: 'unanswered' };
    }
  }

  /** Breaks off whatever is under way: what the mail server had all of is uncertain. */
  hangUp(): void {
    this.deps.connections.hangUp();
  }

  async close(): Promise<void> {
    clearTimeout(this.announcement);
    this.deps.connections.close();
  }

  private async ask(message: SendMessageInput, key: string): Promise<VendorAnswer> {
    try {
      return await this.handOver(message, key);
    } catch (error) {
      if (error instanceof NotBegun) return { outcome: 'unanswered', reason: error.message, isTaken: 'no' };
      if (!this.deps.ending.aborted) throw error;
      return { outcome: 'uncertain', reason: 'the process ended while it was handed over' };
    }
  }

  private async handOver(message: SendMessageInput, key: string): Promise<VendorAnswer> {
    const { books, connections, ending } = this.deps;
    let begun: Begun | undefined;
    const handover = await connections.deliver(async () => {
      begun = await this.begin(message, key);
      return begun.mail;
    });
    if (begun?.answer !== undefined) return begun.answer;
    if (handover === undefined) throw new Error('a mail was made, and nothing became of it');
    if (handover.outcome === 'taken') return this.settle(key, message.communicationLogId, 'SENT');
    if (handover.outcome === 'refused') {
      return this.settle(key, message.communicationLogId, 'FAILED', `the mail server answered ${handover.code}`);
    }
    const { reason } = handover;
    if (handover.outcome === 'uncertain') {
      await untilDatabaseAnswers(() => books.markUncertain(key), ending);
      return { outcome: 'uncertain', reason };
    }
    if (begun !== undefined) await untilDatabaseAnswers(() => books.forget(key), ending);
    return { outcome: 'unanswered', reason, isTaken: 'no' };
  }

  /** Enters the message, and makes its mail; or says at once what is known of it. */
  private async begin({ communicationLogId, customerId, message }: SendMessageInput, key: string): Promise<Begun> {
    const { books, sender, ending } = this.deps;
    const booked = await books.enter(key, communicationLogId).catch((error: unknown) => {
      throw isDatabaseUnavailable(error) ? new NotBegun('the books of mails cannot be written') : error;
    });
    if (booked !== undefined) return { answer: answerOf(key, await this.afterCut(key, booked)) };
    const { email: to, isByPhone } = await untilDatabaseAnswers(
      () => books.findAddress(customerId, communicationLogId),
      ending,
    );
    const fail = async (reason: string) => ({ answer: await this.settle(key, communicationLogId, 'FAILED', reason) });
    // Whoever is to be reached by phone has not been asked for mails.
    if (isByPhone) return fail('the campaign is one by phone, and this is a mail server');
    if (to === null) return fail('the customer has no email');
    return { mail: await composeMail(sender, { key, to, message }) };
  }

  /** What the server said is a receipt like any other; both are written with one commit. */
  private async settle(
    key: string,
    communicationLogId: string,
    status: 'SENT' | 'FAILED',
    reason = REFUSED,
  ): Promise<VendorAnswer> {
    const { books, inbox, transact, ending } = this.deps;
    const write = () =>
      transact(async (tx) => {
        const occurredAt = await books.settle(tx, key, status);
        if (occurredAt === undefined) return;
        const receipt = { id: newId(), communicationLogId, vendorMessageId: key, status, occurredAt };
        await inbox.insertMany([receipt], tx);
      });
    await untilDatabaseAnswers(write, ending);
    this.announcement ??= setTimeout(() => runInNewCall(() => this.announce()), ANNOUNCE_AFTER_MS);
    return answerOf(key, { state: status }, reason);
  }

  /**
   * Messages that are settled close together are announced by one job, which is no more of one's call than of
   * another's; what is not announced, the sweep announces.
   */
  private announce(): void {
    this.announcement = undefined;
    void this.deps.queues.publish('receipts', [{ id: newId(), payload: {} }]);
  }

  /**
   * Whoever asks has claimed the message, so that nobody hands it over at this moment: where that was begun
   * and not settled, it was cut off.
   */
  private async afterCut(key: string, booked: BookedMail): Promise<BookedMail> {
    if (booked.state !== 'SENDING') return booked;
    await this.deps.books.markUncertain(key);
    return { ...booked, state: 'UNCERTAIN' };
  }
}

function answerOf(key: string, { state }: Pick<BookedMail, 'state'>, refusal = REFUSED): VendorAnswer {
  if (state === 'SENT') return { outcome: 'accepted', vendorMessageId: key };
  if (state === 'FAILED') return { outcome: 'refused', reason: refusal };
  return { outcome: 'uncertain', reason: 'it was cut off while the mail server took it' };
}
