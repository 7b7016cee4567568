import type { SendTimeOutput } from '@herald/shared';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { sendTimeQuery } from '../../../api/segments.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { evidenceWords, windowWords } from '../../../components/order-hours/hours.ts';
import { WeekHeatMap } from '../../../components/order-hours/week-heat-map.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SuggestionBadge } from '../../../components/suggestions/suggestion-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import classes from './segment.module.css';

/** When the people of a segment order, and so when a message may find them ready to. */
export function SendTimeCard({ segmentId }: { segmentId: string }) {
  const { data, error, refetch, isFetching } = useQuery(sendTimeQuery(segmentId));
  return (
    <SectionCard
      title="When to send"
      actions={data !== undefined && data.suggestions.length > 0 && <SuggestionBadge />}
    >
      {error && !data && (
        <ErrorNotice
          title="It could not be said when to send"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !error && <Skeleton h={180} />}
      {data && <SendTime data={data} />}
    </SectionCard>
  );
}

function SendTime({ data }: { data: SendTimeOutput }) {
  const { count, date, timeZone } = useFormats();
  const { suggestions, reason, orders, customers, ordersWithoutTime, since, byHour } = data;
  return (
    <Stack gap="md">
      <Text size="sm">{reason}</Text>
      {suggestions.length > 0 && <Times suggestions={suggestions} />}
      {orders > 0 && (
        <>
          <WeekHeatMap byHour={byHour} suggestions={suggestions} />
          <Text size="xs" c="dimmed">
            {count(orders, 'order')} of {count(customers, 'customer')} since {date(since)}, in the time zone {timeZone}.
            {ordersWithoutTime > 0 &&
              ` ${count(ordersWithoutTime, 'order')} came without a time of day and do not count.`}
          </Text>
        </>
      )}
    </Stack>
  );
}

function Times({ suggestions }: Pick<SendTimeOutput, 'suggestions'>) {
  const { dateTime } = useFormats();
  return (
    <ol className={classes.times} aria-label="Good times">
      {suggestions.map((suggestion) => (
        <li key={`${suggestion.weekday} ${suggestion.hour}`}>
          <b>{windowWords(suggestion)}</b>: {evidenceWords(suggestion)}.{' '}
          <Text span inherit c="dimmed">
            Next: {dateTime(suggestion.next)}.
          </Text>
        </li>
      ))}
    </ol>
  );
}
