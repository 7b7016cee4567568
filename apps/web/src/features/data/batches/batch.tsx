import type { IngestionOutput } from '@herald/shared';
import { Alert, Anchor, Button, Card, Code, Group, Stack, Table, Text } from '@mantine/core';
import { IconChevronLeft, IconCircleCheck, IconDownload, IconFileUnknown, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { useState } from 'react';

import { ingestionQuery } from '../../../api/ingestions.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { Stat } from '../../../components/stat.tsx';
import { ApiError, asError, isNotFound } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { BATCH_TITLES, BatchState } from './batch-state.tsx';
import classes from './batch.module.css';
import { rejectedRowsAsCsv } from './rejected-rows-csv.ts';

const PAGE_SIZE = 25;
const REFRESH_MS = 2_000;
const BAD_REQUEST = 400;

type RejectedRow = IngestionOutput['rejectedRows'][number];

/** What became of one batch, row by row where a row was not taken. */
export function Batch({ id }: { id: string }) {
  const { data, error, isFetching, refetch } = useQuery({
    ...ingestionQuery(id, { limit: 1 }),
    refetchInterval: (query) => (query.state.data?.data.state === 'PENDING' ? REFRESH_MS : false),
  });
  const batch = data?.data;
  if (error && isUnknown(error)) return <UnknownBatch />;
  return (
    <>
      <Head batch={batch} />
      {error && (
        <ErrorNotice
          title="The batch could not be loaded"
          error={error}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {!error && batch === undefined && <SkeletonCard height={120} />}
      {batch && (
        <Stack gap="lg">
          <Counts batch={batch} />
          <Verdict batch={batch} />
          {batch.rejected > 0 && <Rejected batch={batch} />}
        </Stack>
      )}
    </>
  );
}

function isUnknown(error: Error): boolean {
  return isNotFound(error) || (error instanceof ApiError && error.status === BAD_REQUEST);
}

function Head({ batch }: { batch: IngestionOutput | undefined }) {
  const { dateTime } = useFormats();
  return (
    <PageHeader
      title={batch ? `Batch of ${BATCH_TITLES[batch.kind].toLowerCase()}` : 'Batch'}
      above={<BackToData />}
      {...(batch && {
        badge: <BatchState batch={batch} />,
        description: `Came ${dateTime(batch.createdAt)}${batch.completedAt === null ? '' : `, done ${dateTime(batch.completedAt)}`}`,
      })}
    />
  );
}

function BackToData() {
  return (
    <Anchor component={Link} to="/data" size="sm" c="dimmed" w="fit-content">
      <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Add data
    </Anchor>
  );
}

function Counts({ batch }: { batch: IngestionOutput }) {
  const { number } = useFormats();
  return (
    <Card>
      <Group component="dl" gap={48} m={0}>
        <Stat label="Rows received" value={number(batch.received)} />
        <Stat label="Stored" value={number(batch.stored)} />
        <Stat label="Rejected" value={number(batch.rejected)} />
        <Stat label="Still open" value={number(batch.received - batch.stored - batch.rejected)} />
      </Group>
    </Card>
  );
}

function Verdict({ batch: { state, kind, rejected } }: { batch: IngestionOutput }) {
  if (state === 'PENDING') {
    return (
      <Alert color="blue" icon={<IconInfoCircle aria-hidden />} title="Herald is writing it">
        {kind === 'ORDERS'
          ? 'Orders of customers who are not known yet wait for them for a while. This page counts along.'
          : 'This page counts along.'}
      </Alert>
    );
  }
  if (rejected > 0) return null;
  return (
    <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title="All rows are stored">
      Nothing was rejected.
    </Alert>
  );
}

function Rejected({ batch }: { batch: IngestionOutput }) {
  const { data, pager } = usePagedQuery(
    ({ limit, cursor }) => ({
      ...ingestionQuery(batch.id, { limit, ...(cursor !== undefined && { cursor: Number(cursor) }) }),
      refetchInterval: batch.state === 'PENDING' && REFRESH_MS,
    }),
    { pageSize: PAGE_SIZE, countShown: ({ rejectedRows }) => rejectedRows.length },
  );
  const { number } = useFormats();
  const maySeeRows = useMay('people.read');
  const [isSaving, setSaving] = useState(false);
  const download = async () => {
    setSaving(true);
    try {
      saveFile(`rejected-${batch.id}.csv`, [await rejectedRowsAsCsv(batch.id)], 'text/csv');
    } catch (error) {
      notify.failed(asError(error), 'The rows could not be saved');
    }
    setSaving(false);
  };
  return (
    <SectionCard
      title="Rejected rows"
      description={
        maySeeRows
          ? 'Mend them where they come from, and send them again.'
          : 'Your role shows why rows were rejected, and not the rows: they are about people.'
      }
      isFlush
      actions={
        maySeeRows && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            loading={isSaving}
            onClick={() => void download()}
          >
            Download as CSV
          </Button>
        )
      }
    >
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
        <Table horizontalSpacing="lg" highlightOnHover={false} aria-label="Rejected rows">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={90}>Row</Table.Th>
              <Table.Th>Why</Table.Th>
              {maySeeRows && <Table.Th>As it was sent</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(data?.data ?? batch).rejectedRows.map((row) => (
              <Table.Tr key={row.index}>
                <Table.Td c="dimmed">{number(row.index + 1)}</Table.Td>
                <Table.Td className={classes.reason}>{row.reason}</Table.Td>
                {maySeeRows && (
                  <Table.Td>
                    <Sent row={row} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Pager pager={pager} total={batch.rejected} label="Pages of rejected rows" />
    </SectionCard>
  );
}

function Sent({ row: { row } }: { row: RejectedRow }) {
  if (row === null) {
    return (
      <Text size="sm" c="dimmed">
        Removed: it named a customer who was erased, or was kept for long enough.
      </Text>
    );
  }
  return <Code className={classes.row}>{JSON.stringify(row)}</Code>;
}

function UnknownBatch() {
  return (
    <>
      <PageHeader title="No such batch" above={<BackToData />} />
      <EmptyState
        icon={IconFileUnknown}
        title="No batch is here"
        action={
          <Button component={Link} to="/data">
            See recent batches
          </Button>
        }
      >
        No batch has this address. It may have been copied incompletely.
      </EmptyState>
    </>
  );
}
