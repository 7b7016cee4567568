import { CUSTOMER_SORTS, type CustomerOutput, type CustomerSort } from '@herald/shared';
import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { useFormats } from '../../../lib/formats.ts';
import { customerName } from '../customer-name.ts';
import classes from './customer-cards.module.css';
import { type SortProps, Tags } from './customer-table.tsx';

const SORT_WORDS: Readonly<Record<CustomerSort, string>> = {
  '-createdAt': 'Newest first',
  createdAt: 'Oldest first',
  '-totalSpend': 'Spent most',
  '-orderCount': 'Most orders',
  '-lastOrderAt': 'Ordered last',
  name: 'By name',
};

interface CustomerCardsProps extends SortProps {
  customers: readonly CustomerOutput[];
}

/** The list on a narrow screen: one block each, and the sort as a choice. */
export function CustomerCards({ customers, sort, onSort }: CustomerCardsProps) {
  return (
    <>
      <NativeSelect
        px="md"
        pb="sm"
        aria-label="Sort customers"
        data={CUSTOMER_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
        value={sort}
        onChange={({ currentTarget }) => onSort(currentTarget.value as CustomerSort)}
      />
      <ul className={classes.list} aria-label="Customers">
        {customers.map((customer) => (
          <li key={customer.id}>
            <Link to={`/customers/${customer.id}`} className={classes.card}>
              <CustomerCard customer={customer} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function CustomerCard({ customer }: { customer: CustomerOutput }) {
  const { money, count, relative } = useFormats();
  const { orderCount, totalSpend, lastOrderAt, email, address, tags } = customer;
  const name = customerName(customer);
  const whereabouts = [email === name ? undefined : email, address?.city].filter(Boolean).join(' · ');
  return (
    <Stack gap={2}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text fw={550} truncate>
          {name}
        </Text>
        <Text fw={550} style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
          {orderCount === 0 ? '' : money(totalSpend)}
        </Text>
      </Group>
      {whereabouts !== '' && (
        <Text size="sm" c="dimmed" truncate>
          {whereabouts}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {lastOrderAt === null ? 'No orders' : `${count(orderCount, 'order')}, last ${relative(lastOrderAt)}`}
      </Text>
      {tags.length > 0 && (
        <Group mt={4}>
          <Tags tags={tags} />
        </Group>
      )}
    </Stack>
  );
}
