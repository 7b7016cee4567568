import type { SegmentDetailOutput } from '@herald/shared';
import { Anchor, Button, ScrollArea, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { segmentAudienceAddress, segmentAudienceQuery } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { nameOf } from '../person-name.ts';
import classes from './segment.module.css';

const PAGE_SIZE = 20;
const HEADS = ['Name', 'City', 'Orders', 'Spent', 'Last order'];

/** Who is in a segment, in pages. */
export function PeopleTable({ segment }: { segment: SegmentDetailOutput }) {
  const { number, money } = useFormats();
  const { data, error, isFetching, isPlaceholderData, refetch, pager } = usePagedQuery(
    (page) => segmentAudienceQuery(segment.id, page),
    { pageSize: PAGE_SIZE },
  );
  const people = data?.data;
  return (
    <SectionCard
      title="People"
      isFlush
      actions={
        segment.audienceSize > 0 && (
          <Button
            component="a"
            href={segmentAudienceAddress(segment.id)}
            download
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            Download CSV
          </Button>
        )
      }
    >
      {error && !people && (
        <div className={classes.padded}>
          <ErrorNotice
            title="The people could not be loaded"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        </div>
      )}
      {!error && !people && <SkeletonTable heads={HEADS} rows={Math.min(PAGE_SIZE, segment.audienceSize || 3)} />}
      {people?.length === 0 && (
        <Text c="dimmed" size="sm" className={classes.padded}>
          Nobody is in it.
        </Text>
      )}
      {people && people.length > 0 && (
        <ScrollArea type="auto" scrollbars="x">
          <Table className={classes.people} data-faded={isPlaceholderData || undefined}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>City</Table.Th>
                <Table.Th ta="right">Orders</Table.Th>
                <Table.Th ta="right">Spent</Table.Th>
                <Table.Th>Last order</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.map((person) => (
                <Table.Tr key={person.id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/customers/${person.id}`} fw={550} c="bright" size="sm">
                      {nameOf(person)}
                    </Anchor>
                    {person.name !== null && (
                      <Text size="xs" c="dimmed">
                        {person.email ?? 'No email'}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {person.city ?? (
                      <Text span c="dimmed">
                        –
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{number(person.orderCount)}</Table.Td>
                  <Table.Td ta="right">{money(person.totalSpend)}</Table.Td>
                  <Table.Td>
                    <Text span size="sm" c="dimmed">
                      {person.lastOrderAt === null ? (
                        'Never'
                      ) : (
                        <RelativeTime at={person.lastOrderAt} isFocusable={false} />
                      )}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      <Pager
        pager={pager}
        // Of a live segment the size is that of the last time, and the list is of now.
        total={segment.kind === 'static' ? segment.audienceSize : undefined}
        label="Pages of people"
      />
    </SectionCard>
  );
}
