import { ACTIVE_CAMPAIGN_STATUSES, CAMPAIGN_STATUSES, campaignStatusSchema } from '@herald/shared';
import type { CampaignOutput, CampaignStatus } from '@herald/shared';
import { Button, Card, Group, Select, Text } from '@mantine/core';
import { IconPlus, IconSearchOff, IconSpeakerphone, IconTarget } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { campaignsQuery } from '../../../api/campaigns.ts';
import { segmentsQuery } from '../../../api/segments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SearchInput } from '../../../components/search-input.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { CAMPAIGN_LOOKS } from '../../../lib/campaign-words.ts';
import type { EndpointQuery } from '../../../lib/endpoint.ts';
import { useMay } from '../../../lib/may.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { CampaignTable } from './campaign-table.tsx';
import { TagFilter } from './tag-filter.tsx';

const LIVE_MS = 2_000;
/** What is scheduled begins by itself. */
const SCHEDULED_MS = 15_000;
const PAGE_SIZE = 25;
const URL_DEFAULTS = { search: '', status: '', tag: '' };

/** @param launchedId of the campaign that was launched just now; it is pointed out once. */
export function CampaignHistory({ launchedId }: { launchedId: string | undefined }) {
  const [{ search, status, tag }, setUrl] = useUrlState(URL_DEFAULTS);
  const known = campaignStatusSchema.safeParse(status).data;
  const isFiltered = search !== '' || known !== undefined || tag !== '';
  const { data, error, refetch, isFetching, isPlaceholderData, pager } = usePagedQuery(
    (page) =>
      liveCampaignsQuery({
        ...page,
        ...(search !== '' && { search }),
        ...(known && { status: known }),
        ...(tag !== '' && { tag }),
      }),
    { pageSize: PAGE_SIZE },
  );
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return (
      <ErrorNotice title="The campaigns could not be loaded" error={error} onRetry={retry} isRetrying={isFetching} />
    );
  }
  if (data?.data.length === 0 && !isFiltered && !pager.hasPrevious) return <NothingYet />;
  return (
    <Card padding={0}>
      <Group p="md" gap="sm">
        <SearchInput aria-label="Search campaigns" placeholder="Search campaigns" />
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={STATUS_CHOICES}
          value={known ?? null}
          onChange={(chosen) => setUrl({ status: chosen ?? '' })}
          clearable
          w={{ base: '100%', xs: 180 }}
        />
        <TagFilter value={tag} campaigns={data?.data ?? []} onChange={(chosen) => setUrl({ tag: chosen })} />
      </Group>
      {data === undefined ? (
        <SkeletonTable heads={['Campaign', 'Status', 'Audience', 'Progress', 'When']} rowHeight={65} />
      ) : (
        <CampaignTable campaigns={data.data} launchedId={launchedId} isStale={isPlaceholderData} />
      )}
      {data?.data.length === 0 && <NothingFound onClear={() => setUrl(URL_DEFAULTS)} isFiltered={isFiltered} />}
      <Pager pager={pager} label="Pages of campaigns" />
    </Card>
  );
}

const STATUS_CHOICES = CAMPAIGN_STATUSES.map((status) => ({ value: status, label: CAMPAIGN_LOOKS[status].words }));

function liveCampaignsQuery(query: EndpointQuery<'listCampaigns'>) {
  return queryOptions({
    ...campaignsQuery(query),
    refetchInterval: ({ state }) => refreshMs(state.data?.data),
  });
}

/** Only while something moves: a list at rest is asked for when one comes back to it. */
function refreshMs(campaigns: readonly CampaignOutput[] | undefined): number | false {
  const statuses = new Set<CampaignStatus>(campaigns?.map(({ status }) => status));
  if (ACTIVE_CAMPAIGN_STATUSES.some((status) => statuses.has(status))) return LIVE_MS;
  return statuses.has('SCHEDULED') || statuses.has('PAUSED') ? SCHEDULED_MS : false;
}

function NothingFound({ onClear, isFiltered }: { onClear: () => void; isFiltered: boolean }) {
  if (!isFiltered) return <Text p="lg">Nothing is on this page.</Text>;
  return (
    <EmptyState
      icon={IconSearchOff}
      title="No campaign is like that"
      isInCard
      action={
        <Button variant="default" onClick={onClear}>
          Show all campaigns
        </Button>
      }
    >
      None has this name, status and tag.
    </EmptyState>
  );
}

function NothingYet() {
  const mayWrite = useMay('campaigns.write');
  const { data } = useQuery(segmentsQuery({ limit: 1 }));
  if (!mayWrite) {
    return (
      <EmptyState icon={IconSpeakerphone} title="No campaigns yet">
        Once somebody launches a campaign, this shows how it is doing.
      </EmptyState>
    );
  }
  if (data?.data.length === 0) {
    return (
      <EmptyState
        icon={IconTarget}
        title="First say who it is for"
        action={
          <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
            Create a segment
          </Button>
        }
      >
        A campaign goes to a segment: customers who have something in common. Make one, then write to it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconSpeakerphone}
      title="Write to your customers"
      action={
        <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
          Create your first campaign
        </Button>
      }
    >
      Choose a segment, write a message, see how each person will read it, and send it now or later.
    </EmptyState>
  );
}
