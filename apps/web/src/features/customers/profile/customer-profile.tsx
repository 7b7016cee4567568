import { Alert, Button, Tabs } from '@mantine/core';
import { IconEraser, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { customerQuery } from '../../../api/customers.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { ApiError, isNotFound } from '../../../lib/api-client.ts';
import { useUrlState } from '../../../lib/url-state.ts';
import { MessagesTab } from './messages-tab.tsx';
import { OrdersTab } from './orders-tab.tsx';
import classes from './profile.module.css';
import { BackToCustomers, ProfileHeader } from './profile-header.tsx';
import { RawTab } from './raw-tab.tsx';
import { SegmentsTab, type ShowExplanation } from './segments-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';

const TABS = [
  { value: 'timeline', label: 'Timeline' },
  { value: 'orders', label: 'Orders' },
  { value: 'messages', label: 'Messages' },
  { value: 'segments', label: 'Segments' },
  { value: 'raw', label: 'Raw data' },
];
const DEFAULTS = { tab: 'timeline' };
const BAD_REQUEST = 400;

interface CustomerProfileProps {
  id: string;
  /** Shows why somebody is in a segment or not; it is a part of the segments. */
  showExplanation: ShowExplanation;
}

/** Everything about one customer. */
export function CustomerProfile({ id, showExplanation }: CustomerProfileProps) {
  const { data: customer, error, isFetching, refetch } = useQuery(customerQuery(id));
  const [{ tab }, set] = useUrlState(DEFAULTS);
  const shown = TABS.some(({ value }) => value === tab) ? tab : DEFAULTS.tab;
  if (error && isUnknown(error)) return <UnknownCustomer />;
  return (
    <>
      <ProfileHeader customer={customer} />
      {error && !customer && (
        <ErrorNotice
          title="The customer could not be loaded"
          error={error}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {customer !== undefined && customer.erasedAt !== null && (
        <Alert color="gray" icon={<IconEraser aria-hidden />} mb="lg" title="This customer was erased">
          Name, contact and the texts of messages are gone for good. Orders and totals stay, so that your figures stay
          as they are.
        </Alert>
      )}
      <Tabs value={shown} onChange={(to) => set({ tab: to ?? DEFAULTS.tab })} keepMounted={false}>
        <Tabs.List mb="lg" aria-label="About this customer" className={classes.tabs}>
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <TimelineTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="orders">
          {customer ? <OrdersTab orders={customer.orders} /> : <SkeletonCard height={240} />}
        </Tabs.Panel>
        <Tabs.Panel value="messages">
          <MessagesTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="segments">
          <SegmentsTab id={id} showExplanation={showExplanation} />
        </Tabs.Panel>
        <Tabs.Panel value="raw">{customer ? <RawTab customer={customer} /> : <SkeletonCard height={320} />}</Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Of an address that holds no id at all the API says that it is invalid. */
function isUnknown(error: Error): boolean {
  return isNotFound(error) || (error instanceof ApiError && error.status === BAD_REQUEST);
}

function UnknownCustomer() {
  return (
    <>
      <PageHeader title="No such customer" above={<BackToCustomers />} />
      <EmptyState
        icon={IconUserOff}
        title="Nobody is here"
        action={
          <Button component={Link} to="/customers">
            See all customers
          </Button>
        }
      >
        No customer has this address. It may have been copied incompletely.
      </EmptyState>
    </>
  );
}
