import type { OrderOutput } from '@herald/shared';
import { Table, Text } from '@mantine/core';

import { useFormats } from '../../../lib/formats.ts';

export function OrderItems({ order }: { order: OrderOutput }) {
  const { money, number } = useFormats();
  if (order.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The shop sent no items with this order.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={420} type="native" tabIndex={0}>
      <Table verticalSpacing={6} highlightOnHover={false} aria-label={`Items of order ${order.externalId}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Item</Table.Th>
            <Table.Th>Category</Table.Th>
            <Table.Th ta="right">Pieces</Table.Th>
            <Table.Th ta="right">Each</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.items.map((item, index) => (
            // eslint-disable-next-line react/no-array-index-key -- the items of an order stay in their order
            <Table.Tr key={index}>
              <Table.Td>
                {item.name}
                {item.sku !== null && (
                  <Text span size="xs" c="dimmed" ml={8}>
                    {item.sku}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{item.category ?? '–'}</Table.Td>
              <Table.Td ta="right">{number(item.quantity)}</Table.Td>
              <Table.Td ta="right">{money(item.price)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
