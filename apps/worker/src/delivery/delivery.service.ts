import { idempotencyKeyOf } from '@herald/shared';
import { RetryLater, untilDatabaseAnswers } from '@herald/platform';
import type {
  CampaignRepository,
  Claimant,
  ClaimedMessage,
  CommunicationLogRepository,
  Failure,
  Logger,
  Transact,
} from '@herald/platform';

import { backoffMs } from './backoff.ts';
import type { FailureStreaks } from './failure-streaks.ts';
import type { InFlight } from './in-flight.ts';
import { inParallel } from './in-parallel.ts';
import { PatientLookup } from './patient-lookup.ts';
import type { SendingGate } from './sending-gate.ts';
import type { VendorClient, VendorReport } from './vendor-client.ts';
import type { VendorHold } from './vendor-hold.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
/** A message of which nobody can say anything is tried so many times as often as others, then given up. */
const MORE_TRIES = 2;
/** How often to look whether another worker has finished with rows, or is found dead. */
const LOOK_AGAIN_MS = 1_000;

/** What is to be written down of one message. */
type Outcome =
  | { kind: 'accepted'; message: ClaimedMessage; vendorMessageId: string; acceptedAt: Date }
  | { kind: 'failed'; message: ClaimedMessage; failure: Omit<Failure, 'id'> }
  /** Open for another try; `attempts` of 0 says that the vendor does not have it. */
  | { kind: 'open'; message: ClaimedMessage; attempts: number; retryAfterMs: number }
  /** It was not asked, because nothing may go out now. */
  | { kind: 'held'; message: ClaimedMessage }
  /** Its customer was erased, and the vendor does not have it. */
  | { kind: 'erased'; message: ClaimedMessage };

type OutcomeOf<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;

export interface DeliveryDependencies {
  transact: Transact;
  logs: CommunicationLogRepository;
  campaigns: Pick<CampaignRepository, 'addToCounts' | 'pause'>;
  vendor: Pick<VendorClient, 'send' | 'find'>;
  gate: SendingGate;
  hold: VendorHold;
  streaks: FailureStreaks;
  inFlight: InFlight;
  logger: Logger;
  claimant: Claimant;
  /** Calls to the vendor of one job at once. */
  concurrency: number;
  /** Tries of one message that the vendor leaves unanswered before it ends as FAILED. */
  maxAttempts: number;
  random: () => number;
  pause: (durationMs: number) => Promise<void>;
  /** Aborts when the process is told to end: no further call to the vendor begins. */
  draining: AbortSignal;
  /** Aborts when the vendor is not waited for any more: what it had not answered is asked by others. */
  hangingUp: AbortSignal;
  /** Aborts when it must end: what could not be written down by then is asked again by others. */
  ending: AbortSignal;
  /** A message of a cancelled campaign came back unsent. */
  onCancelled: (campaignId: string) => Promise<void>;
}

/** Hands messages to the vendor and writes down what it said. */
export class DeliveryService {
  private readonly deps: DeliveryDependencies;

  constructor(deps: DeliveryDependencies) {
    this.deps = deps;
  }

