import { mkdirSync } from 'node:fs';
import path from 'node:path';

import {
  acquireProcessLock,
  LockHeldError,
  type ProcessLock,
} from '../../packages/platform/src/embedded-postgres/process-lock.ts';
import { StartError } from './start-error.ts';

/** One Herald per data folder. A Herald that was killed holds nothing. */
export function lockDataDir(dataDir: string): ProcessLock {
  mkdirSync(dataDir, { recursive: true });
  try {
    return acquireProcessLock(path.join(dataDir, 'herald.lock'));
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const { pid, note: address } = error.holder;
    throw new StartError(
      address === undefined
        ? `Herald is already being started from this folder (process ${pid}).`
        : `Herald is already running from this folder: ${address} (process ${pid}).`,
    );
  }
}
