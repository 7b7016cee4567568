import { Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { type ReactNode, useState } from 'react';

import { asError } from '../lib/api-client.ts';
import { ErrorNotice } from './error-notice.tsx';

interface Question {
  /** "Cancel this campaign?" */
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** What the button says, as a verb with its object: "Cancel campaign". */
  confirmLabel: string;
  /** What the other button says; where the thing itself is a cancel, "Keep it". */
  cancelLabel?: string;
  isDangerous?: boolean;
  /** The dialog stays until it is done, and says what went wrong. */
  onConfirm: () => Promise<unknown>;
}

/** Asks before something that matters; the dialog closes once it is done. */
export function confirm({ title, ...question }: Question): void {
  const id = modals.open({
    title,
    children: <Asked {...question} onClose={() => modals.close(id)} />,
  });
}

function Asked({
  children,
  confirmLabel,
  cancelLabel = 'Not now',
  isDangerous = false,
  onConfirm,
  onClose,
}: Omit<Question, 'title'> & { onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (reason) {
      setError(asError(reason));
      setBusy(false);
    }
  };
  return (
    <Stack gap="lg">
      {typeof children === 'string' ? <Text>{children}</Text> : children}
      {error && <ErrorNotice title="That did not work" error={error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={isBusy} data-autofocus={isDangerous || undefined}>
          {cancelLabel}
        </Button>
        <Button
          {...(isDangerous && { color: 'red' })}
          onClick={() => void act()}
          loading={isBusy}
          data-autofocus={!isDangerous || undefined}
        >
          {confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}
