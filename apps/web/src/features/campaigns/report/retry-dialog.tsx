import { RETRIABLE_FAILURE_CLASSES, RETRIED_UNASKED } from '@herald/shared';
import type { CampaignBooksOutput, CampaignProgress } from '@herald/shared';
import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { campaignBooksQuery, retryFailedMessages } from '../../../api/campaigns.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { FAILURE_WORDS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import { useAfterAction } from './use-after-action.ts';

type Retriable = (typeof RETRIABLE_FAILURE_CLASSES)[number];
type Choice = 'all' | Retriable;

interface RetryDialogProps {
  campaign: CampaignProgress;
  isOpen: boolean;
  onClose: () => void;
}

/** Chooses which failed messages are tried again, and says how many. */
export function RetryDialog({ campaign, isOpen, onClose }: RetryDialogProps) {
  const { data, error, refetch, isFetching } = useQuery({
    ...campaignBooksQuery(campaign.id),
    enabled: isOpen,
    staleTime: 0,
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="Try failed messages again">
      {data !== undefined && <RetryChoice books={data} campaign={campaign} onClose={onClose} />}
      {data === undefined && error === null && <SkeletonLines lines={4} />}
      {data === undefined && error !== null && (
        <ErrorNotice
          title="The failed messages could not be counted"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
    </Modal>
  );
}

function RetryChoice({
  books,
  campaign,
  onClose,
}: { books: CampaignBooksOutput } & Pick<RetryDialogProps, 'campaign' | 'onClose'>) {
  const { count } = useFormats();
  const [choice, setChoice] = useState<Choice>('all');
  const after = useAfterAction(campaign.id);
  const classes = RETRIABLE_FAILURE_CLASSES.filter((failureClass) => books.byFailureClass[failureClass] > 0);
  const number = numberOf(books, choice);
  const retry = useMutation({
    mutationFn: () =>
      retryFailedMessages({ params: { id: campaign.id }, body: choice === 'all' ? {} : { failureClass: choice } }),
    onSuccess: ({ reopened, campaign: reopenedCampaign }) => {
      after(reopenedCampaign, `${count(reopened, 'message is', 'messages are')} tried again`);
      onClose();
    },
  });
  if (classes.length === 0) {
    return <Text>Another try would not help: these messages could not be made for their customers.</Text>;
  }
  return (
    <Stack gap="lg">
      <Radio.Group value={choice} onChange={(value) => setChoice(value)} aria-label="Which messages">
        <Stack gap="sm">
          <Radio value="all" label={`Whatever another try may help (${count(numberOf(books, 'all'), 'message')})`} />
          {classes.map((failureClass) => (
            <Radio
              key={failureClass}
              value={failureClass}
              label={`${FAILURE_WORDS[failureClass]} (${count(books.byFailureClass[failureClass], 'message')})`}
            />
          ))}
        </Stack>
      </Radio.Group>
      {choice === 'UNCERTAIN' && (
        <Alert color="orange" title="These may have arrived">
          The vendor never said what became of them. Some of these people may get the message a second time.
        </Alert>
      )}
      {retry.error && <ErrorNotice title="The messages were not tried again" error={retry.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={retry.isPending}>
          Not now
        </Button>
        <Button onClick={() => retry.mutate()} loading={retry.isPending} disabled={number === 0} data-autofocus>
          Try {count(number, 'message')} again
        </Button>
      </Group>
    </Stack>
  );
}

function numberOf({ byFailureClass }: CampaignBooksOutput, choice: Choice): number {
  if (choice !== 'all') return byFailureClass[choice];
  return RETRIED_UNASKED.reduce((sum, failureClass) => sum + byFailureClass[failureClass], 0);
}
