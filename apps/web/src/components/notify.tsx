import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';

import { ApiError, isSignedOut } from '../lib/api-client.ts';

const FAILED_MS = 10_000;

/** Short words in the corner about what was just done, or could not be. */
export const notify = {
  /** @param message what was done: "Segment saved" */
  done(message: string): void {
    notifications.show({ message, color: 'teal', icon: <IconCheck size={18} />, role: 'status' });
  },

  /** @param title what could not be done: "The campaign was not paused" */
  failed(error: Error, title = 'That did not work'): void {
    // The page goes to the sign-in by itself.
    if (isSignedOut(error)) return;
    const requestId = error instanceof ApiError && error.requestId !== undefined ? ` (request ${error.requestId})` : '';
    notifications.show({
      title,
      message: `${error.message}${requestId}`,
      color: 'red',
      icon: <IconAlertTriangle size={18} />,
      autoClose: FAILED_MS,
      role: 'alert',
    });
  },
};
