import { Button } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { customerCountQuery } from '../../../api/customers.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { AddCustomer } from '../../../features/customers/form/add-customer.tsx';
import { CustomerList } from '../../../features/customers/list/customer-list.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import { NotWithYourRole } from './not-with-your-role.tsx';

export function CustomersPage() {
  const maySee = useMay('people.read');
  return maySee ? <Customers /> : <NotWithYourRole />;
}

function Customers() {
  const { count } = useFormats();
  const mayAdd = useMay('ingestions.write');
  const { data } = useQuery(customerCountQuery());
  return (
    <>
      <PageHeader
        title="Customers"
        description={
          data ? `${count(data.total, 'customer')}, with their orders and messages.` : 'With their orders and messages.'
        }
        actions={
          mayAdd && (
            <>
              <AddCustomer />
              <Button component={Link} to="/data" leftSection={<IconDatabaseImport size={16} aria-hidden />}>
                Add data
              </Button>
            </>
          )
        }
      />
      <CustomerList />
    </>
  );
}
