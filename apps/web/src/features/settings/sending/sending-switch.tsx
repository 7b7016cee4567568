import type { DeliveryStateOutput } from '@herald/shared';
import { Button, Group, Modal, Stack, Text, Textarea, ThemeIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandStop, IconPlayerPlay, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { deliveryStateQuery, startDelivery, stopDelivery } from '../../../api/delivery.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { useMay } from '../../../lib/may.ts';

/** The one switch for all messages. */
export function SendingSwitch({ state }: { state: DeliveryStateOutput }) {
  const mayControl = useMay('delivery.control');
  const isOn = state.sending === 'on';
  return (
    <SectionCard title="All sending">
      <Group justify="space-between" gap="lg">
        <Group gap="md" wrap="nowrap" maw={640}>
          <ThemeIcon size={48} radius="xl" variant="light" color={isOn ? 'teal' : 'red'} aria-hidden>
            {isOn ? <IconSend size={24} stroke={1.7} /> : <IconHandStop size={24} stroke={1.7} />}
          </ThemeIcon>
          <Stack gap={2}>
            <Text fw={650} size="lg">
              {isOn ? 'Messages go out' : 'All sending is stopped'}
            </Text>
            <Text size="sm" c="dimmed">
              {isOn ? 'Campaigns that run hand their messages to the vendor.' : <WhyStopped state={state} />}
            </Text>
          </Stack>
        </Group>
        {mayControl && (isOn ? <StopButton /> : <StartButton />)}
      </Group>
      {!mayControl && (
        <Text size="sm" c="dimmed" mt="md">
          Owners and marketers can {isOn ? 'stop' : 'start'} it.
        </Text>
      )}
    </SectionCard>
  );
}

function WhyStopped({ state: { reason, stoppedAt } }: { state: DeliveryStateOutput }) {
  return (
    <>
      {reason ?? 'Nobody said why'}
      {stoppedAt !== null && (
        <>
          {' · stopped '}
          <RelativeTime at={stoppedAt} />
        </>
      )}
    </>
  );
}

function StopButton() {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button color="red" size="md" leftSection={<IconHandStop size={18} aria-hidden />} onClick={open}>
        Stop all sending
      </Button>
      <Modal opened={isOpen} onClose={close} title="Stop all sending?">
        <StopForm onClose={close} />
      </Modal>
    </>
  );
}

function StopForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const stop = useMutation({
    mutationFn: () => stopDelivery({ body: reason.trim() === '' ? {} : { reason: reason.trim() } }),
    onSuccess: (state) => {
      queryClient.setQueryData(deliveryStateQuery().queryKey, state);
      notify.done('All sending is stopped');
      onClose();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        stop.mutate();
      }}
    >
      <Stack gap="lg">
        <Text>
          No message of any campaign is handed to the vendor from now on. Campaigns that run wait where they are. What
          the vendor has already still arrives. It stays so, also over restarts, until somebody starts sending again;
          then everything goes on and nobody gets a message twice.
        </Text>
        <Textarea
          label="Reason"
          description="Everybody sees it on top of every page."
          placeholder="The price in the summer campaign is wrong"
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          data-autofocus
        />
        {stop.error && <ErrorNotice title="Sending was not stopped" error={stop.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={stop.isPending}>
            Go on sending
          </Button>
          <Button type="submit" color="red" loading={stop.isPending}>
            Stop all sending
          </Button>
        </Group>
      </Stack>
    </form>
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
      size="md"
      leftSection={<IconPlayerPlay size={18} aria-hidden />}
      onClick={() => start.mutate()}
      loading={start.isPending}
    >
      Start sending again
    </Button>
  );
}
