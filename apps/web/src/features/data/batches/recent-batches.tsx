import type { IngestionListed } from '@herald/shared';
import { Anchor, Checkbox, Table, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { ingestionsQuery } from '../../../api/ingestions.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { BATCH_TITLES, BatchState } from './batch-state.tsx';

const PAGE_SIZE = 10;
const DEFAULTS = { rejected: '' };
const HEADS = ['Batch', 'State', 'Rows', 'Stored', 'Rejected', 'Came'];
const REFRESH_MS = 5_000;

/** What was sent of late, by whomever: files, the shop, other programs. */
export function RecentBatches() {
  const [{ rejected }, set] = useUrlState(DEFAULTS);
  const onlyRejected = rejected === 'true';
  const { data, error, isFetching, refetch, pager } = usePagedQuery(
    (page) => ({
      ...ingestionsQuery({ ...page, ...(onlyRejected && { rejected: 'true' as const }) }),
      refetchInterval: REFRESH_MS,
    }),
    { pageSize: PAGE_SIZE },
  );
  const batches = data?.data;
  return (
    <SectionCard
      title="Recent batches"
      description="Each file, and each call of your shop, is one or more batches."
      isFlush
      actions={
        <Checkbox
          label="Only with rejected rows"
          checked={onlyRejected}
          onChange={({ currentTarget }) => set({ rejected: currentTarget.checked ? 'true' : '' })}
        />
      }
    >
      {error && (
        <ErrorNotice
          title="The batches could not be loaded"
          error={error}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {!error && batches === undefined && <SkeletonTable heads={HEADS} rows={5} />}
      {batches?.length === 0 && (
        <Text c="dimmed" px="lg" pb="lg">
          {onlyRejected ? 'No batch has rejected rows.' : 'Nothing has been sent yet.'}
        </Text>
      )}
      {batches !== undefined && batches.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={620} type="native">
            <Table horizontalSpacing="lg" aria-label="Recent batches">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Batch</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th ta="right">Rows</Table.Th>
                  <Table.Th ta="right">Stored</Table.Th>
                  <Table.Th ta="right">Rejected</Table.Th>
                  <Table.Th>Came</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {batches.map((batch) => (
                  <BatchRow key={batch.id} batch={batch} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {(pager.hasNext || pager.hasPrevious) && <Pager pager={pager} label="Pages of batches" />}
        </>
      )}
    </SectionCard>
  );
}

function BatchRow({ batch }: { batch: IngestionListed }) {
  const { number } = useFormats();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/data/${batch.id}`} fw={550} c="inherit">
          {BATCH_TITLES[batch.kind]}{' '}
          <Text span c="dimmed" fw={400} size="sm">
            {batch.id.slice(-6)}
          </Text>
        </Anchor>
      </Table.Td>
      <Table.Td>
        <BatchState batch={batch} />
      </Table.Td>
      <Table.Td ta="right">{number(batch.received)}</Table.Td>
      <Table.Td ta="right">{number(batch.stored)}</Table.Td>
      <Table.Td ta="right" c={batch.rejected > 0 ? undefined : 'dimmed'} fw={batch.rejected > 0 ? 550 : undefined}>
        {number(batch.rejected)}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={batch.createdAt} isFocusable={false} />
      </Table.Td>
    </Table.Tr>
  );
}
