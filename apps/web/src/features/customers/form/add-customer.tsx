import type { UserInput } from '@herald/shared';
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';

import { notify } from '../../../components/notify.tsx';
import { asError } from '../../../lib/api-client.ts';
import { customerName } from '../customer-name.ts';
import { type CustomerFields, NEW_CUSTOMER, newUser, problemsOf } from './customer-fields.ts';
import { CustomerForm } from './customer-form.tsx';
import { awaitWrittenLater, findNamed, writeCustomer } from './write-customer.ts';

/** The button, and the form behind it. */
export function AddCustomer() {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
        Add customer
      </Button>
      <Modal opened={isOpen} onClose={close} title="Add customer" size="lg">
        <NewCustomer onClose={close} />
      </Modal>
    </>
  );
}

function NewCustomer({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const add = async (fields: CustomerFields): Promise<string | undefined> => {
    const user = newUser(fields);
    // Sent as it is, it would change who is there already.
    const known = await findNamed(user);
    if (known) return `${customerName(known)} is here already with this email or id. Edit them instead.`;
    const written = await writeCustomer(user);
    if (written.state === 'rejected') return written.reason;
    if (written.state === 'open') {
      void addLater(written.ingestionId, user, queryClient);
      onClose();
      return undefined;
    }
    await queryClient.invalidateQueries({ queryKey: ['customers'] });
    const added = await findNamed(user);
    notify.done('Customer added');
    onClose();
    if (added) await navigate(`/customers/${added.id}`);
    return undefined;
  };
  return (
    <CustomerForm
      initial={NEW_CUSTOMER}
      submitLabel="Add customer"
      validate={(fields) => problemsOf(fields, newUser(fields))}
      onSubmit={add}
      onCancel={onClose}
    />
  );
}

/** The worker has much to do; whoever waits may go on meanwhile. */
async function addLater(ingestionId: string, { name, email, externalId }: UserInput, queryClient: QueryClient) {
  const who = name ?? email ?? externalId ?? 'The customer';
  notify.done(`${who} will be here in a while: Herald is busy with other data.`);
  try {
    const written = await awaitWrittenLater(ingestionId);
    if (written.state === 'rejected') notify.failed(new Error(written.reason), `${who} was not added`);
    if (written.state === 'stored') notify.done(`${who} was added`);
    await queryClient.invalidateQueries({ queryKey: ['customers'] });
  } catch (error) {
    notify.failed(asError(error), `It is not known whether ${who} was added`);
  }
}
