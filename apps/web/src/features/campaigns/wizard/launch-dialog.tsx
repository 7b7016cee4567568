import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';

import { ErrorNotice } from '../../../components/error-notice.tsx';
import { asError } from '../../../lib/api-client.ts';

interface LaunchDialogProps {
  isOpen: boolean;
  /** "Send to 4,812 people now". */
  sentence: string;
  /** What is good to know before. */
  details: string;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Asks once more before messages go out; repeats exactly what will happen. */
export function LaunchDialog({ isOpen, sentence, details, onClose, onConfirm }: LaunchDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  // A second click may come before the button is shown as busy.
  const isUnderWay = useRef(false);
  const launch = async () => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      // It stays busy until the page has gone.
    } catch (reason) {
      setError(asError(reason));
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  const close = () => {
    if (isUnderWay.current) return;
    setError(undefined);
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={`${sentence}?`} size="lg">
      <Stack gap="lg">
        <Text>{details}</Text>
        {error && <ErrorNotice title="The campaign was not launched" error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} disabled={isBusy} data-autofocus>
            Not yet
          </Button>
          <Button onClick={() => void launch()} loading={isBusy}>
            {sentence}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
