import type { ApiKeyOutput } from '@herald/shared';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { renameApiKey } from '../../../api/keys.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';

interface RenameKeyProps {
  apiKey: ApiKeyOutput;
  isOpen: boolean;
  onClose: () => void;
}

export function RenameKey({ apiKey, isOpen, onClose }: RenameKeyProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Rename “${apiKey.name}”`}>
      <RenameForm apiKey={apiKey} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ apiKey: { id, name }, onClose }: Omit<RenameKeyProps, 'isOpen'>) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(name);
  const rename = useMutation({
    mutationFn: () => renameApiKey({ params: { id }, body: { name: typed.trim() } }),
    onSuccess: async () => {
      notify.done('Key renamed');
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <Stack gap="lg">
        <TextInput
          label="Name"
          maxLength={100}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          data-autofocus
        />
        {rename.error && <ErrorNotice title="The key was not renamed" error={rename.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={rename.isPending}>
            Not now
          </Button>
          <Button type="submit" disabled={typed.trim() === '' || typed.trim() === name} loading={rename.isPending}>
            Rename key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
