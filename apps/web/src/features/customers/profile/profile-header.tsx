import type { CustomerDetailOutput } from '@herald/shared';
import { Anchor, Card, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { PageHeader } from '../../../components/page-header.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Stat } from '../../../components/stat.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { customerName } from '../customer-name.ts';
import { EditCustomer } from '../form/edit-customer.tsx';
import { EraseCustomer } from './erase-customer.tsx';
import { ExportCustomer } from './export-customer.tsx';

/** Who it is, what one may do with them, and their totals. */
export function ProfileHeader({ customer }: { customer: CustomerDetailOutput | undefined }) {
  return (
    <>
      <PageHeader
        title={customer === undefined ? 'Customer' : customerName(customer)}
        above={<BackToCustomers />}
        {...(customer && {
          badge: <MessagesBadge customer={customer} />,
          description: <Contact customer={customer} />,
          actions: <Actions customer={customer} />,
        })}
      />
      <Totals customer={customer} />
    </>
  );
}

export function BackToCustomers() {
  return (
    <Anchor component={Link} to="/customers" size="sm" c="dimmed" w="fit-content">
      <IconChevronLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Customers
    </Anchor>
  );
}

function MessagesBadge({ customer: { erasedAt, unsubscribed, email } }: { customer: CustomerDetailOutput }) {
  if (erasedAt !== null) return <DotBadge color="gray">Erased</DotBadge>;
  if (unsubscribed) return <DotBadge color="orange">Wants no messages</DotBadge>;
  return email === null ? <DotBadge color="gray">No email</DotBadge> : <DotBadge color="teal">Wants messages</DotBadge>;
}

function Contact({
  customer: { name, email, phone, address, erasedAt, createdAt },
}: {
  customer: CustomerDetailOutput;
}) {
  const { date } = useFormats();
  if (erasedAt !== null) return <>Since {date(erasedAt)} nobody can be recognised here.</>;
  const known = [name === null ? null : email, phone, address?.city].filter(
    (part) => part !== null && part !== undefined,
  );
  return (
    <>
      {known.map((part) => `${part} · `).join('')}here since {date(createdAt)}
    </>
  );
}

function Actions({ customer }: { customer: CustomerDetailOutput }) {
  const mayWrite = useMay('ingestions.write');
  const hasRights = useMay('customers.rights');
  const isErased = customer.erasedAt !== null;
  return (
    <>
      {hasRights && !isErased && <EraseCustomer customer={customer} />}
      {hasRights && <ExportCustomer id={customer.id} />}
      {mayWrite && !isErased && <EditCustomer customer={customer} />}
    </>
  );
}

function Totals({ customer }: { customer: CustomerDetailOutput | undefined }) {
  const { money, number } = useFormats();
  const hasOrders = customer !== undefined && customer.orderCount > 0;
  const known = (value: string) => (customer === undefined ? undefined : value);
  return (
    <Card mb="lg">
      <SimpleGrid component="dl" cols={{ base: 2, sm: 3, md: 5 }} spacing="lg" m={0}>
        <Stat label="Spent" value={known(money(customer?.totalSpend ?? 0))} />
        <Stat label="Orders" value={known(number(customer?.orderCount ?? 0))} />
        <Stat
          label="Average order"
          value={known(hasOrders && customer.averageOrderValue !== null ? money(customer.averageOrderValue) : '–')}
        />
        <Moment label="First order" at={customer?.firstOrderAt} />
        <Moment label="Last order" at={customer?.lastOrderAt} />
      </SimpleGrid>
    </Card>
  );
}

/** A day, in letters that fit a narrow screen, and how long ago it was. */
function Moment({ label, at }: { label: string; at: string | null | undefined }) {
  const { date } = useFormats();
  if (at === undefined || at === null) return <Stat label={label} value={at === null ? '–' : undefined} />;
  return (
    <Stack gap={2}>
      <Text component="dt" size="sm" c="dimmed" fw={500}>
        {label}
      </Text>
      <Text component="dd" fz={20} fw={650} lh="36px" m={0} style={{ whiteSpace: 'nowrap' }}>
        {date(at)}
      </Text>
      <Text component="dd" size="xs" c="dimmed" m={0}>
        <RelativeTime at={at} isFocusable={false} />
      </Text>
    </Stack>
  );
}
