import type { PreviewCampaignOutput } from '@herald/shared';
import { ActionIcon, Alert, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { segmentAudienceQuery } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { CustomerPicker } from '../../../components/pickers/customer-picker.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { EXCLUSION_WORDS } from '../../../lib/campaign-words.ts';
import { MessageCard } from '../message-card.tsx';
import type { Preview } from './use-preview.ts';

const SAMPLE_SIZE = 20;

type Example = NonNullable<PreviewCampaignOutput['example']>;

interface MessagePreviewProps {
  segmentId: string;
  preview: Preview;
  isTemplateEmpty: boolean;
  onShow: (customerId: string | undefined) => void;
}

/** The message as one customer would get it. */
export function MessagePreview({ segmentId, preview, isTemplateEmpty, onShow }: MessagePreviewProps) {
  const { data, error, refetch } = preview;
  if (data === undefined) {
    if (error === null) return <SkeletonLines lines={6} />;
    return <ErrorNotice title="The preview could not be made" error={error} onRetry={refetch} />;
  }
  const { example, templateError } = data;
  if (example === null)
    return <Text c="dimmed">Nobody is in this segment, so that there is nobody to show it for.</Text>;
  return (
    <Stack gap="md">
      <WhoIsShown segmentId={segmentId} example={example} onShow={onShow} />
      {isTemplateEmpty && <Text c="dimmed">What you write is shown here as this person will read it.</Text>}
      {!isTemplateEmpty && templateError !== null && (
        <Text c="dimmed">It is shown again once the message is understood.</Text>
      )}
      {example.message !== null && <MessageCard message={example.message} label={`Message to ${nameOf(example)}`} />}
      {example.messageError !== null && (
        <Alert color="red" title="For this customer the message cannot be made">
          {example.messageError}
        </Alert>
      )}
      <Text component="output" display="block" size="sm" c="dimmed">
        {fateOf(example)}
      </Text>
    </Stack>
  );
}

function WhoIsShown({
  segmentId,
  example,
  onShow,
}: { segmentId: string; example: Example } & Pick<MessagePreviewProps, 'onShow'>) {
  const sample = useQuery(segmentAudienceQuery(segmentId, { limit: SAMPLE_SIZE })).data?.data ?? [];
  const at = sample.findIndex(({ id }) => id === example.customer.id);
  const step = (by: number) => {
    const next = sample.at((at + by + sample.length) % sample.length);
    if (next !== undefined) onShow(next.id);
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <CustomerPicker
        label="As read by"
        value={example.customer.id}
        onChange={(id) => onShow(id ?? undefined)}
        flex={1}
        miw={0}
      />
      <Tooltip label="Somebody before">
        <ActionIcon
          size={36}
          variant="default"
          aria-label="Show the previous customer"
          disabled={sample.length < 2}
          onClick={() => step(-1)}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Somebody else">
        <ActionIcon
          size={36}
          variant="default"
          aria-label="Show the next customer"
          disabled={sample.length < 2}
          onClick={() => step(1)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

export function nameOf({ customer }: Pick<Example, 'customer'>): string {
  return customer.name ?? customer.email ?? 'somebody without a name';
}

/** Whether this person will get it at all. */
function fateOf(example: Example): string {
  if (!example.isInAudience) return 'Is not in the segment, and will not get it.';
  if (example.excludedFor !== null) return `Will not get it: ${EXCLUSION_WORDS[example.excludedFor].toLowerCase()}.`;
  if (example.isHeldOut) return 'Will not get it: is held out to compare with.';
  return 'Will get this message.';
}
