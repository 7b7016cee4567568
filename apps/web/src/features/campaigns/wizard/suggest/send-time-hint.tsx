import type { SendTimeOutput } from '@herald/shared';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconClockCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { sendTimeQuery } from '../../../../api/segments.ts';
import { evidenceWords, windowWords } from '../../../../components/order-hours/hours.ts';
import { WeekHeatMap } from '../../../../components/order-hours/week-heat-map.tsx';
import { Disclosure } from '../../../../components/suggestions/disclosure.tsx';
import { SuggestionCard } from '../../../../components/suggestions/suggestion-card.tsx';
import { useFormats } from '../../../../lib/formats.ts';

interface SendTimeHintProps {
  segmentId: string;
  /** The instant that is chosen already, if any. */
  chosen: string | undefined;
  onUse: (instant: string) => void;
}

/** When the audience orders most, as a time to send at. Without it a campaign is launched as well. */
export function SendTimeHint({ segmentId, chosen, onUse }: SendTimeHintProps) {
  const { data, error } = useQuery(sendTimeQuery(segmentId));
  if (error) return null;
  if (data === undefined) return <Skeleton h={120} />;
  const [best] = data.suggestions;
  if (best === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {data.reason}
      </Text>
    );
  }
  return <Hint data={data} best={best} chosen={chosen} onUse={onUse} />;
}

interface HintProps extends Omit<SendTimeHintProps, 'segmentId'> {
  data: SendTimeOutput;
  best: SendTimeOutput['suggestions'][number];
}

function Hint({ data, best, chosen, onUse }: HintProps) {
  const { dateTime } = useFormats();
  const isChosen = chosen !== undefined && Date.parse(chosen) === Date.parse(best.next);
  return (
    <SuggestionCard title="A good time to send" order={3}>
      <Stack gap="xs">
        <Text size="sm">
          These people order most on <b>{windowWords(best)}</b>: {evidenceWords(best)}.
        </Text>
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconClockCheck size={15} aria-hidden />}
            disabled={isChosen}
            onClick={() => onUse(best.next)}
          >
            {isChosen ? 'This time is chosen' : 'Use this time'}
          </Button>
          <Text size="sm" c="dimmed">
            Next: {dateTime(best.next)}
          </Text>
        </Group>
        <Disclosure label="Why this time">
          <Stack gap="sm">
            <Text size="sm">{data.reason}</Text>
            <WeekHeatMap byHour={data.byHour} suggestions={data.suggestions} />
          </Stack>
        </Disclosure>
      </Stack>
    </SuggestionCard>
  );
}
