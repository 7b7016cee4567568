import { existsSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { acquireProcessLock, LockHeldError } from '../../packages/platform/src/embedded-postgres/process-lock.ts';
import { listProcesses } from '../start/process-table.ts';

/** What the folder of every throw-away Redis is called. */
export const REDIS_FOLDER_PREFIX = 'herald-redis-';
const LOCK_FILE = 'owner.lock';

/** Says that this process uses the folder, for as long as it lives. */
export function ownRedisFolder(folder: string): void {
  acquireProcessLock(path.join(folder, LOCK_FILE));
}

/** Ends the servers, and removes the folders, of runs that were killed. */
export function removeRedisLeftovers(): void {
  const names = readdirSync(os.tmpdir()).filter((name) => name.startsWith(REDIS_FOLDER_PREFIX));
  for (const name of names) removeIfLeft(path.join(os.tmpdir(), name));
}

function removeIfLeft(folder: string): void {
  try {
    // No lock: its owner is just about to take it.
    if (!existsSync(path.join(folder, LOCK_FILE))) return;
    ownRedisFolder(folder);
    // The server's command line names the folder.
    for (const { pid } of listProcesses().filter(({ command }) => command.includes(folder))) {
      process.kill(pid, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // In use, another user's, or removed by somebody else in this moment.
    const notOurs = error instanceof LockHeldError || ['EACCES', 'EPERM', 'ENOENT', 'ESRCH'].includes(code ?? '');
    if (!notOurs) throw error;
  }
}
