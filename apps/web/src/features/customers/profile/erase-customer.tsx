import type { CustomerOutput, ErasureOutput } from '@herald/shared';
import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEraser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { eraseCustomer } from '../../../api/customers.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { type Formats, useFormats } from '../../../lib/formats.ts';
import { customerName } from '../customer-name.ts';

const WORD = 'erase';

/** The button, and the dialog that says what will happen and then what did. */
export function EraseCustomer({ customer }: { customer: CustomerOutput }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [erasure, setErasure] = useState<ErasureOutput>();
  const queryClient = useQueryClient();
  const leave = () => {
    close();
    // Until now the page kept who it was: the dialog says what became of them.
    if (erasure) void queryClient.invalidateQueries({ queryKey: ['customers'] });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconEraser size={16} aria-hidden />} onClick={open}>
        Erase
      </Button>
      <Modal
        opened={isOpen}
        onClose={leave}
        title={erasure ? 'The customer is erased' : `Erase ${customerName(customer)}?`}
        size="md"
      >
        {erasure ? (
          <Cleared erasure={erasure} onClose={leave} />
        ) : (
          <Confirmation customer={customer} onErased={setErasure} onCancel={close} />
        )}
      </Modal>
    </>
  );
}

interface ConfirmationProps {
  customer: CustomerOutput;
  onErased: (erasure: ErasureOutput) => void;
  onCancel: () => void;
}

function Confirmation({ customer, onErased, onCancel }: ConfirmationProps) {
  const [typed, setTyped] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => eraseCustomer({ params: { id: customer.id } }),
    onSuccess: onErased,
  });
  const accepted = [WORD, customer.name?.toLowerCase()];
  const isConfirmed = accepted.includes(typed.trim().toLowerCase());
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    if (isConfirmed) mutate();
  };
  return (
    <Stack component="form" gap="md" onSubmit={submit}>
      <List spacing={6}>
        <List.Item>Name, email, phone, address, tags and attributes are removed for good.</List.Item>
        <List.Item>The texts of all messages to them are removed. Messages that were not sent never will be.</List.Item>
        <List.Item>They are taken out of static segments, and no campaign reaches them any more.</List.Item>
        <List.Item>Their orders stay, without a name, so that your figures stay as they are.</List.Item>
        <List.Item>If your shop sends the same person again, they are not taken in.</List.Item>
      </List>
      <Text fw={550}>This cannot be undone.</Text>
      <TextInput
        label={customer.name === null ? `Type “${WORD}” to confirm` : `Type “${customer.name}” or “${WORD}” to confirm`}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      {error && <ErrorNotice title="The customer was not erased" error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} disabled={isPending}>
          Keep them
        </Button>
        <Button type="submit" color="red" disabled={!isConfirmed} loading={isPending}>
          Erase customer
        </Button>
      </Group>
    </Stack>
  );
}

function Cleared({ erasure, onClose }: { erasure: ErasureOutput; onClose: () => void }) {
  const formats = useFormats();
  const lines = clearedInWords(erasure.cleared, formats);
  return (
    <Stack gap="md">
      <Text>Nobody can be recognised by what is left. These were cleared, beside the profile itself:</Text>
      <List spacing={6}>
        {lines.length === 0 ? (
          <List.Item>Nothing else named them.</List.Item>
        ) : (
          lines.map((line) => <List.Item key={line}>{line}</List.Item>)
        )}
      </List>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

function clearedInWords(cleared: ErasureOutput['cleared'], { count }: Formats): string[] {
  const { segments, messages, excluded, vendorMessages, waitingRows, rejectedRows, answers } = cleared;
  const lines: [number, string][] = [
    [segments, `Taken out of ${count(segments, 'static segment')}`],
    [messages, `The text of ${count(messages, 'message')}`],
    [excluded, `${count(excluded, 'message')} that had not been sent, and never will be`],
    [vendorMessages, `The text of ${count(vendorMessages, 'message')} in the test vendor’s books`],
    [waitingRows, `${count(waitingRows, 'row')} of batches that were not written yet`],
    [rejectedRows, count(rejectedRows, 'rejected row')],
    [answers, `${count(answers, 'answer')} that were kept for repeated calls`],
  ];
  return lines.filter(([number]) => number > 0).map(([, line]) => line);
}
