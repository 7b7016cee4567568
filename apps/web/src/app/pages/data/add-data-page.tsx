import { Alert, Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

import { PageHeader } from '../../../components/page-header.tsx';
import { RecentBatches } from '../../../features/data/batches/recent-batches.tsx';
import { ImportData } from '../../../features/data/import/import-data.tsx';
import { FromYourShop } from '../../../features/data/shop/from-your-shop.tsx';
import { useMay } from '../../../lib/may.ts';

export function AddDataPage() {
  const mayAdd = useMay('ingestions.write');
  return (
    <>
      {mayAdd ? (
        <PageHeader title="Add data" description="Bring in customers and orders, from a file or from your shop." />
      ) : (
        <PageHeader title="Data" description="How the batches of customers and orders went." />
      )}
      <Stack gap="lg">
        {mayAdd ? (
          <ImportData />
        ) : (
          <Alert color="gray" icon={<IconLock aria-hidden />} title="Adding data is not part of your role">
            You see how batches went. To bring in customers and orders, ask an owner of this workspace for another role.
          </Alert>
        )}
        <RecentBatches />
        {mayAdd && <FromYourShop />}
      </Stack>
    </>
  );
}
