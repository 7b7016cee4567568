import type { NewApiKeyOutput } from '@herald/shared';
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';

import { useFormats } from '../../../lib/formats.ts';
import { Copyable } from './copyable.tsx';

interface ShownOnceProps {
  made: NewApiKeyOutput;
  /** Until when the key before it is good, if it takes over from one. */
  formerUntil?: string | undefined;
  onClose: () => void;
}

/** The key itself, the only time that it can be seen. */
export function ShownOnce({ made: { token, name, mode, expiresAt }, formerUntil, onClose }: ShownOnceProps) {
  const { dateTime } = useFormats();
  if (token === null) return <Text>The key was made, but is not shown a second time. Revoke it and make another.</Text>;
  return (
    <Stack gap="lg">
      <Alert color="orange" icon={<IconEyeOff aria-hidden />} title="Copy it now">
        <Text size="sm">
          Once this is closed nobody can see “{name}” again, not even an owner. If it is lost, make another.
        </Text>
      </Alert>
      <Copyable label="Key" value={token} copyLabel="Copy key" />
      <Copyable label="Try it: this says what the key may do" value={curlOf(token)} copyLabel="Copy command" />
      <Text size="sm" c="dimmed">
        {mode === 'test' && 'It is a test key: its calls are checked and answered, and nothing they do is stored. '}
        {expiresAt !== null && `It expires on ${dateTime(expiresAt)}. `}
        {formerUntil !== undefined && `The former key is good until ${dateTime(formerUntil)}. `}
        Every call is in the{' '}
        <Anchor href="/api/docs" size="sm" underline="always">
          API docs
        </Anchor>
        .
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  );
}

function curlOf(token: string): string {
  return `curl ${window.location.origin}/api/me \\\n  -H 'Authorization: Bearer ${token}'`;
}
