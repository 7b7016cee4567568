import type { CustomerOutput } from '@herald/shared';
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';

import { notify } from '../../../components/notify.tsx';
import { changedUser, type CustomerFields, fieldsOf, problemsOf } from './customer-fields.ts';
import { CustomerForm } from './customer-form.tsx';
import { writeCustomer } from './write-customer.ts';

/** The button, and the form behind it. */
export function EditCustomer({ customer }: { customer: CustomerOutput }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
        Edit
      </Button>
      <Modal opened={isOpen} onClose={close} title="Edit customer" size="lg">
        <ExistingCustomer customer={customer} onClose={close} />
      </Modal>
    </>
  );
}

function ExistingCustomer({ customer, onClose }: { customer: CustomerOutput; onClose: () => void }) {
  const queryClient = useQueryClient();
  const before = fieldsOf(customer);
  const save = async (fields: CustomerFields): Promise<string | undefined> => {
    const user = changedUser(customer.id, before, fields);
    if (user !== undefined) {
      const written = await writeCustomer(user);
      if (written.state === 'rejected') return written.reason;
      await queryClient.invalidateQueries({ queryKey: ['customers'] });
      notify.done(written.state === 'stored' ? 'Customer saved' : 'The change will show in a while: Herald is busy.');
    }
    onClose();
    return undefined;
  };
  return (
    <CustomerForm
      initial={before}
      submitLabel="Save changes"
      validate={(fields) => problemsOf(fields, changedUser(customer.id, before, fields))}
      onSubmit={save}
      onCancel={onClose}
    />
  );
}
