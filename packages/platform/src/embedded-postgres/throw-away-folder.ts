import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { clusterPaths } from './cluster.ts';
import { stopOrphan } from './postmaster.ts';
import { acquireProcessLock, LockHeldError } from './process-lock.ts';

const PREFIX = 'herald-postgres-';

export function makeThrowAwayFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  // When we are root, PostgreSQL runs as another user, who must get in.
  chmodSync(folder, 0o711);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Stops and removes what runs that were killed left behind. */
export async function removeLeftovers(): Promise<void> {
  const names = readdirSync(os.tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const name of names) await removeIfLeft(path.join(os.tmpdir(), name));
}

async function removeIfLeft(folder: string): Promise<void> {
  const paths = clusterPaths(folder);
  try {
    // No lock: its owner is just about to take it.
    if (!readdirSync(folder).includes(path.basename(paths.lockFile))) return;
    acquireProcessLock(paths.lockFile);
    await stopOrphan(paths.pgdata);
    removeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // In use, another user's, or removed by somebody else in this moment.
    const notOurs = error instanceof LockHeldError || ['EACCES', 'EPERM', 'ENOENT'].includes(code ?? '');
    if (!notOurs) throw error;
  }
}
