import { DomainError } from '@herald/shared';
import { launchJob, QueryTimedOut } from '@herald/platform';
import type { CampaignLauncher, CampaignRepository, Logger, Queues, Transact } from '@herald/platform';

const CAMPAIGNS_AT_ONCE = 20;

export interface ScheduleDependencies {
  /** In which freezing an audience may take its time, within a bound. */
  transact: Transact;
  campaigns: CampaignRepository;
  launcher: Pick<CampaignLauncher, 'launchDue'>;
  queues: Pick<Queues, 'publish'>;
  logger: Logger;
  now: () => Date;
}

/** Launches the campaigns whose time has come. Any number of workers may try; one of them does. */
export class ScheduleService {
  private readonly deps: ScheduleDependencies;

  constructor(deps: ScheduleDependencies) {
    this.deps = deps;
  }

  async launchDue(): Promise<void> {
    const due = await this.deps.campaigns.findDue(this.deps.now(), CAMPAIGNS_AT_ONCE);
    for (const { id } of due) await this.launch(id);
  }

  private async launch(campaignId: string): Promise<void> {
    const { transact, launcher, queues, campaigns, logger, now } = this.deps;
    try {
      const isLaunched = await transact((tx) => launcher.launchDue(tx, campaignId, now()));
      if (!isLaunched) return;
    } catch (error) {
      const reason = reasonToGiveUp(error);
      if (reason === undefined) throw error;
      await campaigns.markFailed(campaignId, 'SCHEDULED', reason);
      logger.error({ campaignId }, 'campaign.schedule.failed');
      return;
    }
    await queues.publish('launch', [launchJob(campaignId)]);
    logger.info({ campaignId }, 'campaign.schedule.launched');
  }
}

/** Its segment is broken, or takes too long: that does not mend itself, and others wait behind it. */
function reasonToGiveUp(error: unknown): string | undefined {
  if (error instanceof DomainError) return error.message;
  if (error instanceof QueryTimedOut)
    return 'its audience took too long to compute; narrow the rules of its segment down';
  return undefined;
}
