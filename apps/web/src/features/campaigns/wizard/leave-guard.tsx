import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router-dom';

import { problemsOf } from './draft-fields.ts';
import type { DraftSnapshot, DraftStore } from './draft-store.ts';

/**
 * Keeps whoever leaves the page from losing what is not saved. What can be saved is, without a
 * question; only what cannot makes one.
 */
export function LeaveGuard({ store }: { store: DraftStore }) {
  const [isAsking, setAsking] = useState(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    const { id } = store.getSnapshot();
    const isOwnAddress = id !== undefined && nextLocation.pathname === `/campaigns/${id}/edit`;
    return currentLocation.pathname !== nextLocation.pathname && !isOwnAddress && hasToLose(store.getSnapshot());
  });
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    let isOver = false;
    void store.flush().then((isSaved) => {
      if (isOver) return;
      if (isSaved) blocker.proceed();
      else setAsking(true);
    });
    return () => {
      isOver = true;
    };
  }, [blocker, store]);
  useWarningOnUnload(store);
  const stay = () => {
    setAsking(false);
    blocker.reset?.();
  };
  const leave = () => {
    // Otherwise it would be saved after all, as soon as that can be done again.
    store.close();
    blocker.proceed?.();
  };
  return (
    <Modal opened={isAsking} onClose={stay} title="Leave without saving?">
      <Stack gap="lg">
        <Text>{whyNotSaved(store.getSnapshot())} If you leave now, what you changed last is lost.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay here
          </Button>
          <Button color="red" onClick={leave}>
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function hasToLose({ isDirty, state }: DraftSnapshot): boolean {
  return isDirty && state.kind !== 'gone';
}

function whyNotSaved({ state, fields }: DraftSnapshot): string {
  if (state.kind === 'changed') return 'This draft was changed elsewhere, so that your changes are not saved.';
  if (fields.segmentId === null) return 'A draft is saved once a segment is chosen.';
  const [problem] = Object.values(problemsOf(fields));
  if (problem !== undefined) return `Something is not saved: ${problem.toLowerCase()}.`;
  return `The draft could not be saved${'error' in state ? `: ${state.error.message}` : '.'}`;
}

/**
 * The browser asks for us; changes that are only waiting for their moment are saved while the page is left.
 * Of a save under way nobody knows whether it still arrives, and a new draft has no address to be saved at.
 */
function useWarningOnUnload(store: DraftStore): void {
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      const snapshot = store.getSnapshot();
      const isSavedOnLeave = snapshot.id !== undefined && snapshot.state.kind === 'waiting';
      if (hasToLose(snapshot) && !isSavedOnLeave) event.preventDefault();
    };
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, [store]);
}
