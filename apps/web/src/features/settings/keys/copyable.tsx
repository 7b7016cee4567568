import { Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

import classes from './copyable.module.css';

/** A text to be taken away, with the button that does it. */
export function Copyable({ label, value, copyLabel }: { label: string; value: string; copyLabel: string }) {
  const { copy, copied } = useClipboard();
  return (
    <Stack gap={6}>
      <Group justify="space-between" align="flex-end" gap="sm">
        <Text size="sm" fw={550}>
          {label}
        </Text>
        <Button
          variant="default"
          size="xs"
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => copy(value)}
        >
          {copied ? 'Copied' : copyLabel}
        </Button>
      </Group>
      <pre className={classes.text}>{value}</pre>
    </Stack>
  );
}
