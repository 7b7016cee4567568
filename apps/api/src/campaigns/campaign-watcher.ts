import { outsideOfCalls } from '@herald/platform';
import type { CampaignProgress } from '@herald/shared';

/** How a campaign stands; undefined when there is none. */
type Progress = CampaignProgress | undefined;

/** Looks at campaigns that somebody watches: at each of them once in a while, however many watch it. */
export class CampaignWatcher {
  private readonly read: (id: string) => Promise<Progress>;
  private readonly intervalMs: number;
  private readonly watched = new Map<string, WatchedCampaign>();

  constructor(read: (id: string) => Promise<Progress>, intervalMs: number) {
    this.read = read;
    this.intervalMs = intervalMs;
  }

  /** How many campaigns are looked at. */
  get size(): number {
    return this.watched.size;
  }

  /**
   * How a campaign stands, and then how it stands whenever that has changed; who takes them slowly is not told of
   * each. Ends when the campaign is not there (any more) or `signal` is aborted. Whoever asks first starts the
   * looking, and the last who leaves ends it.
   *
   * @throws whatever a look failed with
   */
  async *follow(id: string, signal: AbortSignal): AsyncGenerator<CampaignProgress, void, void> {
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const campaign = this.join(id);
    try {
      for (let seen = 0; !signal.aborted;) {
        if (campaign.version === seen) {
          await Promise.race([campaign.change, stopped]);
          continue;
        }
        seen = campaign.version;
        if (campaign.failure !== undefined) throw campaign.failure;
        if (campaign.progress === undefined) return;
        yield campaign.progress;
      }
    } finally {
      this.leave(campaign);
    }
  }

  private join(id: string): WatchedCampaign {
    const campaign = this.watched.get(id) ?? new WatchedCampaign(id);
    campaign.watchers += 1;
    if (campaign.watchers === 1) {
      this.watched.set(id, campaign);
      // On behalf of everybody who watches, and longer than whoever came first.
      void outsideOfCalls(() => this.look(campaign));
    }
    return campaign;
  }

  private leave(campaign: WatchedCampaign): void {
    campaign.watchers -= 1;
    if (campaign.watchers === 0) this.forget(campaign);
  }

  private async look(campaign: WatchedCampaign): Promise<void> {
    try {
      campaign.tell(await this.read(campaign.id));
    } catch (error) {
      campaign.fail(error as Error);
      // Whoever comes next begins anew.
      this.forget(campaign);
      return;
    }
    if (campaign.watchers > 0) campaign.timer = setTimeout(() => void this.look(campaign), this.intervalMs);
  }

  private forget(campaign: WatchedCampaign): void {
    clearTimeout(campaign.timer);
    if (this.watched.get(campaign.id) === campaign) this.watched.delete(campaign.id);
  }
}

/** One campaign, as it was seen last. */
class WatchedCampaign {
  readonly id: string;
  watchers = 0;
  timer: NodeJS.Timeout | undefined;
  /** Moves with each change; 0 before the first look. */
  version = 0;
  progress: Progress;
  failure: Error | undefined;
  /** Kept when the next change comes. */
  change!: Promise<void>;
  private seen = '';
  private announce!: () => void;

  constructor(id: string) {
    this.id = id;
    this.expectChange();
  }

  tell(progress: Progress): void {
    const seen = JSON.stringify(progress) ?? '';
    if (this.version > 0 && seen === this.seen) return;
    this.seen = seen;
    this.progress = progress;
    this.moveOn();
  }

  fail(failure: Error): void {
    this.failure = failure;
    this.moveOn();
  }

  private moveOn(): void {
    this.version += 1;
    const { announce } = this;
    this.expectChange();
    announce();
  }

  private expectChange(): void {
    this.change = new Promise((resolve) => {
      this.announce = resolve;
    });
  }
}
