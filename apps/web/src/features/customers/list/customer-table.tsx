import type { CustomerOutput, CustomerSort } from '@herald/shared';
import { Anchor, Badge, Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router-dom';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { customerName } from '../customer-name.ts';
import classes from './customer-table.module.css';

const MOST_TAGS = 2;

export interface SortProps {
  sort: CustomerSort;
  onSort: (sort: CustomerSort) => void;
}

interface CustomerTableProps extends SortProps {
  customers: readonly CustomerOutput[];
  /** Whether it is the former page, while the next one is on its way. */
  isOld: boolean;
}

export const COLUMN_HEADS = ['Name', 'City', 'Orders', 'Spent', 'Last order', 'Tags', 'Added'] as const;

export function CustomerTable({ customers, isOld, ...sorting }: CustomerTableProps) {
  return (
    <Table.ScrollContainer minWidth={860} type="native">
      <Table aria-busy={isOld} className={classes.table} data-old={isOld || undefined}>
        <Table.Thead>
          <Table.Tr>
            <SortHead label="Name" orders={['name']} {...sorting} />
            <Table.Th>City</Table.Th>
            <SortHead label="Orders" orders={['-orderCount']} isNumber {...sorting} />
            <SortHead label="Spent" orders={['-totalSpend']} isNumber {...sorting} />
            <SortHead label="Last order" orders={['-lastOrderAt']} {...sorting} />
            <Table.Th>Tags</Table.Th>
            <SortHead label="Added" orders={['-createdAt', 'createdAt']} {...sorting} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {customers.map((customer) => (
            <CustomerRow key={customer.id} customer={customer} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CustomerRow({ customer }: { customer: CustomerOutput }) {
  const { number, money } = useFormats();
  const navigate = useNavigate();
  const to = `/customers/${customer.id}`;
  const name = customerName(customer);
  return (
    // The link in it is for the keyboard; the rest of the row is a larger target for the mouse.
    <Table.Tr className={classes.row} onClick={() => void navigate(to)}>
      <Table.Td maw={300}>
        <Anchor
          component={Link}
          to={to}
          fw={550}
          className={classes.name}
          c={customer.erasedAt === null ? undefined : 'dimmed'}
          onClick={(event) => event.stopPropagation()}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" truncate>
          {customer.email === name ? (customer.externalId ?? '\u00A0') : (customer.email ?? 'No email')}
        </Text>
      </Table.Td>
      <Table.Td>{customer.address?.city ?? <Nothing />}</Table.Td>
      <Table.Td ta="right">{number(customer.orderCount)}</Table.Td>
      <Table.Td ta="right">{customer.orderCount === 0 ? <Nothing /> : money(customer.totalSpend)}</Table.Td>
      <Table.Td>
        {customer.lastOrderAt === null ? <Nothing /> : <RelativeTime at={customer.lastOrderAt} isFocusable={false} />}
      </Table.Td>
      <Table.Td>
        <Tags tags={customer.tags} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={customer.createdAt} isFocusable={false} />
      </Table.Td>
    </Table.Tr>
  );
}

function Nothing() {
  return (
    <Text span c="dimmed" aria-label="none">
      –
    </Text>
  );
}

/** The first few, and how many more there are. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  const more = tags.length - MOST_TAGS;
  return (
    <Group gap={4} wrap="nowrap">
      {tags.slice(0, MOST_TAGS).map((tag) => (
        <Badge key={tag} color="gray" maw={110}>
          {tag}
        </Badge>
      ))}
      {more > 0 && (
        <Text span size="xs" c="dimmed" title={tags.slice(MOST_TAGS).join(', ')}>
          +{more}
        </Text>
      )}
    </Group>
  );
}

interface SortHeadProps extends SortProps {
  label: string;
  /** What a click leads to, one after the other; after the last it is the first again. */
  orders: readonly CustomerSort[];
  isNumber?: boolean;
}

function SortHead({ label, orders, isNumber = false, sort, onSort }: SortHeadProps) {
  const place = orders.indexOf(sort);
  const next = orders[(place + 1) % orders.length] ?? sort;
  const isDescending = sort.startsWith('-');
  const Arrow = isDescending ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th
      aria-sort={place === -1 ? 'none' : isDescending ? 'descending' : 'ascending'}
      ta={isNumber ? 'right' : undefined}
    >
      <UnstyledButton
        className={classes.sort}
        data-active={place !== -1 || undefined}
        data-number={isNumber || undefined}
        onClick={() => onSort(next)}
      >
        {label}
        <Arrow size={13} aria-hidden className={classes.arrow} />
      </UnstyledButton>
    </Table.Th>
  );
}
