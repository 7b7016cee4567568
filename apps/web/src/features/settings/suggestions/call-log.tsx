import type { AiCallOutput } from '@herald/shared';
import { ScrollArea, Table, Text } from '@mantine/core';

import { aiCallsQuery } from '../../../api/ai.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { AI_OUTCOME_WORDS, AI_PURPOSE_WORDS } from '../../../lib/ai-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import classes from './suggestions.module.css';
import { usd } from './usd.ts';

const PAGE_SIZE = 20;
const SECOND_MS = 1_000;

/** Every call of a model, newest first: sizes and costs, and not what was said. */
export function CallLog() {
  const { data, error, refetch, isFetching, isPlaceholderData, pager } = usePagedQuery((page) => aiCallsQuery(page), {
    pageSize: PAGE_SIZE,
  });
  const calls = data?.data;
  return (
    <SectionCard title="Calls of the model" description="Sizes and costs only; what was said is not kept." isFlush>
      {error && !calls && (
        <div className={classes.padded}>
          <ErrorNotice
            title="The calls could not be loaded"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        </div>
      )}
      {!calls && !error && <SkeletonTable heads={['When', 'What for', 'Outcome', 'Tokens', 'Cost', 'Time']} rows={5} />}
      {calls?.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.padded}>
          No model has been asked yet.
        </Text>
      )}
      {calls !== undefined && calls.length > 0 && <Calls calls={calls} isFaded={isPlaceholderData} />}
      <Pager pager={pager} label="Pages of calls" />
    </SectionCard>
  );
}

function Calls({ calls, isFaded }: { calls: readonly AiCallOutput[]; isFaded: boolean }) {
  return (
    <ScrollArea type="auto" scrollbars="x" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Calls' }}>
      <Table aria-label="Calls of the model" className={classes.table} data-faded={isFaded || undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="lg">When</Table.Th>
            <Table.Th>What for</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th ta="right">Tokens in / out</Table.Th>
            <Table.Th ta="right">Cost</Table.Th>
            <Table.Th ta="right" pr="lg">
              Time
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function CallRow({ call }: { call: AiCallOutput }) {
  const { number } = useFormats();
  const { at, purpose, model, outcome, inputTokens, outputTokens, costUsd, elapsedMs } = call;
  const tokens = (count: number | null) => (count === null ? '–' : number(count));
  return (
    <Table.Tr>
      <Table.Td pl="lg">
        <RelativeTime at={at} isFocusable={false} />
      </Table.Td>
      <Table.Td>
        {AI_PURPOSE_WORDS[purpose]}
        <Text size="xs" c="dimmed">
          {model}
        </Text>
      </Table.Td>
      <Table.Td>
        <DotBadge color={AI_OUTCOME_WORDS[outcome].color}>{AI_OUTCOME_WORDS[outcome].words}</DotBadge>
      </Table.Td>
      <Table.Td ta="right">
        {tokens(inputTokens)} / {tokens(outputTokens)}
      </Table.Td>
      <Table.Td ta="right">{usd(costUsd)}</Table.Td>
      <Table.Td ta="right" pr="lg">
        {(elapsedMs / SECOND_MS).toFixed(1)} s
      </Table.Td>
    </Table.Tr>
  );
}
