import { DomainError, parseMessageTemplate } from '@herald/shared';
import type { MessageTemplate } from '@herald/shared';
import { inSpan, messageIdOf, noteNewMessages, RetryLater, writeMessage } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  Claimant,
  CommunicationLogRepository,
  ErasureRepository,
  Logger,
  NewCommunicationLog,
  Recipient,
  RecipientRepository,
  Transact,
  WorkspaceRepository,
} from '@herald/platform';

import type { DeliveryPublisher } from '../delivery/delivery-publisher.ts';
import { AudienceReader } from './audience-reader.ts';
import type { CancelService } from './cancel.service.ts';

/** Another worker writes the same campaign's audience, or its state changed; this one stops. */
class CursorMoved extends Error {}

/** From where it stands another worker goes on at once. */
const LEFT_TO_OTHERS_MS = 0;

/** Where a page begins and ends in the audience, and up to where jobs are with the queue. */
interface Page {
  from: number;
  to: number;
  published: number;
}

/** Makes the rows of some recipients, in the order of their ids. */
type MakeRows = (customerIds: string[]) => Promise<NewCommunicationLog[]>;

export interface LaunchDependencies {
  transact: Transact;
  campaigns: CampaignRepository;
  recipients: RecipientRepository;
  logs: CommunicationLogRepository;
  erasures: Pick<ErasureRepository, 'holdOffBriefly' | 'findErased'>;
  publisher: DeliveryPublisher;
  canceller: Pick<CancelService, 'cancelRest'>;
  logger: Logger;
  claimant: Claimant;
  workspace: Pick<WorkspaceRepository, 'read'>;
  /** Aborts when the process is told to end: the next page is another worker's. */
  draining: AbortSignal;
  /** Recipients in a page; memory is bounded by it. */
  pageSize: number;
}

/** Brings a campaign to where its messages are with the queue, or cancelled; from wherever it stands. */
export class LaunchService {
  private readonly deps: LaunchDependencies;

  constructor(deps: LaunchDependencies) {
    this.deps = deps;
  }

  /**
   * Goes on from the last page that was remembered, so a repeated job resumes or finds nothing to do.
   *
   * @throws RetryLater when the process is to end before all is done.
   */
  async launch(campaignId: string): Promise<void> {
    const campaign = await this.deps.campaigns.findById(campaignId);
    try {
      if (campaign?.status === 'PROCESSING') await this.process(campaign);
      if (campaign?.status === 'SENDING') await this.publishOpen(campaign);
      if (campaign?.status === 'CANCELLED') await this.cancel(campaign);
    } catch (error) {
      if (!(error instanceof CursorMoved)) throw error;
      this.deps.logger.warn({ campaignId }, 'campaign.launch.cursor_moved');
    }
  }

  private async process(campaign: Campaign): Promise<void> {
    const template = await this.parseTemplate(campaign);
    if (template === undefined) return;
    // A crash, a queue that was away or a pause: some rows may have no job.
    const isPublished = campaign.audienceCursor === 0 || (await this.publishOpen(campaign));
    const publishedCursor = isPublished ? campaign.audienceCursor : campaign.publishedCursor;
    await this.writePages({ ...campaign, publishedCursor }, async (customerIds) => {
      const [recipients, { timeZone }] = await Promise.all([
        this.deps.recipients.findMany(customerIds),
        this.deps.workspace.read(),
      ]);
      return recipients.map((recipient) => makeRow(campaign, template, recipient, timeZone));
    });
  }

  /** Those who have no row yet get one all the same, so that everybody in the audience has one. */
  private async cancel(campaign: Campaign): Promise<void> {
    await this.writePages(campaign, async (customerIds) =>
      customerIds.map((customerId) => ({ ...emptyRow(campaign, customerId), status: 'CANCELLED' })),
    );
    await this.deps.canceller.cancelRest(campaign.id);
  }

  private async parseTemplate(campaign: Campaign): Promise<MessageTemplate | undefined> {
    try {
      return parseMessageTemplate(campaign.messageTemplate);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.deps.campaigns.markFailed(campaign.id, 'PROCESSING', error.message);
      this.deps.logger.error({ campaignId: campaign.id }, 'campaign.launch.bad_template');
      return undefined;
    }
  }

  private async writePages(campaign: Campaign, makeRows: MakeRows): Promise<void> {
    const { campaigns, logger, pageSize } = this.deps;
    const { id, audienceSize } = campaign;
    const audience = new AudienceReader(campaigns, campaign);
    const pageAt = async (from: number) => makeRows(await audience.read(from, Math.min(from + pageSize, audienceSize)));
    let from = campaign.audienceCursor;
    let published = campaign.publishedCursor;
    if (from === audienceSize && from > 0) return;
    let next = pageAt(from);
    for (;;) {
      const rows = await next;
      const to = Math.min(from + pageSize, audienceSize);
      // The next page is read and rendered while PostgreSQL writes this one.
      next = to < audienceSize ? pageAt(to) : Promise.resolve([]);
      next.catch(() => {});
      const isPublished = await this.launchPage(campaign, rows, { from, to, published });
      if (isPublished && published === from) published = to;
      logger.info({ campaignId: id, from, to }, 'campaign.launch.page_written');
      from = to;
      if (from >= audienceSize) break;
      this.leaveToOthersWhenDraining();
    }
    await campaigns.advancePublished(id, published);
  }

