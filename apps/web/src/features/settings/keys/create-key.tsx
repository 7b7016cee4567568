import { SCOPES } from '@herald/shared';
import type { ApiKeyMode, NewApiKeyOutput, Scope } from '@herald/shared';
import { Button, Checkbox, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { createApiKey } from '../../../api/keys.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { ApiError } from '../../../lib/api-client.ts';
import { mayWords, SCOPE_WORDS } from '../access-words.ts';
import { ShownOnce } from './shown-once.tsx';

const DAY_MS = 86_400_000;
const EXPIRIES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];

interface Fields {
  name: string;
  scopes: Scope[];
  mode: ApiKeyMode;
  /** Days from now, empty for never. */
  expiresInDays: string;
}

const NEW_KEY: Fields = { name: '', scopes: ['ingest'], mode: 'live', expiresInDays: '' };

/** The button, the form behind it, and the key that comes out of it. */
export function CreateKey() {
  const [isOpen, { open, close }] = useDisclosure();
  const [made, setMade] = useState<NewApiKeyOutput>();
  const start = () => {
    setMade(undefined);
    open();
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={start}>
        Create key
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={made ? 'Your new key' : 'Create API key'}
        size="lg"
        // A click beside it must not take away what is shown once.
        closeOnClickOutside={!made}
      >
        {made ? <ShownOnce made={made} onClose={close} /> : <KeyForm onMade={setMade} onClose={close} />}
      </Modal>
    </>
  );
}

function KeyForm({ onMade, onClose }: { onMade: (made: NewApiKeyOutput) => void; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm<Fields>({
    mode: 'controlled',
    initialValues: NEW_KEY,
    validate: {
      name: (name) => (name.trim() === '' ? 'Say what the key is for' : null),
      scopes: (scopes) => (scopes.length === 0 ? 'Choose at least one' : null),
    },
  });
  const create = useMutation({
    mutationFn: ({ name, scopes, mode, expiresInDays }: Fields) =>
      createApiKey({
        body: { name: name.trim(), scopes, mode, ...(expiresInDays !== '' && { expiresAt: inDays(expiresInDays) }) },
      }),
    onSuccess: async (made) => {
      onMade(made);
      await queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: (error) => {
      if (error instanceof ApiError) form.setErrors({ ...error.fields, expiresInDays: error.fields['expiresAt'] });
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((fields) => create.mutate(fields))}>
      <Stack gap="lg">
        <TextInput
          label="Name"
          description="Which program uses it, so that you know it again."
          placeholder="Shop, orders"
          maxLength={100}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label="What it may be used for" {...form.getInputProps('scopes')}>
          <Stack gap="sm" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={SCOPE_WORDS[scope]}
                description={mayWords({ scopes: [scope] })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Radio.Group label="Kind" {...form.getInputProps('mode')}>
          <Stack gap="sm" mt="xs">
            <Radio value="live" label="Live" description="Its calls really do what they say." />
            <Radio
              value="test"
              label="Test"
              description="Calls are checked and answered, and nothing that they do is stored."
            />
          </Stack>
        </Radio.Group>
        <Select
          label="Expires"
          data={EXPIRIES}
          allowDeselect={false}
          w={{ base: '100%', xs: 220 }}
          {...form.getInputProps('expiresInDays')}
        />
        {create.error && <ErrorNotice title="The key was not made" error={create.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={create.isPending}>
            Not now
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function inDays(days: string): string {
  return new Date(Date.now() + Number(days) * DAY_MS).toISOString();
}
