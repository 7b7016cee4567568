import type { SegmentOutput, SegmentSort } from '@herald/shared';
import { Anchor, Box, ScrollArea, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { capitalised } from '../draft/catalogue.ts';
import { KindBadge } from '../segment-kinds.tsx';
import { usedByWords } from './segment-actions.tsx';
import { SegmentMenu } from './segment-menu.tsx';
import classes from './segments-table.module.css';

interface SegmentsTableProps {
  segments: readonly SegmentOutput[];
  sort: SegmentSort;
  onSort: (sort: SegmentSort) => void;
  /** While the next ones are on their way. */
  isFaded: boolean;
}

export function SegmentsTable({ segments, sort, onSort, isFaded }: SegmentsTableProps) {
  const { number } = useFormats();
  const sorting = { sort, onSort };
  return (
    <ScrollArea type="auto" scrollbars="x">
      <Table className={classes.table} data-faded={isFaded || undefined}>
        <Table.Thead>
          <Table.Tr>
            <SortableHead by="name" {...sorting}>
              Name
            </SortableHead>
            <Table.Th visibleFrom="sm">Kind</Table.Th>
            <SortableHead by="audienceSize" isNumber {...sorting}>
              People
            </SortableHead>
            <Table.Th visibleFrom="sm">Used by</Table.Th>
            <SortableHead by="lastComputedAt" isWideOnly {...sorting}>
              Computed
            </SortableHead>
            <Table.Th className={classes.menu}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {segments.map((segment) => (
            <Table.Tr key={segment.id}>
              <Table.Td className={classes.name}>
                <Anchor component={Link} to={`/segments/${segment.id}`} fw={550} c="bright">
                  {segment.name}
                </Anchor>
                <What segment={segment} />
                <Box hiddenFrom="sm" mt={4}>
                  <KindBadge kind={segment.kind} />
                </Box>
              </Table.Td>
              <Table.Td visibleFrom="sm" className={classes.kind}>
                <KindBadge kind={segment.kind} />
              </Table.Td>
              <Table.Td ta="right">{segment.error === null ? number(segment.audienceSize) : '–'}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm" c="dimmed">
                  {usedByWords(segment.usedBy) || 'Nothing yet'}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm" c="dimmed" component="span">
                  <RelativeTime at={segment.lastComputedAt} isFocusable={false} />
                </Text>
              </Table.Td>
              <Table.Td className={classes.menu}>
                <SegmentMenu segment={segment} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

/** The rules in words, or why they can no longer be used. */
function What({ segment: { error, description } }: { segment: SegmentOutput }) {
  if (error === null) {
    return (
      <Text size="xs" c="dimmed" lineClamp={1}>
        {capitalised(description ?? '')}
      </Text>
    );
  }
  return (
    <Text size="xs" className={classes.broken}>
      <IconAlertTriangle size={13} aria-hidden /> Cannot be used: {error}
    </Text>
  );
}

interface SortableHeadProps {
  by: 'name' | 'audienceSize' | 'lastComputedAt';
  sort: SegmentSort;
  onSort: (sort: SegmentSort) => void;
  isNumber?: boolean;
  isWideOnly?: boolean;
  children: string;
}

/** Names begin with A, everything else with the largest or the latest. */
function SortableHead({ by, sort, onSort, isNumber = false, isWideOnly = false, children }: SortableHeadProps) {
  const isUp = sort === by;
  const isDown = sort === `-${by}`;
  const first: SegmentSort = by === 'name' ? by : `-${by}`;
  const second: SegmentSort = by === 'name' ? `-${by}` : by;
  return (
    <Table.Th
      ta={isNumber ? 'right' : undefined}
      {...(isWideOnly && { visibleFrom: 'sm' })}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}
    >
      <UnstyledButton className={classes.sort} onClick={() => onSort(sort === first ? second : first)}>
        {children}
        {isUp && <IconArrowUp size={13} aria-hidden />}
        {isDown && <IconArrowDown size={13} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}
