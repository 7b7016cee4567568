import type { DeliveryStateOutput, StopDeliveryInput } from '@herald/shared';
import { wakeUpJob, WORKER_SEEN_WITHIN_MS } from '@herald/platform';
import type {
  Campaign,
  CampaignRepository,
  DeliveryStopRepository,
  Queues,
  ReceiptEventRepository,
  ReceiptInboxRepository,
  WorkerProcessRepository,
} from '@herald/platform';

/** Most waiting receipts that are counted; their number then stands for "at least". */
const MOST_RECEIPTS_COUNTED = 100_000;
/** The sweep publishes the rest. */
const CAMPAIGNS_PER_PAGE = 1_000;

/** The one switch that stops all sending, and what goes on besides. */
export class DeliveryService {
  private readonly stops: DeliveryStopRepository;
  private readonly workers: WorkerProcessRepository;
  private readonly inbox: ReceiptInboxRepository;
  private readonly events: ReceiptEventRepository;
  private readonly campaigns: CampaignRepository;
  private readonly queues: Pick<Queues, 'publish'>;

  constructor(deps: {
    stops: DeliveryStopRepository;
    workers: WorkerProcessRepository;
    inbox: ReceiptInboxRepository;
    events: ReceiptEventRepository;
    campaigns: CampaignRepository;
    queues: Pick<Queues, 'publish'>;
  }) {
    this.stops = deps.stops;
    this.workers = deps.workers;
    this.inbox = deps.inbox;
    this.events = deps.events;
    this.campaigns = deps.campaigns;
    this.queues = deps.queues;
  }

  async state(): Promise<DeliveryStateOutput> {
    const [stop, workers, waitingReceipts, orphanReceipts] = await Promise.all([
      this.stops.find(),
      this.workers.findSeenWithin(WORKER_SEEN_WITHIN_MS),
      this.inbox.count(MOST_RECEIPTS_COUNTED),
      this.events.countOrphans(),
    ]);
    return {
      sending: stop === undefined ? 'on' : 'stopped',
      reason: stop?.reason ?? null,
      stoppedAt: stop?.stoppedAt.toISOString() ?? null,
      workers: workers.map(({ startedAt, seenAt, ...worker }) => ({
        ...worker,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
      })),
      waitingReceipts,
      orphanReceipts,
    };
  }

  /** Stops it for good, whoever restarts; a second stop may only add a reason. */
  async stop({ reason }: StopDeliveryInput): Promise<DeliveryStateOutput> {
    await this.stops.stop(reason || null);
    return this.state();
  }

  /** What is open goes on at once, and not with the next sweep. Starting what was not stopped is harmless. */
  async start(): Promise<DeliveryStateOutput> {
    await this.stops.start();
    let page: Campaign[] = [];
    do {
      page = await this.campaigns.findUnfinished(page.at(-1)?.id, CAMPAIGNS_PER_PAGE);
      await this.queues.publish(
        'launch',
        page.map(({ id }) => wakeUpJob(id)),
      );
    } while (page.length === CAMPAIGNS_PER_PAGE);
    return this.state();
  }
}
