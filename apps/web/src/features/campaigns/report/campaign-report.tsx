import type { CampaignProgress } from '@herald/shared';
import { Anchor, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { campaignReportQuery } from '../../../api/campaigns.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { CampaignStatusBadge } from '../../../components/status-badge.tsx';
import { isNotFound } from '../../../lib/api-client.ts';
import { BackLink } from '../back-link.tsx';
import { CampaignTags } from '../tags/campaign-tags.tsx';
import { CampaignActions } from './campaign-actions.tsx';
import classes from './campaign-report.module.css';
import { DeliveryOverTime } from './delivery-over-time.tsx';
import { MessageSection } from './message-section.tsx';
import { ProgressCard } from './progress-card.tsx';
import { Exclusions, Failures } from './reasons.tsx';
import { Recipients } from './recipients.tsx';
import { StateNotice } from './state-notice.tsx';
import { SummaryCard } from './summary/summary-card.tsx';
import { useCampaignProgress, type Watched } from './use-campaign-progress.ts';

/** Herald reads every row of the campaign for it: the more there are, the less often. */
const refreshMsFor = (audienceSize: number) => Math.max(5_000, Math.min(audienceSize / 4, 60_000));

/** What became of a campaign, live while it is sent. */
export function CampaignReport({ id }: { id: string }) {
  const watched = useCampaignProgress(id);
  const { data, error, refetch, isFetching } = watched;
  if (data !== undefined) return <Report campaign={data} watched={watched} />;
  if (isNotFound(error)) return <NoSuchCampaign />;
  return (
    <>
      <PageHeader title="Campaign" above={<BackLink />} />
      {error === null ? (
        <Stack gap="lg">
          <SkeletonCard height={260} />
          <SkeletonCard height={320} />
        </Stack>
      ) : (
        <ErrorNotice
          title="The campaign could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
    </>
  );
}

function NoSuchCampaign() {
  return (
    <>
      <PageHeader title="Campaign" />
      <EmptyState
        icon={IconSpeakerphone}
        title="This campaign does not exist"
        action={
          <Button component={Link} to="/campaigns">
            To the campaigns
          </Button>
        }
      >
        The address may be mistyped, or it was a draft that was deleted.
      </EmptyState>
    </>
  );
}

function Report({ campaign, watched }: { campaign: CampaignProgress; watched: Watched }) {
  const isActive = campaign.status === 'PROCESSING' || campaign.status === 'SENDING';
  const hasBegun = campaign.launchedAt !== null && campaign.status !== 'SCHEDULED';
  return (
    <>
      <PageHeader
        title={campaign.name}
        above={<BackLink />}
        badge={
          <Group gap="sm">
            <CampaignStatusBadge status={campaign.status} />
            {watched.isLive && isActive && <LiveDot />}
          </Group>
        }
        description={<About campaign={campaign} />}
        actions={<CampaignActions campaign={campaign} />}
      />
      <Stack gap="lg">
        <CampaignTags campaign={campaign} />
        <StateNotice campaign={campaign} />
        {hasBegun ? <Begun campaign={campaign} isMoving={watched.isMoving} /> : <MessageSection campaign={campaign} />}
      </Stack>
    </>
  );
}

function Begun({ campaign, isMoving }: { campaign: CampaignProgress; isMoving: boolean }) {
  const { data: report } = useQuery({
    ...campaignReportQuery(campaign.id),
    refetchInterval: isMoving ? refreshMsFor(campaign.audienceSize) : false,
  });
  return (
    <>
      <ProgressCard campaign={campaign} />
      <SummaryCard id={campaign.id} isMoving={isMoving} />
      <Grid gap="lg" align="flex-start">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            {report === undefined ? (
              <SkeletonCard height={330} />
            ) : (
              <DeliveryOverTime report={report} ended={campaign.sentCount + campaign.failedCount} />
            )}
            <MessageSection campaign={campaign} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          {report === undefined ? (
            <SkeletonCard height={330} />
          ) : (
            <Stack gap="lg">
              <Failures failures={report.failures} failed={campaign.failedCount} />
              <Exclusions exclusions={report.exclusions} />
            </Stack>
          )}
        </Grid.Col>
      </Grid>
      <Recipients id={campaign.id} isMoving={isMoving} />
    </>
  );
}

function LiveDot() {
  return (
    <Group gap={6} wrap="nowrap">
      <span className={classes.dot} aria-hidden />
      <Text size="sm" c="dimmed">
        Live
      </Text>
    </Group>
  );
}

function About({ campaign }: { campaign: CampaignProgress }) {
  const { segmentId, segmentName, status, launchedAt, scheduledAt, completedAt, updatedAt } = campaign;
  return (
    <>
      To{' '}
      <Anchor component={Link} to={`/segments/${segmentId}`} inherit underline="always">
        {segmentName}
      </Anchor>
      {' · '}
      {status === 'DRAFT' && (
        <>
          edited <RelativeTime at={updatedAt} />
        </>
      )}
      {status === 'SCHEDULED' && scheduledAt !== null && (
        <>
          starts <RelativeTime at={scheduledAt} />
        </>
      )}
      {status !== 'DRAFT' &&
        status !== 'SCHEDULED' &&
        (launchedAt === null ? (
          'never launched'
        ) : (
          <>
            launched <RelativeTime at={launchedAt} />
          </>
        ))}
      {completedAt !== null && (
        <>
          , finished <RelativeTime at={completedAt} />
        </>
      )}
    </>
  );
}
