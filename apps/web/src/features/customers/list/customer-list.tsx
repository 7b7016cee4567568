import { Button, Card } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { customerCountQuery, customersQuery } from '../../../api/customers.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Pager } from '../../../components/pager.tsx';
import { SkeletonTable } from '../../../components/skeletons.tsx';
import { useMay } from '../../../lib/may.ts';
import { usePagedQuery } from '../../../lib/use-paged-query.ts';
import { CustomerCards } from './customer-cards.tsx';
import { CustomerFilters } from './customer-filters.tsx';
import { COLUMN_HEADS, CustomerTable } from './customer-table.tsx';
import { useListState } from './list-state.ts';

const NARROW = '(max-width: 47.99em)';
const ROW_HEIGHT = 62;

/** All customers: search, filters, sort and page are in the address, and the API does the work. */
export function CustomerList() {
  const { filters, filterValues, isFiltered, sort, setSort, setFilters, clear } = useListState();
  const { data, error, isFetching, isPlaceholderData, refetch, pager } = usePagedQuery((page) =>
    customersQuery({ ...page, ...filters, sort }),
  );
  const { data: counted } = useQuery(customerCountQuery(filters));
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const customers = data?.data;
  if (customers?.length === 0 && !isFiltered && !pager.hasPrevious) return <NobodyYet />;
  const listed = { sort, onSort: setSort, isOld: isPlaceholderData };
  return (
    <Card padding={0}>
      <CustomerFilters values={filterValues} onChange={setFilters} />
      {error && (
        <Card.Section p="lg">
          <ErrorNotice
            title="The customers could not be loaded"
            error={error}
            isRetrying={isFetching}
            onRetry={() => void refetch()}
          />
        </Card.Section>
      )}
      {!error && customers === undefined && <SkeletonTable heads={COLUMN_HEADS} rowHeight={ROW_HEIGHT} />}
      {customers?.length === 0 && (
        <EmptyState
          icon={IconSearchOff}
          title="Nobody found"
          isInCard
          action={
            <Button variant="default" onClick={clear}>
              Clear filters
            </Button>
          }
        >
          No customer fits this search and these filters.
        </EmptyState>
      )}
      {customers !== undefined && customers.length > 0 && (
        <>
          {isNarrow ? (
            <CustomerCards customers={customers} {...listed} />
          ) : (
            <CustomerTable customers={customers} {...listed} />
          )}
          <Pager pager={pager} total={counted?.count} label="Pages of customers" />
        </>
      )}
    </Card>
  );
}

function NobodyYet() {
  const mayAdd = useMay('ingestions.write');
  return (
    <EmptyState
      icon={IconUsers}
      title="No customers yet"
      action={
        mayAdd && (
          <Button component={Link} to="/data">
            Add data
          </Button>
        )
      }
    >
      Bring in a file of your customers and orders, or let your shop send them.
    </EmptyState>
  );
}
