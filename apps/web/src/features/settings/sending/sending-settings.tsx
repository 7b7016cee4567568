import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { deliveryStateQuery } from '../../../api/delivery.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { Receipts } from './receipts.tsx';
import { SendingSwitch } from './sending-switch.tsx';
import { VendorSettings } from './vendor-settings.tsx';
import { Workers } from './workers.tsx';

/** Whether messages go out, who sends them, and through whom. */
export function SendingSettings() {
  const { data, error, refetch, isFetching } = useQuery(deliveryStateQuery());
  if (error && !data) {
    return (
      <ErrorNotice
        title="The state of sending could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) {
    return (
      <Stack gap="lg">
        <SkeletonCard height={150} />
        <SkeletonCard height={240} />
        <SkeletonCard height={150} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <SendingSwitch state={data} />
      <Workers workers={data.workers} />
      <Receipts state={data} />
      <VendorSettings />
    </Stack>
  );
}
