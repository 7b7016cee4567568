import { deliveryKeysOf } from '@herald/shared';
import type {
  CampaignRepository,
  CommunicationLogRepository,
  IdempotencyRepository,
  IngestionRepository,
  Logger,
  MockVendorMessageRepository,
  Transact,
} from '@herald/platform';

const DAY_MS = 86_400_000;
/** Campaigns, or batches, that are looked for at once. */
const FOUND_AT_ONCE = 100;
/** Rows in one transaction. */
const ROWS_AT_ONCE = 1_000;

export interface RetentionDependencies {
  transact: Transact;
  campaigns: CampaignRepository;
  logs: CommunicationLogRepository;
  vendorMessages: MockVendorMessageRepository;
  ingestions: IngestionRepository;
  answers: Pick<IdempotencyRepository, 'deleteExpired'>;
  logger: Logger;
  /** Aborts when the process is told to end. */
  draining: AbortSignal;
  now: () => Date;
  /** Days that texts of messages are kept after their campaign ended; undefined keeps them for ever. */
  textsKeptDays: number | undefined;
  /** The same of rejected rows, after their batch was written. */
  rowsKeptDays: number | undefined;
}

/** Removes what was kept for long enough. Every step may be repeated; one that breaks off goes on the next time. */
export class RetentionService {
  private readonly deps: RetentionDependencies;

  constructor(deps: RetentionDependencies) {
    this.deps = deps;
  }

  async removeExpired(): Promise<void> {
    const { textsKeptDays, rowsKeptDays, logger } = this.deps;
    const answers = await this.removeAnswers();
    const texts = textsKeptDays === undefined ? 0 : await this.removeTexts(this.daysAgo(textsKeptDays));
    const rows = rowsKeptDays === undefined ? 0 : await this.removeRows(this.daysAgo(rowsKeptDays));
    if (answers + texts + rows > 0) logger.info({ answers, texts, rows }, 'retention.removed');
  }

  /** Answers that repeated calls get are past their time after a day, whatever is set. */
  private async removeAnswers(): Promise<number> {
    let removed = 0;
    let page = 0;
    do {
      page = await this.deps.answers.deleteExpired(ROWS_AT_ONCE);
      removed += page;
    } while (page === ROWS_AT_ONCE && !this.deps.draining.aborted);
    return removed;
  }

  private async removeTexts(completedBefore: Date): Promise<number> {
    let removed = 0;
    for (;;) {
      const ids = await this.deps.campaigns.findWithTexts(completedBefore, FOUND_AT_ONCE);
      for (const id of ids) removed += await this.removeTextsOf(id);
      if (ids.length < FOUND_AT_ONCE || this.deps.draining.aborted) return removed;
    }
  }

  /** Page by page, by customer. A campaign whose failed messages are tried again meanwhile keeps the rest. */
  private async removeTextsOf(campaignId: string): Promise<number> {
    const { transact, campaigns, logs, vendorMessages, draining } = this.deps;
    let removed = 0;
    let after: string | undefined;
    do {
      const from = after;
      const page = await transact(async (tx) => {
        const campaign = await campaigns.lock(tx, campaignId);
        if (campaign === undefined || campaign.sealedAt === null) return [];
        const messages = await logs.removeTexts(tx, campaignId, from, ROWS_AT_ONCE);
        await vendorMessages.removeTexts(tx, messages.flatMap(deliveryKeysOf));
        if (messages.length < ROWS_AT_ONCE) await campaigns.markTextsRemoved(tx, campaignId);
        return messages;
      });
      removed += page.length;
      after = page.length < ROWS_AT_ONCE ? undefined : page.at(-1)?.customerId;
    } while (after !== undefined && !draining.aborted);
    return removed;
  }

  private async removeRows(completedBefore: Date): Promise<number> {
    const { transact, ingestions, draining } = this.deps;
    let removed = 0;
    for (;;) {
      const ids = await ingestions.findWithRows(completedBefore, FOUND_AT_ONCE);
      for (const id of ids) {
        // Most have few, none more than one call may send.
        removed += await transact((tx) => ingestions.removeRows(tx, id));
      }
      if (ids.length < FOUND_AT_ONCE || draining.aborted) return removed;
    }
  }

  private daysAgo(days: number): Date {
    return new Date(this.deps.now().getTime() - days * DAY_MS);
  }
}