  /** @returns whether the queue took what is to be sent. */
  private launchPage(campaign: Campaign, rows: NewCommunicationLog[], page: Page): Promise<boolean> {
    const attributes = { 'herald.campaign_id': campaign.id, 'herald.page.from': page.from, 'herald.page.to': page.to };
    return inSpan('launch.page', { attributes }, async () => {
      const startedAt = new Date();
      const written = await this.writePage(campaign, rows, page);
      noteNewMessages('message.write', startedAt, idsOf(written));
      return this.deps.publisher.publishPage(campaign.id, page.from, written);
    });
  }

  /** Commits the rows and the cursor together. @returns what is to be published then, at its place. */
  private async writePage(
    campaign: Campaign,
    rows: NewCommunicationLog[],
    page: Page,
  ): Promise<(NewCommunicationLog | null)[]> {
    const { transact, logs, campaigns, erasures } = this.deps;
    const { id: campaignId, status } = campaign;
    if (rows.length !== page.to - page.from) throw new Error('a customer of the frozen audience is not there any more');
    return transact(async (tx) => {
      await erasures.holdOffBriefly(tx);
      const erased = await erasures.findErased(
        tx,
        rows.map(({ customerId }) => customerId),
      );
      const current = rows.map((row) => (erased.has(row.customerId) ? withoutErased(row) : row));
      const inserted = await logs.insertMany(tx, campaignId, current);
      const count = (wanted: NewCommunicationLog['status']) => inserted.filter((row) => row.status === wanted).length;
      const ended = {
        failed: count('FAILED'),
        excluded: count('EXCLUDED'),
        heldOut: count('HOLDOUT'),
        cancelled: count('CANCELLED'),
      };
      if (!(await campaigns.advanceCursor(tx, { campaignId, status, ...page, ended }))) throw new CursorMoved();
      const stored = new Set(inserted);
      return current.map((row) => (row.status === 'PENDING' && stored.has(row) ? row : null));
    });
  }

  /**
   * Publishes every row that nobody is sending, page by page as they were written.
   *
   * @returns whether the queue took them all.
   */
  private async publishOpen({ id, audienceCursor }: Campaign): Promise<boolean> {
    const { logs, publisher, campaigns, claimant, pageSize, logger } = this.deps;
    let from = 0;
    let after: string | undefined;
    let isPublished = true;
    let published = 0;
    while (from < audienceCursor) {
      this.leaveToOthersWhenDraining();
      const page = await logs.findPageToPublish(id, after, Math.min(pageSize, audienceCursor - from), claimant);
      if (page.length === 0) break;
      const slots = page.map(({ message }) => message);
      isPublished = (await publisher.publishPage(id, from, slots)) && isPublished;
      published += slots.filter((slot) => slot !== null).length;
      from += page.length;
      after = page.at(-1)?.customerId;
    }
    if (isPublished) await campaigns.advancePublished(id, audienceCursor);
    logger.info({ campaignId: id, published }, 'campaign.messages.published');
    return isPublished;
  }

  private leaveToOthersWhenDraining(): void {
    if (this.deps.draining.aborted) throw new RetryLater(LEFT_TO_OTHERS_MS);
  }
}

function* idsOf(rows: (NewCommunicationLog | null)[]): Generator<string> {
  for (const row of rows) if (row !== null) yield row.id;
}

/** @param zone whose days its message names. */
function makeRow(
  campaign: Campaign,
  template: MessageTemplate,
  recipient: Recipient,
  zone: string,
): NewCommunicationLog {
  const row = emptyRow(campaign, recipient.id);
  const written = writeMessage(recipient, campaign, template, zone);
  switch (written.status) {
    case 'EXCLUDED':
      return { ...row, status: 'EXCLUDED', exclusionReason: written.exclusionReason };
    case 'HOLDOUT':
      return { ...row, status: 'HOLDOUT' };
    case 'PENDING':
      return { ...row, personalizedMessage: written.text };
    case 'FAILED':
      return { ...row, status: 'FAILED', failureReason: written.reason };
  }
}

/** The row of a customer who was erased after the page was made. */
function withoutErased(row: NewCommunicationLog): NewCommunicationLog {
  // Of a cancelled campaign nobody gets anything, for one reason.
  if (row.status === 'CANCELLED') return row;
  const { id, customerId } = row;
  return { ...NOTHING_TO_SEND, id, customerId, status: 'EXCLUDED', exclusionReason: 'ERASED' };
}

const NOTHING_TO_SEND = { personalizedMessage: '', failureReason: null, exclusionReason: null };

function emptyRow(campaign: Campaign, customerId: string): NewCommunicationLog {
  return { ...NOTHING_TO_SEND, id: messageIdOf(campaign, customerId), customerId, status: 'PENDING' };
}
