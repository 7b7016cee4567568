import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import { ApiError } from '../lib/api-client.ts';
import { CopyButton } from './copy-button.tsx';

interface ErrorNoticeProps {
  /** What could not be done: "The customers could not be loaded". */
  title: string;
  error: Error;
  /** Left out where trying again makes no sense. */
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean;
}

/** What went wrong, in words, with the id under which the server's log knows it, and a way on. */
export function ErrorNotice({ title, error, onRetry, isRetrying = false }: ErrorNoticeProps) {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <Alert color="red" role="alert" title={title} icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {requestId !== undefined && (
          <Group gap={6}>
            <Text size="xs">
              Request <Code>{requestId}</Code>
            </Text>
            <CopyButton value={requestId} label="Copy request id" />
          </Group>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry} loading={isRetrying}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
