import { SEGMENT_KINDS, SEGMENT_SORTS } from '@herald/shared';
import type { SegmentKind, SegmentSort } from '@herald/shared';
import { Button, Card, Group, SegmentedControl } from '@mantine/core';
import { IconPlus, IconSearchOff, IconTargetArrow } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { segmentsQuery } from '../../../api/segments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SearchInput } from '../../../components/search-input.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useMay } from '../../../lib/may.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { KIND_LOOKS } from '../segment-kinds.tsx';
import { SegmentsTable } from './segments-table.tsx';

const DEFAULTS = { search: '', kind: '', sort: '-createdAt' };
const HEADS = ['Name', 'Kind', 'People', 'Used by', 'Computed', ''];

const KINDS = [
  { value: '', label: 'All' },
  ...SEGMENT_KINDS.map((kind) => ({ value: kind, label: KIND_LOOKS[kind].word })),
];

/** All segments, to be searched, narrowed to a kind and sorted. */
export function SegmentsList() {
  const [{ search, kind, sort }, set] = useUrlState(DEFAULTS);
  const mayWrite = useMay('segments.write');
  const { data, error, isFetching, isPlaceholderData, refetch, pager } = usePagedQuery((page) =>
    segmentsQuery({
      ...page,
      search,
      ...(isKind(kind) && { kind }),
      sort: isSort(sort) ? sort : '-createdAt',
    }),
  );
  const isNarrowed = search !== '' || isKind(kind);
  const segments = data?.data;
  if (segments?.length === 0 && !isNarrowed && !pager.hasPrevious) {
    return (
      <EmptyState
        icon={IconTargetArrow}
        title="No segments yet"
        action={
          mayWrite && (
            <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
              Create your first segment
            </Button>
          )
        }
      >
        A segment is a group of customers that you describe with rules, like everybody who bought twice and not lately.
        Campaigns are sent to segments.
      </EmptyState>
    );
  }
  return (
    <>
      <Group mb="md" gap="sm" justify="space-between">
        <SearchInput aria-label="Search segments" placeholder="Search segments" />
        <SegmentedControl
          aria-label="Kind of segment"
          data={KINDS}
          value={isKind(kind) ? kind : ''}
          onChange={(next) => set({ kind: next })}
        />
      </Group>
      {error && !segments ? (
        <ErrorNotice
          title="The segments could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <Card padding={0}>
          {!segments && <SkeletonTable heads={HEADS} rowHeight={61} />}
          {segments && segments.length > 0 && (
            <SegmentsTable
              segments={segments}
              sort={isSort(sort) ? sort : '-createdAt'}
              onSort={(next) => set({ sort: next })}
              isFaded={isPlaceholderData}
            />
          )}
          {segments?.length === 0 && (
            <EmptyState
              isInCard
              icon={IconSearchOff}
              title="No segment is like that"
              action={
                <Button variant="default" onClick={() => set({ search: '', kind: '' })}>
                  Show all segments
                </Button>
              }
            >
              Try another part of the name, or look at all kinds.
            </EmptyState>
          )}
          <Pager pager={pager} label="Pages of segments" />
        </Card>
      )}
    </>
  );
}

function isKind(value: string): value is SegmentKind {
  return (SEGMENT_KINDS as readonly string[]).includes(value);
}

function isSort(value: string): value is SegmentSort {
  return (SEGMENT_SORTS as readonly string[]).includes(value);
}
