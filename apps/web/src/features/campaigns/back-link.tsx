import { Anchor, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

/** From one campaign to all of them. */
export function BackLink() {
  return (
    <Anchor component={Link} to="/campaigns" size="sm" c="dimmed">
      <Group gap={4} component="span">
        <IconArrowLeft size={14} aria-hidden />
        Campaigns
      </Group>
    </Anchor>
  );
}
