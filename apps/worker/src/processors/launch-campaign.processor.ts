import type { JobHandler } from '@herald/platform';

import type { LaunchService } from '../launch/launch.service.ts';

/** Each page exactly once: its rows and the cursor commit together, and a repetition resumes there. */
export function launchCampaignProcessor(service: LaunchService): JobHandler<'launch'> {
  return ({ campaignId }) => service.launch(campaignId);
}
