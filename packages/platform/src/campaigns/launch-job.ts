import { newId } from '@herald/shared';

import type { JobToPublish } from '../queues/queues.ts';

/** The job that brings a campaign on. Its name is the campaign's: while it is there, another adds nothing. */
export function launchJob(campaignId: string): JobToPublish<'launch'> {
  return { id: campaignId, payload: { campaignId } };
}

/**
 * The same for a campaign that has just changed. Under a name of its own: one that is at work
 * already may have looked at the campaign before the change, and the queue would drop this one for it.
 */
export function wakeUpJob(campaignId: string): JobToPublish<'launch'> {
  return { id: `${campaignId}-${newId()}`, payload: { campaignId } };
}
