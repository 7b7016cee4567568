import type { ApiKeyOutput, NewApiKeyOutput } from '@herald/shared';
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { rotateApiKey } from '../../../api/keys.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ShownOnce } from './shown-once.tsx';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;
const MAX_HOURS = 168;

interface KeyDialogProps {
  apiKey: ApiKeyOutput;
  isOpen: boolean;
  onClose: () => void;
}

/** A new key for the same, beside which the old one is good for a while. */
export function RotateKey({ apiKey, isOpen, onClose }: KeyDialogProps) {
  const [rotated, setRotated] = useState<{ made: NewApiKeyOutput; formerUntil: string }>();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={rotated ? 'Your new key' : `Rotate “${apiKey.name}”`}
      size="lg"
      closeOnClickOutside={!rotated}
      onExitTransitionEnd={() => setRotated(undefined)}
    >
      {rotated ? (
        <ShownOnce {...rotated} onClose={onClose} />
      ) : (
        <RotateForm apiKey={apiKey} onClose={onClose} onRotated={setRotated} />
      )}
    </Modal>
  );
}

interface RotateFormProps {
  apiKey: ApiKeyOutput;
  onClose: () => void;
  onRotated: (rotated: { made: NewApiKeyOutput; formerUntil: string }) => void;
}

function RotateForm({ apiKey: { id, expiresAt }, onClose, onRotated }: RotateFormProps) {
  const queryClient = useQueryClient();
  const [hours, setHours] = useState<number | string>(DEFAULT_HOURS);
  const rotate = useMutation({
    mutationFn: (overlapHours: number) => rotateApiKey({ params: { id }, body: { overlapHours } }),
    onSuccess: async (made, overlapHours) => {
      onRotated({ made, formerUntil: earlier(expiresAt, overlapHours) });
      await queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof hours === 'number') rotate.mutate(hours);
      }}
    >
      <Stack gap="lg">
        <Text>
          You get a new key that may do the same. The one of now stays good for a while, so that you can put the new one
          in its place without a gap.
        </Text>
        <NumberInput
          label="Hours that both are good"
          description={`0 to ${MAX_HOURS}; with 0 the old one ends at once.`}
          min={0}
          max={MAX_HOURS}
          allowDecimal={false}
          clampBehavior="strict"
          value={hours}
          onChange={setHours}
          error={hours === '' && 'Say for how many hours'}
          w={{ base: '100%', xs: 260 }}
          data-autofocus
        />
        {rotate.error && <ErrorNotice title="The key was not rotated" error={rotate.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={rotate.isPending}>
            Not now
          </Button>
          <Button type="submit" loading={rotate.isPending}>
            Rotate key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** It never lives longer than it would have. */
function earlier(expiresAt: string | null, overlapHours: number): string {
  const end = new Date(Date.now() + overlapHours * HOUR_MS).toISOString();
  return expiresAt !== null && expiresAt < end ? expiresAt : end;
}