  /**
   * Sends those of the rows that are still open, with the text of the row.
   *
   * @throws RetryLater when some are still open and nobody else will come back to them.
   */
  async send(campaignId: string, communicationLogIds: readonly string[], jobId: string): Promise<void> {
    const { gate, hold, logs, claimant, draining, pause } = this.deps;
    // What is at rest stays PENDING without a job; it is published again when it goes on.
    if ((await gate.confirm(campaignId)) !== 'open') return;
    if (hold.remainingMs() > 0) throw new RetryLater(this.untilAskedAgainMs());
    // Some may be with another worker, which finishes or is found dead. Waiting for that here keeps
    // the job's place: one that came back later would stand behind all others.
    for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
      const sent = await this.sendFree(campaignId, communicationLogIds, jobId);
      if (sent === communicationLogIds.length) return;
      if ((await gate.confirm(campaignId)) !== 'open' || !(await logs.isAnyUnsent([...communicationLogIds]))) return;
      if (waitedMs > claimant.deadAfterMs || draining.aborted) throw new RetryLater(LOOK_AGAIN_MS);
      await pause(LOOK_AGAIN_MS);
    }
  }

  /**
   * Sends those of the rows that nobody else is sending.
   *
   * @returns how many these were.
   * @throws RetryLater when some of them are still open.
   */
  private async sendFree(campaignId: string, communicationLogIds: readonly string[], jobId: string): Promise<number> {
    const { inFlight, logs, claimant } = this.deps;
    const ids = inFlight.enter(communicationLogIds);
    try {
      const claimed = await logs.claim(ids, claimant);
      if (claimed.length === 0) return 0;
      const outcomes = await this.askAll(campaignId, claimed);
      await this.record(outcomes);
      await this.pauseAfterOverlongStreak(campaignId, outcomes);
      this.log(campaignId, jobId, outcomes);
      await this.comeBack(campaignId, outcomes);
      return claimed.length;
    } finally {
      inFlight.leave(ids);
    }
  }

  /**
   * Finds out whether the vendor has messages that it had left unanswered, and writes that down:
   * ACCEPTED, or open again with no attempts. For messages that will not be asked any more.
   *
   * @returns how many are settled.
   */
  async settle(campaignId: string, communicationLogIds: readonly string[]): Promise<number> {
    const { inFlight, logs, vendor, claimant, concurrency, draining } = this.deps;
    const ids = inFlight.enter(communicationLogIds);
    try {
      const claimed = await logs.claim(ids, claimant);
      const lookup = new PatientLookup(vendor, draining);
      const outcomes = await inParallel(claimed, concurrency, (message) => this.findOut(message, lookup));
      await this.record(outcomes);
      this.log(campaignId, 'settle', outcomes);
      return outcomes.filter(isSettled).length;
    } finally {
      inFlight.leave(ids);
    }
  }

  private askAll(campaignId: string, claimed: ClaimedMessage[]): Promise<Outcome[]> {
    return inParallel(claimed, this.deps.concurrency, async (message) =>
      (await this.mayGoOut(campaignId)) ? this.ask(campaignId, message) : { kind: 'held', message },
    );
  }

  private async mayGoOut(campaignId: string): Promise<boolean> {
    const { gate, hold, draining } = this.deps;
    if (draining.aborted || hold.remainingMs() > 0) return false;
    // When nobody can say whether it may, it may not.
    const state = await gate.stateOf(campaignId).catch(() => 'held' as const);
    return state === 'open';
  }

  private async ask(campaignId: string, message: ClaimedMessage): Promise<Outcome> {
    const { vendor, hold, streaks, maxAttempts, hangingUp } = this.deps;
    const { id, customerId, personalizedMessage, round } = message;
    if (personalizedMessage === null) return this.endErased(message);
    const answer = await vendor.send(
      { communicationLogId: id, customerId, message: personalizedMessage },
      idempotencyKeyOf(id, round),
    );
    const attempts = message.attempts + 1;
    if (answer.outcome !== 'unanswered') {
      hold.noteAnswer();
      streaks.noteAnswer(campaignId);
      if (answer.outcome === 'accepted') return acceptedNow(message, answer);
      if (answer.outcome === 'uncertain') {
        return { kind: 'failed', message, failure: { failureClass: 'UNCERTAIN', reason: answer.reason } };
      }
      const refused = { failureClass: 'REFUSED', reason: answer.reason } as const;
      // It may have taken it with a call that it did not answer.
      if (message.attempts > 0) return this.settleDoubt(message, attempts, refused);
      return { kind: 'failed', message, failure: refused };
    }
    // That we hung up says nothing of the vendor.
    if (hangingUp.aborted) return { kind: 'open', message, attempts, retryAfterMs: 0 };
    hold.noteFailure(answer.reason, answer.retryAfterMs);
    streaks.noteFailure(campaignId);
    if (attempts < maxAttempts) return { kind: 'open', message, attempts, retryAfterMs: answer.retryAfterMs ?? 0 };
    const reason = `after ${attempts} tries: ${answer.reason}`;
    const isCertain = attempts === 1 && answer.isTaken === 'no';
    const unanswered = { failureClass: 'UNANSWERED', reason } as const;
    if (isCertain) return { kind: 'failed', message, failure: unanswered };
    return this.settleDoubt(message, attempts, unanswered);
  }

  /** It is not sent any more; but the vendor may have taken it while it was. */
  private async endErased(message: ClaimedMessage): Promise<Outcome> {
    if (message.attempts === 0) return { kind: 'erased', message };
    const report = await this.deps.vendor.find(idempotencyKeyOf(message.id, message.round));
    if (report.outcome === 'unknown') return { kind: 'erased', message };
    return this.conclude(message, message.attempts + 1, report, 'it was asked for, and its customer was erased since');
  }

  /** A message is not called failed while the vendor may have it. */
  private async settleDoubt(
    message: ClaimedMessage,
    attempts: number,
    otherwise: Omit<Failure, 'id'>,
  ): Promise<Outcome> {
    const report = await this.deps.vendor.find(idempotencyKeyOf(message.id, message.round));
    if (report.outcome === 'unknown') return { kind: 'failed', message, failure: otherwise };
    return this.conclude(message, attempts, report, otherwise.reason);
  }

  private async findOut(message: ClaimedMessage, lookup: PatientLookup): Promise<Outcome> {
    const report = await lookup.find(idempotencyKeyOf(message.id, message.round));
    if (report === undefined) return { kind: 'held', message };
    if (report.outcome === 'unknown') return { kind: 'open', message, attempts: 0, retryAfterMs: 0 };
    return this.conclude(message, message.attempts + 1, report, 'it was asked for and nothing is known');
  }

  /** It is ACCEPTED also when the vendor has delivered it already: its receipt says that, or is asked for. */
  private conclude(
    message: ClaimedMessage,
    attempts: number,
    report: Exclude<VendorReport, { outcome: 'unknown' }>,
    reason: string,
  ): Outcome {
    if (report.outcome === 'accepted' || report.outcome === 'reported') return acceptedNow(message, report);
    const { maxAttempts, hangingUp } = this.deps;
    const mayTryAgain = hangingUp.aborted || attempts < MORE_TRIES * maxAttempts;
    const canTryAgain = report.outcome === 'unanswered' && mayTryAgain;
    if (canTryAgain) return { kind: 'open', message, attempts, retryAfterMs: 0 };
    return { kind: 'failed', message, failure: { failureClass: 'UNCERTAIN', reason } };
  }

  /** Everything that is known is written down, however long the database is away. */
  private async record(unsorted: Outcome[]): Promise<void> {
    const { logs, claimant, ending } = this.deps;
    // In one order, so that two batches that meet wait for each other instead of for ever.
    const outcomes = unsorted.toSorted((a, b) => (a.message.id < b.message.id ? -1 : 1));
    const accepted = ofKind(outcomes, 'accepted').map(({ message: { id, round }, vendorMessageId, acceptedAt }) => ({
      id,
      round,
      vendorMessageId,
      acceptedAt,
    }));
    const failed = ofKind(outcomes, 'failed').map(({ message: { id }, failure }) => ({ id, ...failure }));
    const returned = [
      ...ofKind(outcomes, 'open').map(({ message: { id }, attempts }) => ({ id, attempts })),
      ...ofKind(outcomes, 'held').map(({ message: { id, attempts } }) => ({ id, attempts })),
    ];
    if (accepted.length > 0) await untilDatabaseAnswers(() => logs.markAccepted(accepted), ending);
    if (failed.length > 0) await untilDatabaseAnswers(() => this.recordFailed(failed), ending);
    const erased = ofKind(outcomes, 'erased').map(({ message: { id } }) => id);
    if (erased.length > 0) await untilDatabaseAnswers(() => this.recordErased(erased), ending);
    if (returned.length > 0) {
      await untilDatabaseAnswers(() => logs.returnToPending(claimant.workerId, returned), ending);
    }
  }

  private async recordFailed(failed: Failure[]): Promise<void> {
    const { transact, logs, campaigns, claimant } = this.deps;
    await transact(async (tx) => {
      const changes = await logs.markFailed(tx, claimant.workerId, failed);
      if (changes.length > 0) await campaigns.addToCounts(tx, changes);
    });
  }

  private async recordErased(ids: string[]): Promise<void> {
    const { transact, logs, campaigns, claimant } = this.deps;
    await transact(async (tx) => {
      const changes = await logs.markErased(tx, claimant.workerId, ids);
      if (changes.length > 0) await campaigns.addToCounts(tx, changes);
    });
  }

  private async pauseAfterOverlongStreak(campaignId: string, outcomes: Outcome[]): Promise<void> {
    const { streaks, campaigns, gate, logger } = this.deps;
    if (ofKind(outcomes, 'open').length === 0 || !streaks.takeOverlong(campaignId)) return;
    const paused = await campaigns.pause(
      campaignId,
      'the vendor did not take a message many times in a row; see whether it works, then resume',
    );
    gate.forget(campaignId);
    if (paused) logger.error({ campaignId }, 'campaign.paused.failure_streak');
  }

  /** @throws RetryLater when messages are open that may go out later. */
  private async comeBack(campaignId: string, outcomes: Outcome[]): Promise<void> {
    const open = ofKind(outcomes, 'open');
    const isAnyHeld = outcomes.some(({ kind }) => kind === 'held');
    if (open.length === 0 && !isAnyHeld) return;
    const state = await this.deps.gate.confirm(campaignId);
    if (state === 'cancelled') await this.deps.onCancelled(campaignId);
    if (state !== 'open') return;
    const retryAfterMs = Math.max(0, ...open.map((outcome) => outcome.retryAfterMs));
    const tries = open.length === 0 ? 0 : Math.min(...open.map(({ message }) => message.attempts));
    throw new RetryLater(Math.max(retryAfterMs, this.untilAskedAgainMs(tries)));
  }

  private untilAskedAgainMs(tries = 0): number {
    const { hold, random } = this.deps;
    return hold.remainingMs() + backoffMs(tries, FIRST_RETRY_MS, LONGEST_RETRY_MS, random());
  }

  private log(campaignId: string, jobId: string, outcomes: Outcome[]): void {
    const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
    const counts = { accepted: count('accepted'), failed: count('failed'), open: count('open'), held: count('held') };
    this.deps.logger.info({ campaignId, jobId, ...counts, erased: count('erased') }, 'delivery.batch.recorded');
  }
}

function acceptedNow(message: ClaimedMessage, { vendorMessageId }: { vendorMessageId: string }): Outcome {
  return { kind: 'accepted', message, vendorMessageId, acceptedAt: new Date() };
}

/** It is known whether the vendor has it. */
function isSettled(outcome: Outcome): boolean {
  return outcome.kind === 'open' ? outcome.attempts === 0 : outcome.kind !== 'held';
}

function ofKind<K extends Outcome['kind']>(outcomes: Outcome[], kind: K): OutcomeOf<K>[] {
  return outcomes.filter((outcome): outcome is OutcomeOf<K> => outcome.kind === kind);
}
