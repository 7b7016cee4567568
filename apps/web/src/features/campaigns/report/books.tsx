import type { CampaignBooksOutput } from '@herald/shared';
import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { campaignBooksQuery } from '../../../api/campaigns.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';

/** The counters of a campaign beside its rows, counted when this is opened. */
export function Books({ id }: { id: string }) {
  const { data, error, refetch, isFetching } = useQuery({ ...campaignBooksQuery(id), staleTime: 0 });
  if (data !== undefined) return <BooksTable books={data} />;
  if (error === null) return <SkeletonLines lines={6} />;
  const retry = () => void refetch();
  return <ErrorNotice title="The books could not be read" error={error} onRetry={retry} isRetrying={isFetching} />;
}

function BooksTable({ books }: { books: CampaignBooksOutput }) {
  const { number, count } = useFormats();
  const { byStatus, counters, audienceSize, rows, lateReceipts } = books;
  const open = byStatus.PENDING + byStatus.SENDING + byStatus.ACCEPTED;
  const lines: [string, number | undefined, number][] = [
    ['Delivered', counters.sent, byStatus.SENT],
    ['Failed', counters.failed, byStatus.FAILED],
    ['Left out', counters.excluded, byStatus.EXCLUDED],
    ['Held out', counters.heldOut, byStatus.HOLDOUT],
    ['Cancelled', counters.cancelled, byStatus.CANCELLED],
    ['Open', undefined, open],
    ['Altogether', audienceSize, rows],
  ];
  return (
    <Stack gap="xs">
      <Table withTableBorder highlightOnHover={false} verticalSpacing={6} aria-label="The books">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Outcome</Table.Th>
            <Table.Th ta="right">Counter</Table.Th>
            <Table.Th ta="right">Recipients counted</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(([words, counter, counted]) => (
            <Table.Tr key={words} fw={words === 'Altogether' ? 600 : undefined}>
              <Table.Td>{words}</Table.Td>
              <Table.Td ta="right">{counter === undefined ? '–' : number(counter)}</Table.Td>
              <Table.Td ta="right">{number(counted)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c={books.balanced ? 'dimmed' : 'red'}>
        {books.balanced
          ? 'Every counter equals what was counted, and no recipient is missing.'
          : 'The counters do not equal what was counted just now. While messages are sent they may differ for a moment; if it stays, tell whoever runs Herald.'}
        {lateReceipts > 0 && ` ${count(lateReceipts, 'receipt')} came late and said something else than before.`}
      </Text>
    </Stack>
  );
}
