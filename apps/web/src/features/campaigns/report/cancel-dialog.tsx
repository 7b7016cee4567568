import type { CampaignProgress } from '@herald/shared';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';

import { campaignBooksQuery, cancelCampaign } from '../../../api/campaigns.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useAfterAction } from './use-after-action.ts';

interface CancelDialogProps {
  campaign: CampaignProgress;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks before a campaign is given up; says what will not be sent, and what still will be. */
export function CancelDialog({ campaign, isOpen, onClose }: CancelDialogProps) {
  const after = useAfterAction(campaign.id);
  const cancel = useMutation({
    mutationFn: () => cancelCampaign({ params: { id: campaign.id } }),
    onSuccess: (cancelled) => {
      after(cancelled, 'Campaign cancelled');
      onClose();
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Cancel “${campaign.name}”?`}>
      <Stack gap="lg">
        {campaign.status === 'SCHEDULED' ? (
          <Text>It will not start, and nobody gets a message. This cannot be undone, but you can duplicate it.</Text>
        ) : (
          <WhatIsLost id={campaign.id} isOpen={isOpen} />
        )}
        {cancel.error && <ErrorNotice title="The campaign was not cancelled" error={cancel.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={cancel.isPending} data-autofocus>
            Keep it
          </Button>
          <Button color="red" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            Cancel campaign
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function WhatIsLost({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { count } = useFormats();
  const { data } = useQuery({ ...campaignBooksQuery(id), enabled: isOpen, staleTime: 0 });
  if (data === undefined)
    return <Text>What the vendor does not have yet will not be sent. This cannot be undone.</Text>;
  const { PENDING, SENDING, ACCEPTED } = data.byStatus;
  const isOne = PENDING === 1;
  return (
    <Text>
      About {count(PENDING, 'message')} {isOne ? 'is' : 'are'} still waiting and will not be sent.
      {SENDING + ACCEPTED > 0 &&
        ` What is with the vendor already, ${count(SENDING + ACCEPTED, 'message')}, still arrives.`}{' '}
      This cannot be undone.
    </Text>
  );
}
