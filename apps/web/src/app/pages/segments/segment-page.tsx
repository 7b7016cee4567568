import type { SegmentDetailOutput } from '@herald/shared';
import { Alert, Anchor, Button, Group, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronLeft,
  IconSpeakerphone,
  IconTargetOff,
  IconUsersPlus,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';

import { segmentQuery } from '../../../api/segments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { ExplainCard } from '../../../features/segments/explain/explain-card.tsx';
import { SegmentMenu } from '../../../features/segments/list/segment-menu.tsx';
import { KindBadge } from '../../../features/segments/segment-kinds.tsx';
import { SegmentOverview } from '../../../features/segments/segment/segment-overview.tsx';
import { isNotFound } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { useUrlState } from '../../../lib/url-state.ts';

/** The builder is much code, and most visits only look. */
const EditSegment = lazy(async () => ({
  default: (await import('../../../features/segments/workbench/edit-segment.tsx')).EditSegment,
}));

const LookalikesDialog = lazy(async () => ({
  default: (await import('../../../features/segments/lookalikes/lookalikes-dialog.tsx')).LookalikesDialog,
}));

const TAB = { tab: 'overview' };

const ABOVE = (
  <Anchor component={Link} to="/segments" size="sm">
    <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Segments
  </Anchor>
);

export function SegmentPage() {
  const { id = '' } = useParams();
  const { data: segment, error, isFetching, refetch } = useQuery(segmentQuery(id));
  if (segment) return <Segment key={segment.id} segment={segment} />;
  return (
    <>
      <PageHeader title="Segment" above={ABOVE} />
      {!error && <SkeletonCard height={320} />}
      {error && isNotFound(error) && (
        <EmptyState
          icon={IconTargetOff}
          title="There is no such segment"
          action={
            <Button component={Link} to="/segments">
              See all segments
            </Button>
          }
        >
          It may have been deleted.
        </EmptyState>
      )}
      {error && !isNotFound(error) && (
        <ErrorNotice
          title="The segment could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
    </>
  );
}

function Segment({ segment }: { segment: SegmentDetailOutput }) {
  const [{ tab }, set] = useUrlState(TAB);
  const navigate = useNavigate();
  const mayWrite = useMay('segments.write');
  const mayRead = useMay('people.read');
  const mayCampaign = useMay('campaigns.write');
  const isBroken = segment.error !== null;
  const tabs: [string, string, ReactNode][] = [
    ['overview', 'Overview', <SegmentOverview key="overview" segment={segment} />],
  ];
  if (mayWrite) {
    tabs.push([
      'edit',
      'Edit',
      <Suspense key="edit" fallback={<SkeletonCard height={420} />}>
        <EditSegment
          // What another tab of the browser saved is not overwritten by what is shown here.
          key={segment.updatedAt}
          segment={segment}
          onSaved={() => set({ tab: 'overview' })}
        />
      </Suspense>,
    ]);
  }
  if (mayRead && !isBroken) {
    tabs.push(['explain', 'Explain', <ExplainCard key="explain" of={{ segmentId: segment.id }} />]);
  }
  const shown = tabs.some(([name]) => name === tab) ? tab : 'overview';
  return (
    <>
      <PageHeader
        title={segment.name}
        above={ABOVE}
        badge={<KindBadge kind={segment.kind} />}
        actions={
          <>
            <SegmentMenu segment={segment} onRemoved={() => void navigate('/segments')} />
            {!isBroken && <FindLookalikes segment={segment} />}
            {mayCampaign && !isBroken && (
              <Button
                component={Link}
                to={`/campaigns/new?segment=${segment.id}`}
                leftSection={<IconSpeakerphone size={16} aria-hidden />}
              >
                Create campaign with this segment
              </Button>
            )}
          </>
        }
      />
      {isBroken && (
        <Alert color="red" title="This segment cannot be used" icon={<IconAlertTriangle aria-hidden />} mb="lg">
          {segment.error} {mayWrite && 'Edit its rules to mend it.'}
        </Alert>
      )}
      <Welcome segment={segment} />
      <Tabs value={shown} onChange={(next) => next !== null && set({ tab: next })} keepMounted={false}>
        {tabs.length > 1 && (
          <Tabs.List mb="lg">
            {tabs.map(([name, label]) => (
              <Tabs.Tab key={name} value={name}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        )}
        {tabs.map(([name, , panel]) =>
          tabs.length > 1 ? (
            <Tabs.Panel key={name} value={name}>
              {panel}
            </Tabs.Panel>
          ) : (
            panel
          ),
        )}
      </Tabs>
    </>
  );
}

function FindLookalikes({ segment }: { segment: SegmentDetailOutput }) {
  const mayExplore = useMay('segments.explore');
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  if (!mayExplore) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconUsersPlus size={16} aria-hidden />} onClick={() => setState('open')}>
        Find look-alikes
      </Button>
      {state !== 'never' && (
        <Suspense fallback={null}>
          <LookalikesDialog segment={segment} isOpen={state === 'open'} onClose={() => setState('closed')} />
        </Suspense>
      )}
    </>
  );
}

/** After it was created: how many, and what one can do next. */
function Welcome({ segment }: { segment: SegmentDetailOutput }) {
  const { count } = useFormats();
  const state: unknown = useLocation().state;
  const mayCampaign = useMay('campaigns.write');
  const isNew = typeof state === 'object' && state !== null && 'isNew' in state;
  if (!isNew) return null;
  return (
    <Alert color="teal" icon={<IconCheck aria-hidden />} mb="lg" title="Segment created">
      <Group justify="space-between" gap="sm">
        <span>
          It has {count(segment.audienceSize, 'person', 'people')}
          {segment.kind === 'static' ? ', frozen as of now.' : ' right now.'}
        </span>
        {mayCampaign && (
          <Anchor component={Link} to={`/campaigns/new?segment=${segment.id}`} fw={550}>
            Write to them
          </Anchor>
        )}
      </Group>
    </Alert>
  );
}
