import { actionsIn } from '@herald/shared';
import type { CampaignAction, CampaignProgress } from '@herald/shared';
import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import {
  IconBan,
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';

import {
  campaignsChanged,
  duplicateCampaign,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../../../api/campaigns.ts';
import { confirm } from '../../../components/confirm.tsx';
import { notify } from '../../../components/notify.tsx';
import { useMay } from '../../../lib/may.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import { useAfterAction } from './use-after-action.ts';

/** What can be done with a campaign in its state, by who may. */
export function CampaignActions({ campaign }: { campaign: CampaignProgress }) {
  const may = useMay('campaigns.write');
  const [asked, setAsked] = useState<'cancel' | 'retry-failed'>();
  if (!may) return null;
  const possible = new Set<CampaignAction>(actionsIn(campaign.status));
  const isDraft = campaign.status === 'DRAFT';
  const close = () => setAsked(undefined);
  return (
    <Group gap="sm">
      {isDraft && (
        <Button
          component={Link}
          to={`/campaigns/${campaign.id}/edit`}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          Go on with the draft
        </Button>
      )}
      {campaign.status === 'SCHEDULED' && <LaunchNow campaign={campaign} />}
      {possible.has('pause') && <Pause id={campaign.id} />}
      {possible.has('resume') && <Resume id={campaign.id} />}
      {possible.has('retry-failed') && campaign.failedCount > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => setAsked('retry-failed')}
        >
          Retry failed
        </Button>
      )}
      <More id={campaign.id} onCancel={possible.has('cancel') && !isDraft ? () => setAsked('cancel') : undefined} />
      <CancelDialog campaign={campaign} isOpen={asked === 'cancel'} onClose={close} />
      <RetryDialog campaign={campaign} isOpen={asked === 'retry-failed'} onClose={close} />
    </Group>
  );
}

function Pause({ id }: { id: string }) {
  const after = useAfterAction(id);
  const pause = useMutation({
    mutationFn: () => pauseCampaign({ params: { id } }),
    onSuccess: (campaign) => after(campaign, 'Paused: nothing more is sent for now'),
    onError: (error) => notify.failed(error, 'The campaign was not paused'),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerPause size={16} aria-hidden />}
      onClick={() => pause.mutate()}
      loading={pause.isPending}
    >
      Pause
    </Button>
  );
}

function Resume({ id }: { id: string }) {
  const after = useAfterAction(id);
  const resume = useMutation({
    mutationFn: () => resumeCampaign({ params: { id } }),
    onSuccess: (campaign) => after(campaign, 'Messages go out again'),
    onError: (error) => notify.failed(error, 'The campaign was not resumed'),
  });
  return (
    <Button
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      onClick={() => resume.mutate()}
      loading={resume.isPending}
    >
      Resume
    </Button>
  );
}

function LaunchNow({ campaign }: { campaign: CampaignProgress }) {
  const after = useAfterAction(campaign.id);
  const ask = () =>
    confirm({
      title: 'Send it now, and not when it is scheduled?',
      children: (
        <Text>
          “{campaign.name}” goes out at once to everybody who is in {campaign.segmentName} now. What the vendor has
          taken cannot be called back.
        </Text>
      ),
      confirmLabel: 'Send it now',
      cancelLabel: 'Keep it scheduled',
      onConfirm: async () => {
        const launched = await launchCampaign({ params: { id: campaign.id }, body: {} });
        after(launched, `“${campaign.name}” is on its way`);
      },
    });
  return (
    <Button leftSection={<IconSend size={16} aria-hidden />} onClick={ask}>
      Send it now
    </Button>
  );
}

function More({ id, onCancel }: { id: string; onCancel: (() => void) | undefined }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const duplicate = useMutation({
    mutationFn: () => duplicateCampaign({ params: { id } }),
    onSuccess: async (draft) => {
      campaignsChanged(queryClient);
      notify.done('A draft with the same audience and message was made');
      await navigate(`/campaigns/${draft.id}/edit`);
    },
    onError: (error) => notify.failed(error, 'The campaign was not duplicated'),
  });
  return (
    <Menu withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More for this campaign">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={16} />}
          onClick={() => duplicate.mutate()}
          disabled={duplicate.isPending}
        >
          Duplicate
        </Menu.Item>
        {onCancel && (
          <Menu.Item color="red" leftSection={<IconBan size={16} />} onClick={onCancel}>
            Cancel campaign
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
