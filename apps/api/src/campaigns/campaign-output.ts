import { timeOfId } from '@herald/shared';
import type { CampaignOutput, CampaignProgress, CommunicationLogOutput } from '@herald/shared';
import type { Campaign, CommunicationLog } from '@herald/platform';

export function toCampaignOutput(campaign: Campaign): CampaignOutput {
  const { audienceCursor: _written, publishedCursor: _published, progressAt: _progress, ...shown } = campaign;
  return {
    ...shown,
    createdAt: campaign.createdAt.toISOString(),
    updatedAt: campaign.updatedAt.toISOString(),
    scheduledAt: toText(campaign.scheduledAt),
    launchedAt: toText(campaign.launchedAt),
    pausedAt: toText(campaign.pausedAt),
    cancelledAt: toText(campaign.cancelledAt),
    completedAt: toText(campaign.completedAt),
    sealedAt: toText(campaign.sealedAt),
  };
}

export function toCampaignProgress(campaign: Campaign): CampaignProgress {
  return { ...toCampaignOutput(campaign), summary: summarize(campaign) };
}

export function toLogOutput(
  log: CommunicationLog,
  { launchedAt }: Pick<Campaign, 'launchedAt'>,
): CommunicationLogOutput {
  return {
    ...log,
    createdAt: writtenAt(log.id, launchedAt).toISOString(),
    claimedAt: toText(log.claimedAt),
    acceptedAt: toText(log.acceptedAt),
    sentAt: toText(log.sentAt),
    failedAt: toText(log.failedAt),
    cancelledAt: toText(log.cancelledAt),
  };
}

/** From the counters alone, so that it takes the same time however many rows there are. */
function summarize(campaign: Campaign): CampaignProgress['summary'] {
  const ended = {
    sent: campaign.sentCount,
    failed: campaign.failedCount,
    excluded: campaign.excludedCount,
    heldOut: campaign.heldOutCount,
    cancelled: campaign.cancelledCount,
  };
  const total = campaign.audienceCursor;
  return { total, open: total - Object.values(ended).reduce((sum, count) => sum + count, 0), ...ended };
}

/** The id of a message tells when its campaign was due, which somebody may not have waited for; see `messageIdOf`. */
function writtenAt(id: string, launchedAt: Date | null): Date {
  const due = timeOfId(id);
  return launchedAt !== null && launchedAt < due ? launchedAt : due;
}

function toText(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
