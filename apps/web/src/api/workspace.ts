import { workspaceOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';

import { endpoint } from '../lib/endpoint.ts';

/** Name, time zone and currency change once in years. */
const STALE_MS = 5 * 60_000;

export const getWorkspace = endpoint<'getWorkspace'>('get', '/api/workspace', workspaceOutput);
export const updateWorkspace = endpoint<'updateWorkspace'>('patch', '/api/workspace', workspaceOutput);

export const workspaceQuery = () =>
  queryOptions({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => getWorkspace({}, { signal }),
    staleTime: STALE_MS,
  });
