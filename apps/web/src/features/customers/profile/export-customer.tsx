import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { exportCustomer } from '../../../api/customers.ts';
import { notify } from '../../../components/notify.tsx';
import { saveFile } from '../../../lib/save-file.ts';

/** Everything that is kept of somebody, as a file for them. */
export function ExportCustomer({ id }: { id: string }) {
  const { mutate, isPending } = useMutation({
    mutationFn: () => exportCustomer({ params: { id } }),
    onSuccess: (everything) => {
      saveFile(`customer-${id}.json`, [JSON.stringify(everything, null, 2)], 'application/json');
      notify.done('Everything that Herald keeps of this customer is in the file');
    },
    onError: (error) => notify.failed(error, 'The customer was not exported'),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={isPending}
      onClick={() => mutate()}
    >
      Export
    </Button>
  );
}
