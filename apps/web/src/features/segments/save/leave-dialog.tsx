import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Blocker } from 'react-router-dom';

/** Asks before what is not saved is lost. */
export function LeaveDialog({ blocker }: { blocker: Blocker }) {
  const stay = () => blocker.reset?.();
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={stay} title="Leave without saving?">
      <Stack gap="lg">
        <Text>Your rules are not saved yet. They will be lost when you leave.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay here
          </Button>
          <Button color="red" onClick={() => blocker.proceed?.()}>
            Leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
