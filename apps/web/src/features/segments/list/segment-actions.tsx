import type { SegmentOutput } from '@herald/shared';
import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';

import { deleteSegment, duplicateSegment, refreshSegment } from '../../../api/segments.ts';
import { confirm } from '../../../components/confirm.tsx';
import { notify } from '../../../components/notify.tsx';
import { asError } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';

export interface SegmentActions {
  refresh: (segment: SegmentOutput) => Promise<void>;
  duplicate: (segment: SegmentOutput) => Promise<void>;
  /** Asks first; explains instead when something uses the segment. */
  remove: (segment: SegmentOutput, onRemoved?: () => void) => void;
}

/** What can be done with a saved segment, wherever it is shown. */
export function useSegmentActions(): SegmentActions {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { count } = useFormats();
  const lookAgain = () => queryClient.invalidateQueries({ queryKey: ['segments'] });
  return {
    refresh: async (segment) => {
      try {
        const { audienceSize } = await refreshSegment({ params: { id: segment.id } });
        await lookAgain();
        notify.done(`“${segment.name}” has ${count(audienceSize, 'person', 'people')} now`);
      } catch (reason) {
        notify.failed(asError(reason), 'The segment was not refreshed');
      }
    },
    duplicate: async (segment) => {
      try {
        const copy = await duplicateSegment({ params: { id: segment.id } });
        await lookAgain();
        notify.done(`“${copy.name}” created`);
        await navigate(`/segments/${copy.id}`);
      } catch (reason) {
        notify.failed(asError(reason), 'The segment was not duplicated');
      }
    },
    remove: (segment, onRemoved) => {
      if (segment.usedBy.campaigns + segment.usedBy.segments > 0) {
        explainUse(segment, () => void navigate(`/segments/${segment.id}`));
        return;
      }
      confirm({
        title: `Delete “${segment.name}”?`,
        children: 'Its rules and its list of people are gone then. The people themselves stay.',
        confirmLabel: 'Delete segment',
        cancelLabel: 'Keep it',
        isDangerous: true,
        onConfirm: async () => {
          await deleteSegment({ params: { id: segment.id } });
          onRemoved?.();
          queryClient.removeQueries({ queryKey: ['segments', 'one', segment.id] });
          await lookAgain();
          notify.done('Segment deleted');
        },
      });
    },
  };
}

/** Dialogs that are opened like this are outside of the router, and know no links. */
function explainUse({ name, usedBy }: SegmentOutput, onLook: () => void): void {
  const id = modals.open({
    title: `“${name}” cannot be deleted`,
    children: (
      <Stack gap="md">
        <Text>
          It is used by {usedByWords(usedBy)}. A campaign needs its segment to say whom it was for, and rules that ask
          about a segment need it to be there.
        </Text>
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              modals.close(id);
              onLook();
            }}
          >
            See what uses it
          </Button>
        </Group>
      </Stack>
    ),
  });
}

/** "2 campaigns and 1 segment". */
export function usedByWords({ campaigns, segments }: SegmentOutput['usedBy']): string {
  const parts = [
    campaigns > 0 && `${campaigns} ${campaigns === 1 ? 'campaign' : 'campaigns'}`,
    segments > 0 && `${segments} ${segments === 1 ? 'segment' : 'segments'}`,
  ];
  return parts.filter((part) => part !== false).join(' and ');
}
