import type { SegmentOutput } from '@herald/shared';
import { Anchor, Button, Group, Radio, ScrollArea, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconTarget } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import { segmentQuery, segmentsQuery } from '../../../api/segments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { withChosen } from '../../../components/pickers/with-chosen.ts';
import { isNotFound } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import classes from './segment-choice.module.css';

const MOST_SHOWN = 20;
const DEBOUNCE_MS = 200;

/** The segments that are shown before anything is searched for. */
export const firstSegmentsQuery = () => segmentsQuery({ limit: MOST_SHOWN });

interface SegmentChoiceProps {
  value: string | null;
  onChoose: (segment: SegmentOutput) => void;
}

/** The segments, newest first or those that are searched for, each with who is in it. */
export function SegmentChoice({ value, onChoose }: SegmentChoiceProps) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), DEBOUNCE_MS);
  const { data, error, isFetching, refetch } = useQuery({
    ...segmentsQuery({ limit: MOST_SHOWN, ...(search !== '' && { search }) }),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({ ...segmentQuery(value ?? ''), enabled: value !== null });
  if (data === undefined) {
    if (error === null) return null;
    const retry = () => void refetch();
    return (
      <ErrorNotice title="The segments could not be loaded" error={error} onRetry={retry} isRetrying={isFetching} />
    );
  }
  if (data.data.length === 0 && search === '') return <NoSegments />;
  const shown = withChosen(data.data, chosen.data);
  const choose = (id: string) => {
    const segment = shown.find((each) => each.id === id);
    if (segment !== undefined) onChoose(segment);
  };
  return (
    <Stack gap="sm">
      {isNotFound(chosen.error) && (
        <Text size="sm" c="red" role="alert">
          The segment that was chosen does not exist any more. Choose another one.
        </Text>
      )}
      <Group gap="sm" justify="space-between">
        <TextInput
          type="search"
          aria-label="Search segments"
          placeholder="Search segments"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          flex="1 1 12rem"
          maxLength={200}
        />
        <Anchor component={Link} to="/segments/new" size="sm">
          Create a segment
        </Anchor>
      </Group>
      <Radio.Group value={value} onChange={choose} name="segment" label={<VisuallyHidden>Segment</VisuallyHidden>}>
        <ScrollArea.Autosize
          mah={420}
          type="auto"
          scrollbars="y"
          offsetScrollbars="present"
          viewportProps={{ tabIndex: -1 }}
        >
          <Stack gap="xs" p={2}>
            {shown.map((segment) => (
              <SegmentCard key={segment.id} segment={segment} isChosen={segment.id === value} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Radio.Group>
      {shown.length === 0 && <Text c="dimmed">No segment has this name.</Text>}
      {data.next !== null && (
        <Text size="sm" c="dimmed">
          {MOST_SHOWN} are shown; search for others.
        </Text>
      )}
    </Stack>
  );
}

function SegmentCard({ segment, isChosen }: { segment: SegmentOutput; isChosen: boolean }) {
  const { count } = useFormats();
  const { id, name, kind, description, error, audienceSize } = segment;
  // Dimmed words are too faint on the ground of the chosen one.
  const quiet = isChosen ? undefined : 'dimmed';
  const tone = error === null ? quiet : 'red';
  return (
    <Radio.Card value={id} className={classes.card} disabled={error !== null} aria-label={name}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} disabled={error !== null} />
        <Stack gap={2} miw={0} flex={1}>
          <Group justify="space-between" gap="sm" wrap="nowrap">
            <Text fw={550} size="sm" truncate>
              {name}
            </Text>
            <Text size="sm" className={classes.size}>
              {count(audienceSize, 'person', 'people')}
            </Text>
          </Group>
          <Text size="xs" c={tone} lineClamp={2}>
            {error === null
              ? `${KIND_WORDS[kind]} · ${description ?? ''}`
              : `Its rules can no longer be used: ${error}`}
          </Text>
        </Stack>
      </Group>
    </Radio.Card>
  );
}

const KIND_WORDS = { static: 'Fixed list', dynamic: 'Asked again at launch' } as const;

function NoSegments() {
  return (
    <EmptyState
      icon={IconTarget}
      title="First say who it is for"
      isInCard
      action={
        <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
          Create a segment
        </Button>
      }
    >
      A campaign goes to a segment: customers who have something in common. There is none yet.
    </EmptyState>
  );
}
