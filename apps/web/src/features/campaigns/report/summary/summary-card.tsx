import type { SummariseCampaignOutput } from '@herald/shared';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCopy, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { campaignSummaryQuery } from '../../../../api/campaigns.ts';
import { ErrorNotice } from '../../../../components/error-notice.tsx';
import { notify } from '../../../../components/notify.tsx';
import { SectionCard } from '../../../../components/section-card.tsx';
import { Disclosure } from '../../../../components/suggestions/disclosure.tsx';
import { SuggestionBadge } from '../../../../components/suggestions/suggestion-card.tsx';
import { SuggestionOrigin } from '../../../../components/suggestions/suggestion-origin.tsx';
import { useFormats } from '../../../../lib/formats.ts';
import { FactsTable } from './facts-table.tsx';

interface SummaryCardProps {
  id: string;
  /** Whether the campaign can still change: then nobody asks by themselves, as it may cost money each time. */
  isMoving: boolean;
}

/** The campaign in a paragraph that can be passed on, with everything that it rests on. */
export function SummaryCard({ id, isMoving }: SummaryCardProps) {
  const [isAskedFor, setAskedFor] = useState(false);
  const isAsking = !isMoving || isAskedFor;
  const { data, error, isFetching, refetch } = useQuery({
    ...campaignSummaryQuery(id, !isMoving),
    enabled: isAsking,
  });
  const ask = () => void refetch();
  return (
    <SectionCard title="Summary" actions={<SuggestionBadge />}>
      {!isAsking && (
        <Stack gap="sm" align="flex-start">
          <Text c="dimmed">
            It is written when the campaign has finished. Until then it can be written of what there is so far.
          </Text>
          <Button variant="default" onClick={() => setAskedFor(true)}>
            Write it now
          </Button>
        </Stack>
      )}
      {isAsking && data === undefined && error === null && <Writing />}
      {error && !isFetching && (
        <ErrorNotice title="The summary could not be written" error={error} onRetry={ask} isRetrying={isFetching} />
      )}
      {data && <Summary summary={data} isRewriting={isFetching} onRewrite={ask} />}
    </SectionCard>
  );
}

function Writing() {
  return (
    <Stack gap="sm" aria-busy="true" mih={96}>
      <Skeleton h={13} />
      <Skeleton h={13} w="92%" />
      <Skeleton h={13} w="60%" />
    </Stack>
  );
}

interface SummaryProps {
  summary: SummariseCampaignOutput;
  isRewriting: boolean;
  onRewrite: () => void;
}

function Summary({ summary, isRewriting, onRewrite }: SummaryProps) {
  const { dateTime } = useFormats();
  const { text, isFinal, asOf, facts, rejected, origin } = summary;
  return (
    <Stack gap="md">
      <Text aria-live="polite" style={{ overflowWrap: 'anywhere' }} maw="46rem">
        {text}
      </Text>
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCopy size={15} aria-hidden />}
          onClick={() => void copy(text)}
        >
          Copy the text
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={isRewriting}
          onClick={onRewrite}
        >
          {isFinal ? 'Rewrite' : 'Refresh'}
        </Button>
        <Text size="xs" c="dimmed">
          As of {dateTime(asOf)}
          {!isFinal && '; messages are still open'}
        </Text>
      </Group>
      <Stack gap={6}>
        <Disclosure label="Every number in this text is one of these facts">
          <FactsTable facts={facts} />
        </Disclosure>
        {rejected !== null && <Rejected rejected={rejected} />}
        <SuggestionOrigin origin={origin} done="Written" />
      </Stack>
    </Stack>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify.done('Summary copied');
  } catch {
    notify.failed(new Error('The browser did not allow it. Select the text and copy it.'), 'It was not copied');
  }
}

function Rejected({ rejected }: { rejected: NonNullable<SummariseCampaignOutput['rejected']> }) {
  return (
    <Disclosure label="What the model wrote was not used, as not all of it is a fact">
      <Stack gap="xs">
        <Text size="sm" td="line-through" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {rejected.text}
        </Text>
        <ul style={{ margin: 0, paddingLeft: '1.2em', fontSize: 'var(--mantine-font-size-sm)' }}>
          {rejected.complaints.map((complaint) => (
            <li key={complaint}>{complaint}</li>
          ))}
        </ul>
      </Stack>
    </Disclosure>
  );
}
