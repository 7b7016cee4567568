import type { SegmentOutput } from '@herald/shared';
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconCopyPlus,
  IconDotsVertical,
  IconDownload,
  IconRefresh,
  IconSpeakerphone,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { segmentAudienceAddress } from '../../../api/segments.ts';
import { useMay } from '../../../lib/may.ts';
import { useSegmentActions } from './segment-actions.tsx';

interface SegmentMenuProps {
  segment: SegmentOutput;
  onRemoved?: (() => void) | undefined;
}

/** What can be done with one segment; nothing is shown to whoever may do none of it. */
export function SegmentMenu({ segment, onRemoved }: SegmentMenuProps) {
  const { refresh, duplicate, remove } = useSegmentActions();
  const mayWrite = useMay('segments.write');
  const mayRead = useMay('people.read');
  const mayCampaign = useMay('campaigns.write');
  const isBroken = segment.error !== null;
  if (!mayWrite && !mayRead) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${segment.name}`}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayCampaign && !isBroken && (
          <Menu.Item
            component={Link}
            to={`/campaigns/new?segment=${segment.id}`}
            leftSection={<IconSpeakerphone size={16} />}
          >
            Create campaign
          </Menu.Item>
        )}
        {mayWrite && !isBroken && (
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => void refresh(segment)}>
            Refresh
          </Menu.Item>
        )}
        {mayWrite && (
          <Menu.Item leftSection={<IconCopyPlus size={16} />} onClick={() => void duplicate(segment)}>
            Duplicate
          </Menu.Item>
        )}
        {mayRead && !isBroken && (
          <Menu.Item
            component="a"
            href={segmentAudienceAddress(segment.id)}
            download
            leftSection={<IconDownload size={16} />}
          >
            Download CSV
          </Menu.Item>
        )}
        {mayWrite && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={16} />}
              onClick={() => remove(segment, onRemoved)}
            >
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
