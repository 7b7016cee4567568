import { newId, type PreviewSegmentOutput, type SegmentRules } from '@herald/shared';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { previewSegment } from '../../../api/segments.ts';
import { ApiError } from '../../../lib/api-client.ts';

const DEBOUNCE_MS = 300;
/** So that undoing shows the number at once, and coming back later counts again. */
const KEPT_MS = 60_000;
const CONFLICT = 409;

export interface LiveSize {
  /** The latest answer; of the rules before while `isSettled` is false. */
  size: PreviewSegmentOutput | undefined;
  /** Whether `size` is the last word on the rules as they are now. */
  isSettled: boolean;
  /** What stands between the rules and an exact size. */
  error: Error | undefined;
  again: () => void;
}

/**
 * How many customers the rules find: an estimate at once, then everybody counted. A call that is
 * overtaken is aborted, which stops its query in the database too.
 *
 * @param rules undefined while they are not complete
 */
export function useLiveSize(rules: SegmentRules | undefined): LiveSize {
  // Of this builder: a newer question with it stops the one before, wherever that runs.
  const [previewId] = useState(newId);
  const asked = rules === undefined ? undefined : JSON.stringify(rules);
  const [settledKey] = useDebouncedValue(asked, DEBOUNCE_MS);
  const isAsking = settledKey !== undefined;
  const body = () => ({ rules: JSON.parse(settledKey ?? 'null') as SegmentRules, previewId });
  const common = {
    enabled: isAsking,
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
    // Two questions that are asked anew at once would stop one another.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // What takes too long once takes too long again.
    retry: (failures: number, error: Error) => failures < 1 && isOvertaken(error),
    retryDelay: DEBOUNCE_MS,
  };
  const estimate = useQuery({
    ...common,
    queryKey: ['segment-size', settledKey, 'estimate'],
    queryFn: ({ signal }) => previewSegment({ body: { ...body(), estimate: true } }, { signal }),
    placeholderData: keepPreviousData,
  });
  const isEstimated = isAsking && !estimate.isPlaceholderData && (estimate.isSuccess || estimate.isError);
  const isGuess = estimate.isError || estimate.data === undefined || !isWhole(estimate.data);
  const exact = useQuery({
    ...common,
    // When the first answer says it all there is nothing more to ask.
    enabled: isEstimated && isGuess,
    queryKey: ['segment-size', settledKey, 'exact'],
    queryFn: ({ signal }) => previewSegment({ body: body() }, { signal }),
  });
  const size = exact.data ?? estimate.data;
  const isCurrent = asked !== undefined && asked === settledKey;
  // Few customers are all counted by the first answer; who they are, for example, may still come.
  const isCounted = isEstimated && estimate.isSuccess && !estimate.data.isEstimate;
  const answered = exact.data !== undefined || exact.isError || isCounted;
  const error = exact.error ?? (exact.data ? undefined : estimate.error);
  return {
    size,
    isSettled: isCurrent && answered,
    error: isCurrent ? (error ?? undefined) : undefined,
    // One at a time: each stops the other.
    again: () => void (exact.isError ? exact.refetch() : estimate.refetch()),
  };
}

/** Whether it counted everybody, and names some of them. */
function isWhole({ isEstimate, audienceSize, sample }: PreviewSegmentOutput): boolean {
  return !isEstimate && (audienceSize === 0 || sample.length > 0);
}

function isOvertaken(error: Error): boolean {
  return error instanceof ApiError && error.status === CONFLICT;
}
