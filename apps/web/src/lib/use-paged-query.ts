import {
  keepPreviousData,
  type QueryKey,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router-dom';

import type { Answer } from './api-client.ts';

export const DEFAULT_PAGE_SIZE = 50;

export interface PageControls {
  /** From 1. */
  page: number;
  pageSize: number;
  /** How many things the page holds; 0 until it is there. */
  shown: number;
  hasNext: boolean;
  hasPrevious: boolean;
  /** Whether what is shown is the former page, while the next one is asked for. */
  isLoading: boolean;
  next: () => void;
  previous: () => void;
}

interface PageRequest {
  limit: number;
  cursor?: string;
}

/**
 * One page of a list whose address holds the page: `?page=3&cursor=…`. The former page stays
 * until the next one is there. Give `pager` to `<Pager>`.
 *
 * @param optionsFor makes the query of a page, as `(page) => customersQuery({ ...page, search })`
 * @param countShown how many things an answer holds, when it is no list itself
 */
export function usePagedQuery<T, K extends QueryKey>(
  optionsFor: (page: PageRequest) => UseQueryOptions<Answer<T>, Error, Answer<T>, K>,
  { pageSize = DEFAULT_PAGE_SIZE, countShown = lengthOf }: { pageSize?: number; countShown?: (data: T) => number } = {},
): UseQueryResult<Answer<T>> & { pager: PageControls } {
  const [params, setParams] = useSearchParams();
  const cursors = formerCursors(useLocation().state);
  const cursor = params.get('cursor') ?? undefined;
  const page = cursor === undefined ? 1 : Math.max(2, Number.parseInt(params.get('page') ?? '2', 10) || 2);
  const result = useQuery({
    ...optionsFor({ limit: pageSize, ...(cursor !== undefined && { cursor }) }),
    placeholderData: keepPreviousData,
  } as UseQueryOptions<Answer<T>, Error, Answer<T>, K>);
  const next = result.data?.next ?? null;

  const goTo = (to: string | undefined, toPage: number, former: (string | null)[]) => {
    const after = new URLSearchParams(params);
    after.delete('cursor');
    after.delete('page');
    if (to !== undefined) {
      after.set('cursor', to);
      after.set('page', String(toPage));
    }
    setParams(after, { state: { cursors: former } });
  };
  const pager: PageControls = {
    page,
    pageSize,
    shown: result.data === undefined ? 0 : countShown(result.data.data),
    hasNext: next !== null,
    hasPrevious: cursor !== undefined,
    isLoading: result.isPlaceholderData,
    next: () => {
      if (next !== null) goTo(next, page + 1, [...cursors, cursor ?? null]);
    },
    // An address that came from elsewhere does not say what was before; then it is the first page.
    previous: () => goTo(cursors.at(-1) ?? undefined, page - 1, cursors.slice(0, -1)),
  };
  return { ...result, pager };
}

function lengthOf(data: unknown): number {
  return Array.isArray(data) ? data.length : 0;
}

/** The cursors of the pages before this one; they go with the entry of the browser's history. */
function formerCursors(state: unknown): (string | null)[] {
  if (typeof state !== 'object' || state === null || !('cursors' in state)) return [];
  return Array.isArray(state.cursors) ? (state.cursors as (string | null)[]) : [];
}
