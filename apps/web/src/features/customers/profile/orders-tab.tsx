import type { OrderOutput } from '@herald/shared';
import { Accordion, Group, Text } from '@mantine/core';
import { IconShoppingBag } from '@tabler/icons-react';

import { EmptyState } from '../../../components/empty-state.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { OrderItems } from './order-items.tsx';
import { OrderStatusBadge } from './order-status-badge.tsx';

/** As many as the API shows with a customer. */
const MOST_SHOWN = 100;

export function OrdersTab({ orders }: { orders: readonly OrderOutput[] }) {
  const { money, dateTime } = useFormats();
  if (orders.length === 0) {
    return (
      <EmptyState icon={IconShoppingBag} title="No orders">
        Orders that your shop sends show here, with their items.
      </EmptyState>
    );
  }
  return (
    <SectionCard
      title="Orders"
      isFlush
      description={
        orders.length === MOST_SHOWN ? `The latest ${MOST_SHOWN}; the timeline has them all.` : 'Newest first.'
      }
    >
      <Accordion multiple order={3}>
        {orders.map((order) => (
          <Accordion.Item key={order.id} value={order.id}>
            <Accordion.Control>
              <Group justify="space-between" gap="sm" pr="sm">
                <Group gap="sm">
                  <Text span fw={550}>
                    {order.externalId}
                  </Text>
                  <OrderStatusBadge status={order.status} />
                  <Text span size="sm" c="dimmed">
                    {dateTime(order.orderedAt)}
                  </Text>
                </Group>
                <Text span fw={550} style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {money(order.amount)}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <OrderItems order={order} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </SectionCard>
  );
}
