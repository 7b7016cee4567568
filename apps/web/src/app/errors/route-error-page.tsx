import { Button, Center, Code, Container, Group, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useRouteError } from 'react-router-dom';

import { getHealth } from '../../api/health.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SkeletonPage } from '../../components/skeletons.tsx';
import { ApiError, asError } from '../../lib/api-client.ts';
import { isMissingChunk, mayReload, reloadOnce } from './missing-chunk.ts';

const ASK_MS = 3_000;

/** What a page that crashed shows. @param isWholePage without the layout around it */
export function RouteErrorPage({ isWholePage = false }: { isWholePage?: boolean }) {
  const error = asError(useRouteError());
  const content = isMissingChunk(error) && mayReload() ? <MissingPart /> : <Crash error={error} />;
  if (!isWholePage) return content;
  return (
    <Center component="main" mih="100vh">
      <Container size="sm">{content}</Container>
    </Center>
  );
}

/**
 * The page needs a part that did not come: there is a new version of it, or Herald is down. To load
 * it anew while nobody answers would leave the browser with a page of its own, which never goes on.
 */
function MissingPart() {
  const { isSuccess, isError } = useQuery({
    queryKey: ['health', 'for-missing-part'],
    queryFn: ({ signal }) => getHealth({}, { signal, timeoutMs: ASK_MS }),
    refetchInterval: ASK_MS,
    retry: false,
  });
  useEffect(() => {
    if (isSuccess) reloadOnce();
  }, [isSuccess]);
  if (!isError) return <SkeletonPage />;
  return (
    <PageHeader
      title="This page is not here yet"
      description="Herald cannot be reached. The page opens by itself once it is back."
    />
  );
}

function Crash({ error }: { error: Error }) {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <>
      <PageHeader
        title="This page broke"
        description="It is our fault, not yours. What you saved is safe; reloading the page usually helps."
      />
      <Stack align="flex-start" gap="md">
        <Text size="sm">
          What happened: <Code>{error.message}</Code>
        </Text>
        {requestId !== undefined && (
          <Group gap={6}>
            <Text size="sm">
              Request <Code>{requestId}</Code>
            </Text>
            <CopyButton value={requestId} label="Copy request id" />
          </Group>
        )}
        <Group>
          <Button leftSection={<IconRefresh size={16} />} onClick={() => window.location.reload()}>
            Reload
          </Button>
          <Button component="a" href="/" variant="default">
            Go to the dashboard
          </Button>
        </Group>
      </Stack>
    </>
  );
}
