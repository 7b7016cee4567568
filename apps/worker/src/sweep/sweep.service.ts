import { newId } from '@herald/shared';
import type {
  CampaignRepository,
  CommunicationLogRepository,
  IngestionRepository,
  Logger,
  Queues,
  ReceiptInboxRepository,
} from '@herald/platform';

import type { DeliveryPublisher } from '../delivery/delivery-publisher.ts';

const CHUNKS_PER_SWEEP = 1_000;
const CAMPAIGNS_PER_SWEEP = 100;
const MESSAGES_PER_PAGE = 5_000;

/**
 * Publishes again what is committed and open but has no job: after a crash between
 * commit and publish, or when the queue was wiped. Publishing what still has its job
 * changes nothing, so any number of workers may sweep at once.
 */
export class SweepService {
  private readonly queues: Pick<Queues, 'publish' | 'countOpen'>;
  private readonly ingestions: IngestionRepository;
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly inbox: ReceiptInboxRepository;
  private readonly publisher: DeliveryPublisher;
  private readonly logger: Logger;
  private readonly graceMs: number;
  private readonly claimLeaseMs: number;
  private readonly now: () => Date;

  constructor(deps: {
    queues: Pick<Queues, 'publish' | 'countOpen'>;
    ingestions: IngestionRepository;
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    inbox: ReceiptInboxRepository;
    publisher: DeliveryPublisher;
    logger: Logger;
    /** What is younger is left alone: its job is most likely on its way. */
    graceMs: number;
    claimLeaseMs: number;
    now: () => Date;
  }) {
    this.queues = deps.queues;
    this.ingestions = deps.ingestions;
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.inbox = deps.inbox;
    this.publisher = deps.publisher;
    this.logger = deps.logger;
    this.graceMs = deps.graceMs;
    this.claimLeaseMs = deps.claimLeaseMs;
    this.now = deps.now;
  }

  async sweep(): Promise<void> {
    await this.publishChunks();
    await this.publishReceipts();
    await this.publishCampaigns();
  }

  private async publishChunks(): Promise<void> {
    const createdBefore = new Date(this.now().getTime() - this.graceMs);
    const chunks = await this.ingestions.findAvailableChunks(createdBefore, CHUNKS_PER_SWEEP);
    const jobs = (kind: string) =>
      chunks.filter((chunk) => chunk.kind === kind).map(({ id }) => ({ id, payload: { chunkId: id } }));
    await this.queues.publish('customers', jobs('CUSTOMERS'));
    await this.queues.publish('orders', jobs('ORDERS'));
  }

  private async publishReceipts(): Promise<void> {
    if (await this.inbox.isEmpty()) return;
    await this.queues.publish('receipts', [{ id: newId(), payload: {} }]);
  }

  private async publishCampaigns(): Promise<void> {
    const active = await this.campaigns.findActive(CAMPAIGNS_PER_SWEEP);
    const launching = active.filter(({ status }) => status === 'PROCESSING');
    await this.queues.publish(
      'launch',
      launching.map(({ id }) => ({ id, payload: { campaignId: id } })),
    );
    // While jobs are open, rows without one can't be told from rows that wait their turn.
    if (active.length === 0 || (await this.queues.countOpen('delivery')) > 0) return;
    for (const { id } of active) await this.publishUnclaimed(id);
  }

  private async publishUnclaimed(campaignId: string): Promise<void> {
    const claimsExpiredBefore = new Date(this.now().getTime() - this.claimLeaseMs);
    let after: string | undefined;
    let published = 0;
    for (;;) {
      const page = await this.logs.findUnclaimed(campaignId, after, claimsExpiredBefore, MESSAGES_PER_PAGE);
      await this.publisher.publish(campaignId, page);
      published += page.length;
      after = page.at(-1)?.customerId;
      if (page.length < MESSAGES_PER_PAGE) break;
    }
    if (published > 0) this.logger.warn({ campaignId, published }, 'sweep.messages.published');
  }
}
