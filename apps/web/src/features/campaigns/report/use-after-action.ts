import type { CampaignOutput, CampaignProgress } from '@herald/shared';
import { useQueryClient } from '@tanstack/react-query';

import { campaignProgressQuery, campaignsChanged } from '../../../api/campaigns.ts';
import { notify } from '../../../components/notify.tsx';

/** What is the same after every action: the page shows the answer, says what was done, and asks the rest anew. */
export function useAfterAction(id: string): (campaign: CampaignOutput, message: string) => void {
  const queryClient = useQueryClient();
  return (campaign, message) => {
    notify.done(message);
    // The counters of the answer are newer than those on the page; its summary comes with the next ones.
    queryClient.setQueryData(campaignProgressQuery(id).queryKey, (before: CampaignProgress | undefined) =>
      before === undefined ? undefined : { ...before, ...campaign },
    );
    void queryClient.invalidateQueries({ queryKey: ['campaigns', 'one', id] });
    campaignsChanged(queryClient);
  };
}
