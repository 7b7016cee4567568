import type { SegmentDetailOutput } from '@herald/shared';
import { Anchor, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { Stat } from '../../../components/stat.tsx';
import { CampaignStatusBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { capitalised } from '../draft/catalogue.ts';
import { KIND_LOOKS } from '../segment-kinds.tsx';
import { PeopleTable } from './people-table.tsx';
import { SendTimeCard } from './send-time-card.tsx';
import classes from './segment.module.css';

/** A segment as it is: how many people, whom it means, who is in it, and what it is used for. */
export function SegmentOverview({ segment }: { segment: SegmentDetailOutput }) {
  const { number, dateTime } = useFormats();
  const mayRead = useMay('people.read');
  const isBroken = segment.error !== null;
  return (
    <Stack gap="lg">
      <div className={classes.top}>
        <Card>
          <SimpleGrid component="dl" m={0} cols={2} spacing="lg">
            <Stat
              label="People"
              value={isBroken ? '–' : number(segment.audienceSize)}
              hint={segment.kind === 'static' ? 'in the frozen list' : 'when it was last computed'}
            />
            <Stack gap={2}>
              <Text component="dt" size="sm" c="dimmed" fw={500}>
                Computed
              </Text>
              <Text component="dd" m={0} fw={550} lh="36px">
                <RelativeTime at={segment.lastComputedAt} />
              </Text>
              <Text component="dd" m={0} size="xs" c="dimmed">
                {dateTime(segment.lastComputedAt)}
              </Text>
            </Stack>
          </SimpleGrid>
        </Card>
        <SectionCard title="In words" description={KIND_LOOKS[segment.kind].words}>
          <Text className={classes.sentence}>
            {segment.description === null
              ? 'The rules can no longer be put into words.'
              : `${capitalised(segment.description)}.`}
          </Text>
        </SectionCard>
      </div>
      {!isBroken &&
        (mayRead ? (
          <PeopleTable segment={segment} />
        ) : (
          <SectionCard title="People">
            <Text c="dimmed">
              Your role shows figures, and not who the people are. A marketer can look at them here.
            </Text>
          </SectionCard>
        ))}
      {!isBroken && segment.audienceSize > 0 && <SendTimeCard segmentId={segment.id} />}
      <UsedBy users={segment.users} />
    </Stack>
  );
}

function UsedBy({ users: { campaigns, segments } }: { users: SegmentDetailOutput['users'] }) {
  return (
    <SectionCard title="Used by">
      {campaigns.length + segments.length === 0 ? (
        <Text c="dimmed" size="sm">
          No campaign and no other segment uses it yet.
        </Text>
      ) : (
        <ul className={classes.users}>
          {campaigns.map(({ id, name, status }) => (
            <li key={id}>
              <Group gap="sm">
                <Anchor
                  component={Link}
                  to={status === 'DRAFT' ? `/campaigns/${id}/edit` : `/campaigns/${id}`}
                  size="sm"
                >
                  {name}
                </Anchor>
                <CampaignStatusBadge status={status} size="sm" />
              </Group>
            </li>
          ))}
          {segments.map(({ id, name }) => (
            <li key={id}>
              <Group gap="sm">
                <Anchor component={Link} to={`/segments/${id}`} size="sm">
                  {name}
                </Anchor>
                <Text size="sm" c="dimmed">
                  asks about it in its rules
                </Text>
              </Group>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
