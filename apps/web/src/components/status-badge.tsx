import type { CampaignStatus, CommunicationStatus } from '@herald/shared';
import { Badge, type BadgeProps } from '@mantine/core';

import { CAMPAIGN_LOOKS, MESSAGE_LOOKS } from '../lib/campaign-words.ts';
import classes from './status-badge.module.css';

/** A state in one word, with a dot of its colour. */
export function DotBadge({ color, ...props }: BadgeProps & { color: string }) {
  return <Badge color={color} leftSection={<span className={classes.dot} aria-hidden />} {...props} />;
}

export function CampaignStatusBadge({ status, ...props }: BadgeProps & { status: CampaignStatus }) {
  const { words, color } = CAMPAIGN_LOOKS[status];
  return (
    <DotBadge color={color} {...props}>
      {words}
    </DotBadge>
  );
}

export function MessageStatusBadge({ status, ...props }: BadgeProps & { status: CommunicationStatus }) {
  const { words, color } = MESSAGE_LOOKS[status];
  return (
    <DotBadge color={color} {...props}>
      {words}
    </DotBadge>
  );
}
