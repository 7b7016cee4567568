import { Anchor, Button } from '@mantine/core';
import { IconChevronLeft, IconLock } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router-dom';

import { EmptyState } from '../../../components/empty-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { NewSegment } from '../../../features/segments/workbench/new-segment.tsx';
import { useMay } from '../../../lib/may.ts';

export function NewSegmentPage() {
  const mayWrite = useMay('segments.write');
  const state: unknown = useLocation().state;
  return (
    <>
      <PageHeader
        title="New segment"
        description="Describe whom you want to reach. You see who it is while you write."
        above={
          <Anchor component={Link} to="/segments" size="sm">
            <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Segments
          </Anchor>
        }
      />
      {mayWrite ? (
        <NewSegment begun={begunIn(state)} />
      ) : (
        <EmptyState
          icon={IconLock}
          title="You can look at segments, and not make any"
          action={
            <Button component={Link} to="/segments">
              See all segments
            </Button>
          }
        >
          Making segments takes the role of a marketer. An owner of the workspace can give it to you.
        </EmptyState>
      )}
    </>
  );
}

/** Rules that another page has found come with the way here, as those of look-alikes. */
function begunIn(state: unknown): { name: string; rules: unknown } | undefined {
  if (typeof state !== 'object' || state === null || !('rules' in state)) return undefined;
  return { rules: state.rules, name: 'name' in state && typeof state.name === 'string' ? state.name : '' };
}
