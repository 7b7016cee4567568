import type {
  CampaignRepository,
  ClaimedMessage,
  CommunicationLogRepository,
  Logger,
  Transact,
} from '@herald/platform';
import { RetryLater } from '@herald/platform';

import type { VendorAnswer, VendorClient } from './vendor-client.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;

interface Answered {
  message: ClaimedMessage;
  answer: VendorAnswer;
}

/** Hands messages to the vendor and writes down what it said. */
export class DeliveryService {
  private readonly transact: Transact;
  private readonly logs: CommunicationLogRepository;
  private readonly campaigns: CampaignRepository;
  private readonly vendor: Pick<VendorClient, 'send'>;
  private readonly logger: Logger;
  private readonly maxAttempts: number;
  private readonly claimLeaseMs: number;
  private readonly now: () => Date;

  constructor(deps: {
    transact: Transact;
    logs: CommunicationLogRepository;
    campaigns: CampaignRepository;
    vendor: Pick<VendorClient, 'send'>;
    logger: Logger;
    /** Tries of one message that the vendor leaves unanswered before it ends as FAILED. */
    maxAttempts: number;
    /** After this time a claim of a worker that never came back counts no longer. */
    claimLeaseMs: number;
    now: () => Date;
  }) {
    this.transact = deps.transact;
    this.logs = deps.logs;
    this.campaigns = deps.campaigns;
    this.vendor = deps.vendor;
    this.logger = deps.logger;
    this.maxAttempts = deps.maxAttempts;
    this.claimLeaseMs = deps.claimLeaseMs;
    this.now = deps.now;
  }

  /**
   * Sends those of the rows that are still open, with the text of the row.
   *
   * @throws RetryLater when the vendor left some unanswered.
   */
  async send(communicationLogIds: string[], jobId: string): Promise<void> {
    const claimsExpiredBefore = new Date(this.now().getTime() - this.claimLeaseMs);
    const claimed = await this.logs.claim(communicationLogIds, jobId, claimsExpiredBefore);
    if (claimed.length === 0) return;
    const answered = await Promise.all(claimed.map(async (message) => ({ message, answer: await this.ask(message) })));
    await this.record(jobId, answered);
  }

  private ask(message: ClaimedMessage): Promise<VendorAnswer> {
    return this.vendor.send({
      communicationLogId: message.id,
      customerId: message.customerId,
      message: message.personalizedMessage,
    });
  }

  private async record(jobId: string, answered: Answered[]): Promise<void> {
    const accepted = answered.flatMap(({ message, answer }) =>
      answer.outcome === 'accepted' ? [{ id: message.id, vendorMessageId: answer.vendorMessageId }] : [],
    );
    const failed = answered.flatMap(({ message, answer }) =>
      this.isFinal(message, answer) ? [{ id: message.id, reason: answer.reason }] : [],
    );
    const unanswered = answered.filter(
      ({ message, answer }) => answer.outcome === 'unanswered' && !this.isFinal(message, answer),
    );
    if (accepted.length > 0) await this.logs.markAccepted(accepted);
    if (failed.length > 0) await this.recordFailed(failed);
    const counts = { accepted: accepted.length, failed: failed.length, unanswered: unanswered.length };
    this.logger.info({ jobId, ...counts }, 'delivery.batch.recorded');
    if (unanswered.length > 0) await this.askLater(unanswered.map(({ message }) => message));
  }

  private isFinal(message: ClaimedMessage, answer: VendorAnswer): answer is VendorAnswer & { reason: string } {
    if (answer.outcome === 'unanswered') return message.attempts + 1 >= this.maxAttempts;
    return answer.outcome === 'refused';
  }

  private async recordFailed(failed: { id: string; reason: string }[]): Promise<void> {
    await this.transact(async (tx) => {
      const changes = await this.logs.markFailed(tx, failed);
      await this.campaigns.addToCounts(tx, changes);
    });
  }

  private async askLater(messages: ClaimedMessage[]): Promise<never> {
    await this.logs.returnToPending(messages.map(({ id }) => id));
    const tries = Math.min(...messages.map(({ attempts }) => attempts));
    throw new RetryLater(Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS));
  }
}
