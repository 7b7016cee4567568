import { DomainError, RETRIED_UNASKED } from '@herald/shared';
import type { FailureClass, RetryFailedInput, RetryFailedOutput } from '@herald/shared';
import { QueryTimedOut, wakeUpJob } from '@herald/platform';
import type { CampaignRepository, CommunicationLogRepository, Queues, Transact, Transaction } from '@herald/platform';

import { explainStopped } from '../segments/stopped-query.ts';
import { toCampaignOutput } from './campaign-output.ts';
import { lockForAction } from './lock-for-action.ts';

/** Opens failed messages again. */
export class RetryFailedService {
  private readonly campaigns: CampaignRepository;
  private readonly logs: CommunicationLogRepository;
  private readonly queues: Pick<Queues, 'publish'>;
  private readonly transact: Transact;
  private readonly timeoutMs: number;
  private readonly pageSize: number;
  private readonly now: () => Date;

  constructor(deps: {
    campaigns: CampaignRepository;
    logs: CommunicationLogRepository;
    queues: Pick<Queues, 'publish'>;
    /** In which no statement may take longer than `timeoutMs`. */
    transact: Transact;
    /** No page is begun after this time. */
    timeoutMs: number;
    /** Most messages in one transaction, which keeps receipts of the campaign waiting. */
    pageSize: number;
    now: () => Date;
  }) {
    this.campaigns = deps.campaigns;
    this.logs = deps.logs;
    this.queues = deps.queues;
    this.transact = deps.transact;
    this.timeoutMs = deps.timeoutMs;
    this.pageSize = deps.pageSize;
    this.now = deps.now;
  }

  /**
   * Opens the failed messages of one class, or of all classes where another try may help, and
   * with them the campaign. Page by page: what was reopened before it was stopped stays so.
   *
   * @throws DomainError `not_found`, `conflict` when the campaign is in no state for that (any
   * more), `timed_out`
   */
  async retryFailed(id: string, { failureClass }: RetryFailedInput): Promise<RetryFailedOutput> {
    const classes = failureClass === undefined ? RETRIED_UNASKED : [failureClass];
    const reopening = this.reopenPages(id, classes);
    const reopened = await explainStopped(this.timeoutMs, 'call it again for the messages that are left', reopening);
    const campaign = await this.campaigns.findById(id);
    if (campaign === undefined) throw new DomainError('not_found', `there is no campaign ${id}`);
    return { reopened, campaign: toCampaignOutput(campaign) };
  }

  private async reopenPages(id: string, classes: readonly FailureClass[]): Promise<number> {
    const deadlineMs = this.now().getTime() + this.timeoutMs;
    let reopened = 0;
    try {
      for (let left: number | undefined; left !== 0;) {
        if (this.now().getTime() > deadlineMs) throw new QueryTimedOut();
        const mostLeft = left;
        const page = await this.transact((tx) => this.reopenPage(tx, id, classes, mostLeft));
        reopened += page.reopened;
        left = page.left;
      }
      return reopened;
    } finally {
      if (reopened > 0) await this.queues.publish('launch', [wakeUpJob(id)]);
    }
  }

  /**
   * @param mostLeft undefined for the first page. Later no more are reopened than had failed at
   * the first: messages that fail again meanwhile are not tried without end.
   */
  private async reopenPage(tx: Transaction, id: string, classes: readonly FailureClass[], mostLeft?: number) {
    const campaign = await lockForAction(this.campaigns, tx, id, 'retry-failed');
    const most = mostLeft ?? campaign.failedCount;
    const limit = Math.min(most, this.pageSize);
    const reopened = await this.logs.reopenFailed(tx, id, classes, limit);
    // One that has nothing to try again stays complete and sealed.
    if (reopened > 0) {
      await this.campaigns.reopen(tx, id);
      await this.campaigns.addToCounts(tx, [{ campaignId: id, sent: 0, failed: -reopened, excluded: 0, cancelled: 0 }]);
    }
    return { reopened, left: reopened < limit ? 0 : most - reopened };
  }
}
