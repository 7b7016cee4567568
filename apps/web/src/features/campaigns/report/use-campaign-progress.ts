import { campaignProgressSchema } from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';
import { type QueryClient, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { campaignEventsAddress, campaignProgressQuery, campaignsChanged } from '../../../api/campaigns.ts';

const POLL_MS = 2_000;
/** A stream that was refused, as when there are too many, is tried again after this. */
const REOPEN_MS = 30_000;

export type Watched = UseQueryResult<CampaignProgress> & {
  /** Whether Herald tells of each change by itself; else it is asked again and again. */
  isLive: boolean;
  /** Whether anything can still change by itself. */
  isMoving: boolean;
};

/** A campaign as it goes on: told by the server where that works, else asked for every other second. */
export function useCampaignProgress(id: string): Watched {
  const queryClient = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery({
    ...campaignProgressQuery(id),
    refetchInterval: ({ state }) => (!isLive && isMoving(state.data) ? POLL_MS : false),
  });
  const moves = isMoving(query.data);
  useEffect(() => (moves ? listen(id, queryClient, setLive) : undefined), [id, moves, queryClient]);
  useRefetchAtRest(id, moves, queryClient);
  return { ...query, isLive, isMoving: moves };
}

/** Whether something may still happen without anybody doing anything here. */
function isMoving(campaign: CampaignProgress | undefined): boolean {
  switch (campaign?.status) {
    case 'SCHEDULED':
    case 'PROCESSING':
    case 'SENDING':
    case 'PAUSED':
      return true;
    case 'COMPLETED':
      return campaign.sealedAt === null;
    case 'CANCELLED':
      // What the vendor has is still reported.
      return campaign.summary.open > 0;
    default:
      return false;
  }
}

/** Listens until the returned function is called; what is heard is what `campaignProgressQuery` knows. */
function listen(id: string, queryClient: QueryClient, setLive: (isLive: boolean) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    if (typeof EventSource === 'undefined') return;
    source = new EventSource(campaignEventsAddress(id));
    source.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      const progress = readProgress(data);
      if (progress === undefined) return;
      setLive(true);
      queryClient.setQueryData(campaignProgressQuery(id).queryKey, progress);
    });
    source.addEventListener('end', close);
    source.addEventListener('error', () => {
      setLive(false);
      // Otherwise the browser tries again by itself.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    setLive(false);
  };
  // A browser keeps few connections to one server, and nobody looks at a hidden page.
  const follow = () => {
    close();
    if (document.visibilityState === 'visible') open();
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close();
  };
}

function readProgress(data: string): CampaignProgress | undefined {
  try {
    return campaignProgressSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** Once everything has ended, whatever else is shown of the campaign is asked for once more. */
function useRefetchAtRest(id: string, moves: boolean, queryClient: QueryClient): void {
  const moved = useRef(moves);
  useEffect(() => {
    if (moved.current && !moves) {
      void queryClient.invalidateQueries({ queryKey: ['campaigns', 'one', id] });
      campaignsChanged(queryClient);
    }
    moved.current = moves;
  }, [id, moves, queryClient]);
}
