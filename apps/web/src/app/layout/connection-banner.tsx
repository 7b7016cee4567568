import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { getHealth } from '../../api/health.ts';
import { useIsReachable } from '../../lib/connection.ts';
import { useIsOnline } from '../../lib/use-is-online.ts';
import { Banner } from './banner.tsx';

const ASK_MS = 3_000;

/**
 * Says that Herald cannot be reached, asks again and again whether it is back, and then has
 * everything on the page asked anew.
 */
export function ConnectionBanner() {
  const isReachable = useIsReachable();
  const isOnline = useIsOnline();
  useQuery({
    queryKey: ['health', 'is-back'],
    queryFn: ({ signal }) => getHealth({}, { signal, timeoutMs: ASK_MS }),
    // Without a network a Herald on this very machine still answers, so only a call can tell.
    enabled: !isReachable || !isOnline,
    refetchInterval: ASK_MS,
    retry: false,
  });
  useRefetchWhenBack(isReachable);
  if (isReachable) return null;
  return (
    <Banner color="orange" icon={IconPlugConnectedX} isUrgent>
      <strong>{isOnline ? 'Herald cannot be reached.' : 'You are offline.'}</strong> What you see may be out of date;
      nothing can be saved. The page goes on by itself once the connection is back.
    </Banner>
  );
}

function useRefetchWhenBack(isReachable: boolean): void {
  const queryClient = useQueryClient();
  const was = useRef(isReachable);
  useEffect(() => {
    if (isReachable && !was.current) void queryClient.invalidateQueries();
    was.current = isReachable;
  }, [isReachable, queryClient]);
}
