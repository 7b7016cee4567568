import type { CampaignOutput } from '@herald/shared';
import { Anchor, Center, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { outcomesOf, sharesOf } from '../../../components/outcome-shares.ts';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { ShareBar } from '../../../components/share-bar.tsx';
import { CampaignStatusBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import classes from './latest-campaigns.module.css';

/** The newest campaigns and how far they are. */
export function LatestCampaigns({ campaigns }: { campaigns: readonly CampaignOutput[] }) {
  return (
    <SectionCard
      title="Latest campaigns"
      isFlush
      actions={
        <Anchor component={Link} to="/campaigns" size="sm" fw={550}>
          All campaigns
        </Anchor>
      }
    >
      {campaigns.length === 0 ? <NothingYet /> : null}
      <ul className={classes.list}>
        {campaigns.map((campaign) => (
          <Campaign key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </SectionCard>
  );
}

function Campaign({ campaign }: { campaign: CampaignOutput }) {
  const { number } = useFormats();
  const { name, status, segmentName, sentCount, failedCount, launchedAt } = campaign;
  const isLaunched = launchedAt !== null && status !== 'SCHEDULED' && status !== 'DRAFT';
  return (
    <li className={classes.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Anchor component={Link} to={useAddress(campaign)} size="sm" fw={550} truncate className={classes.name}>
          {name}
        </Anchor>
        <CampaignStatusBadge status={status} size="sm" className={classes.badge} />
      </Group>
      {isLaunched ? (
        <Stack gap={6} mt={8}>
          <ShareBar
            label={`Progress of ${name}`}
            shares={sharesOf(outcomesOf(campaign))}
            total={campaign.audienceSize}
            size="xs"
          />
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="xs" c="dimmed" truncate className={classes.counts}>
              {number(sentCount)} of {number(campaign.audienceSize)} delivered
              {failedCount > 0 && (
                <Text span inherit c="red">
                  {' '}
                  · {number(failedCount)} failed
                </Text>
              )}
            </Text>
            <Text size="xs" c="dimmed">
              <RelativeTime at={launchedAt} isFocusable={false} />
            </Text>
          </Group>
        </Stack>
      ) : (
        <Group justify="space-between" gap="xs" wrap="nowrap" mt={4}>
          <Text size="xs" c="dimmed" truncate>
            To {segmentName}
          </Text>
          <Text size="xs" c="dimmed" className={classes.when}>
            <Start campaign={campaign} />
          </Text>
        </Group>
      )}
    </li>
  );
}

function Start({ campaign: { status, scheduledAt, updatedAt } }: { campaign: CampaignOutput }) {
  if (status === 'SCHEDULED' && scheduledAt !== null) {
    return (
      <>
        starts <RelativeTime at={scheduledAt} isFocusable={false} />
      </>
    );
  }
  return (
    <>
      edited <RelativeTime at={updatedAt} isFocusable={false} />
    </>
  );
}

/** A draft is gone on with, by those who may; all else has a report. */
function useAddress({ id, status }: CampaignOutput): string {
  const mayWrite = useMay('campaigns.write');
  return status === 'DRAFT' && mayWrite ? `/campaigns/${id}/edit` : `/campaigns/${id}`;
}

function NothingYet() {
  const mayWrite = useMay('campaigns.write');
  return (
    <Center mih={220} px="lg">
      <Stack gap={4} align="center">
        <Text c="dimmed">No campaigns yet.</Text>
        {mayWrite && (
          <Anchor component={Link} to="/campaigns/new" size="sm" fw={550}>
            Create your first campaign
          </Anchor>
        )}
      </Stack>
    </Center>
  );
}
