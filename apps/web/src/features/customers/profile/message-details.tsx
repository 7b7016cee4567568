import type { CustomerMessage } from '@herald/shared';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { MessageStatusBadge } from '../../../components/status-badge.tsx';
import { EXCLUSION_WORDS, FAILURE_WORDS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import classes from './profile.module.css';

/** One message: of which campaign, its state, its text, and when what happened. */
export function MessageDetails({ message }: { message: CustomerMessage }) {
  const { dateTime } = useFormats();
  const why = whyNot(message);
  const times = timesOf(message);
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <Anchor component={Link} to={`/campaigns/${message.campaignId}`} fw={550} c="inherit">
          {message.campaignName}
        </Anchor>
        <MessageStatusBadge status={message.status} />
      </Group>
      {why !== undefined && <Text size="sm">{why}</Text>}
      {message.personalizedMessage !== null && <Text className={classes.message}>{message.personalizedMessage}</Text>}
      <Text size="xs" c="dimmed">
        {times.map(([words, at]) => `${words} ${dateTime(at)}`).join(' · ')}
      </Text>
    </Stack>
  );
}

function whyNot({ status, failureClass, failureReason, exclusionReason }: CustomerMessage): string | undefined {
  if (status === 'EXCLUDED' && exclusionReason !== null) return EXCLUSION_WORDS[exclusionReason];
  if (status !== 'FAILED') return undefined;
  const words = failureClass === null ? undefined : FAILURE_WORDS[failureClass];
  return [words, failureReason].filter(Boolean).join(': ');
}

function timesOf(message: CustomerMessage): [string, string][] {
  const { createdAt, acceptedAt, sentAt, failedAt, cancelledAt } = message;
  const times: [string, string | null][] = [
    ['Prepared', createdAt],
    ['taken by the vendor', acceptedAt],
    ['delivered', sentAt],
    ['failed', failedAt],
    ['cancelled', cancelledAt],
  ];
  return times.filter((time): time is [string, string] => time[1] !== null);
}
