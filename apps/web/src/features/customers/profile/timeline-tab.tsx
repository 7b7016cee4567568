import type { TimelineEvent } from '@herald/shared';
import { Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { type Icon, IconEraser, IconMail, IconShoppingBag, IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { customerTimelineQuery } from '../../../api/customers.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { LoadMore } from './load-more.tsx';
import { MessageDetails } from './message-details.tsx';
import { OrderStatusBadge } from './order-status-badge.tsx';
import classes from './profile.module.css';

/** What happened to somebody, latest first, month by month. */
export function TimelineTab({ id }: { id: string }) {
  const query = useInfiniteQuery(customerTimelineQuery(id));
  const { timeZone } = useFormats();
  if (query.error) {
    return (
      <ErrorNotice
        title="The timeline could not be loaded"
        error={query.error}
        isRetrying={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (query.data === undefined) return <SkeletonCard height={320} />;
  const months = byMonth(
    query.data.pages.flatMap(({ data }) => data),
    timeZone,
  );
  return (
    <SectionCard title="Timeline" description="Latest first." isFlush>
      {months.map(({ month, events }) => (
        <section key={month} aria-label={month}>
          <Title order={3} className={classes.month}>
            {month}
          </Title>
          <ul className={classes.rows}>
            {events.map((event) => (
              <li key={`${event.kind} ${event.id}`}>
                <Happened event={event} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <LoadMore query={query} label="Show what happened before" />
    </SectionCard>
  );
}

interface Month {
  month: string;
  events: TimelineEvent[];
}

function byMonth(events: readonly TimelineEvent[], timeZone: string): Month[] {
  const format = new Intl.DateTimeFormat(navigator.language, { month: 'long', year: 'numeric', timeZone });
  const months: Month[] = [];
  for (const event of events) {
    const month = format.format(new Date(event.at));
    const last = months.at(-1);
    if (last?.month === month) last.events.push(event);
    else months.push({ month, events: [event] });
  }
  return months;
}

function Happened({ event }: { event: TimelineEvent }) {
  switch (event.kind) {
    case 'ordered':
      return <Ordered event={event} />;
    case 'message':
      return (
        <Line icon={IconMail} at={event.at}>
          <MessageDetails message={event.message} />
        </Line>
      );
    case 'joined':
      return (
        <Line icon={IconUserPlus} at={event.at}>
          <Text fw={550}>Became a customer</Text>
        </Line>
      );
    case 'erased':
      return (
        <Line icon={IconEraser} at={event.at}>
          <Text fw={550}>Was erased</Text>
        </Line>
      );
  }
}

function Ordered({ event: { at, order } }: { event: TimelineEvent & { kind: 'ordered' } }) {
  const { money, count } = useFormats();
  const pieces = order.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const names = order.items.map(({ name }) => name).join(', ');
  return (
    <Line icon={IconShoppingBag} at={at}>
      <Group gap="sm">
        <Text fw={550}>Ordered for {money(order.amount)}</Text>
        <OrderStatusBadge status={order.status} />
      </Group>
      <Text size="sm" c="dimmed" lineClamp={2}>
        {order.externalId}
        {pieces > 0 && ` · ${count(pieces, 'piece')}: ${names}`}
      </Text>
    </Line>
  );
}

function Line({ icon: Glyph, at, children }: { icon: Icon; at: string; children: ReactNode }) {
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <ThemeIcon variant="light" radius="xl" size={32} aria-hidden>
        <Glyph size={17} stroke={1.7} />
      </ThemeIcon>
      <Stack gap={4} flex={1} miw={0} pt={4}>
        {children}
        <Text size="xs" c="dimmed" hiddenFrom="xs">
          <RelativeTime at={at} isFocusable={false} />
        </Text>
      </Stack>
      <Text span size="xs" c="dimmed" pt={7} visibleFrom="xs">
        <RelativeTime at={at} isFocusable={false} />
      </Text>
    </Group>
  );
}
