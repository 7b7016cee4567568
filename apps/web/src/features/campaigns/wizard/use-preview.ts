import type { PreviewCampaignOutput } from '@herald/shared';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { campaignPreviewQuery } from '../../../api/campaigns.ts';
import type { DraftSnapshot } from './draft-store.ts';
import { problemsOf } from './draft-fields.ts';

const DEBOUNCE_MS = 350;

export interface Preview {
  /** Of the latest question that was answered; see `isCurrent`. */
  data: PreviewCampaignOutput | undefined;
  error: Error | null;
  /** Whether `data` answers what the draft is now, and not what it was a moment ago. */
  isCurrent: boolean;
  refetch: () => void;
}

/**
 * What sending the draft would do, counted anew a moment after it changed.
 *
 * @param customerId whose message to show; by default that of somebody who would get it.
 */
export function usePreview({ id, fields }: DraftSnapshot, customerId: string | undefined): Preview {
  const { segmentId, messageTemplate, reachBy } = fields;
  // What is wrong with a field is said beside it; nobody needs to be asked about it.
  const holdoutPercent = problemsOf(fields).holdoutPercent === undefined ? fields.holdoutPercent : 0;
  const isTooLong = problemsOf(fields).messageTemplate !== undefined;
  const question = useMemo(
    () => ({
      segmentId: segmentId ?? '',
      messageTemplate: isTooLong ? '' : messageTemplate,
      reachBy,
      holdoutPercent,
      ...(id !== undefined && { campaignId: id }),
      ...(customerId !== undefined && { customerId }),
    }),
    [segmentId, messageTemplate, isTooLong, reachBy, holdoutPercent, id, customerId],
  );
  const [asked] = useDebouncedValue(question, DEBOUNCE_MS);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...campaignPreviewQuery(asked),
    enabled: asked.segmentId !== '',
    placeholderData: keepPreviousData,
  });
  const isAnswered = data !== undefined && !isPlaceholderData && asked === question;
  // The figures of another segment would mislead.
  return {
    data: segmentId === null || asked.segmentId !== segmentId ? undefined : data,
    error: asked === question ? error : null,
    isCurrent: isAnswered && error === null,
    refetch: () => void refetch(),
  };
}
