import { Button } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { deliveryStateQuery, startDelivery } from '../../api/delivery.ts';
import { notify } from '../../components/notify.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useMay } from '../../lib/may.ts';
import { Banner } from './banner.tsx';

/**
 * Says that all sending is stopped, why and since when; nothing while messages go out. Where that
 * cannot be asked, a stop that was known stays to be seen.
 */
export function StoppedBanner() {
  const { data } = useQuery(deliveryStateQuery());
  const mayStart = useMay('delivery.control');
  if (data?.sending !== 'stopped') return null;
  return (
    <Banner color="red" icon={IconHandStop} isUrgent action={mayStart && <StartButton />}>
      <strong>Sending is stopped.</strong> {data.reason ?? 'Nobody said why'}
      {data.stoppedAt !== null && (
        <>
          {' · '}
          <RelativeTime at={data.stoppedAt} />
        </>
      )}
    </Banner>
  );
}

function StartButton() {
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => startDelivery(),
    onSuccess: (state) => {
      queryClient.setQueryData(deliveryStateQuery().queryKey, state);
      notify.done('Messages go out again');
    },
    onError: (error) => notify.failed(error, 'Sending was not started'),
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlayerPlay size={14} />}
      onClick={() => start.mutate()}
      loading={start.isPending}
    >
      Start sending again
    </Button>
  );
}
