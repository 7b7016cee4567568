import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { aiStateQuery } from '../../../api/ai.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { useMay } from '../../../lib/may.ts';
import { CallLog } from './call-log.tsx';
import { ProviderCard } from './provider-card.tsx';
import { UsageCard } from './usage-card.tsx';
import { WhatIsSent } from './what-is-sent.tsx';

/** Who makes suggestions, what it costs, what leaves the machine for it, and how to switch it. */
export function SuggestionsSettings() {
  const mayReadLog = useMay('audit.read');
  const { data, error, refetch, isFetching } = useQuery(aiStateQuery());
  if (error && !data) {
    return (
      <ErrorNotice
        title="The state of suggestions could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) {
    return (
      <Stack gap="lg">
        <SkeletonCard height={190} />
        <SkeletonCard height={170} />
        <SkeletonCard height={240} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <ProviderCard state={data} />
      {data.provider !== 'offline' && <UsageCard state={data} />}
      <WhatIsSent />
      {mayReadLog && <CallLog />}
    </Stack>
  );
}
