import type { CampaignOutput } from '@herald/shared';
import { Anchor, Box, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { ShareBar } from '../../../components/share-bar.tsx';
import { CampaignStatusBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { outcomesOf, sharesOf } from '../../../components/outcome-shares.ts';
import { TagList } from '../tags/campaign-tags.tsx';
import classes from './campaign-table.module.css';

interface CampaignTableProps {
  campaigns: readonly CampaignOutput[];
  launchedId: string | undefined;
  /** Whether it is another page that is shown until the right one is there. */
  isStale: boolean;
}

export function CampaignTable({ campaigns, launchedId, isStale }: CampaignTableProps) {
  if (campaigns.length === 0) return null;
  return (
    <Table layout="fixed" aria-label="Campaigns" aria-busy={isStale} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Campaign</Table.Th>
          <Table.Th w={130} visibleFrom="sm">
            Status
          </Table.Th>
          <Table.Th w={110} ta="right" visibleFrom="md">
            Audience
          </Table.Th>
          <Table.Th w={230} visibleFrom="sm">
            Progress
          </Table.Th>
          <Table.Th w={190} visibleFrom="md">
            When
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <CampaignRow key={campaign.id} campaign={campaign} isLaunched={campaign.id === launchedId} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CampaignRow({ campaign, isLaunched }: { campaign: CampaignOutput; isLaunched: boolean }) {
  const { number } = useFormats();
  const isDraft = campaign.status === 'DRAFT';
  return (
    <Table.Tr className={classes.row} data-launched={isLaunched || undefined}>
      <Table.Td>
        <Stack gap={2} miw={0}>
          <Anchor component={Link} to={useAddress(campaign)} className={classes.name} fw={550} size="sm" truncate>
            {campaign.name}
          </Anchor>
          <Text size="xs" c="dimmed" truncate>
            {campaign.segmentName}
          </Text>
          <div className={classes.tags}>
            <TagList tags={campaign.tags} size="sm" />
          </div>
          <Stack gap={8} mt={6} hiddenFrom="sm">
            <Box>
              <CampaignStatusBadge status={campaign.status} size="sm" />
              <Text span size="xs" c="dimmed" ml={8}>
                <When campaign={campaign} />
              </Text>
            </Box>
            {!isDraft && <Progress campaign={campaign} />}
          </Stack>
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <CampaignStatusBadge status={campaign.status} />
      </Table.Td>
      <Table.Td ta="right" visibleFrom="md">
        {hasAudience(campaign) ? (
          number(campaign.audienceSize)
        ) : (
          <Text span c="dimmed">
            –
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {hasAudience(campaign) ? (
          <Progress campaign={campaign} />
        ) : (
          <Text span c="dimmed">
            –
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="sm" c="dimmed">
          <When campaign={campaign} />
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** A draft is gone on with, by those who may; all else has a report. */
function useAddress({ id, status }: CampaignOutput): string {
  const mayWrite = useMay('campaigns.write');
  return status === 'DRAFT' && mayWrite ? `/campaigns/${id}/edit` : `/campaigns/${id}`;
}

/** Before its launch it is not known who is in it. */
function hasAudience({ status, launchedAt }: CampaignOutput): boolean {
  return launchedAt !== null && status !== 'DRAFT' && status !== 'SCHEDULED';
}

function Progress({ campaign }: { campaign: CampaignOutput }) {
  const { number } = useFormats();
  if (!hasAudience(campaign)) return null;
  const { sentCount, failedCount } = campaign;
  return (
    <Stack gap={6} className={classes.progress}>
      <ShareBar
        label={`Progress of ${campaign.name}`}
        shares={sharesOf(outcomesOf(campaign))}
        total={campaign.audienceSize}
        size="sm"
      />
      <Text size="xs" c="dimmed">
        {number(sentCount)} delivered
        {failedCount > 0 && (
          <Text span inherit c="red">
            {' '}
            · {number(failedCount)} failed
          </Text>
        )}
      </Text>
    </Stack>
  );
}

function When({ campaign: { status, launchedAt, scheduledAt, cancelledAt, updatedAt } }: { campaign: CampaignOutput }) {
  if (status === 'DRAFT') return <>edited {at(updatedAt)}</>;
  if (status === 'SCHEDULED' && scheduledAt !== null) return <>starts {at(scheduledAt)}</>;
  return <>{at(launchedAt ?? cancelledAt ?? updatedAt)}</>;
}

const at = (instant: string) => <RelativeTime at={instant} isFocusable={false} />;
