import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { processIdentity } from './process-identity.ts';

export interface LockHolder {
  pid: number;
  /** What the holder says about itself, for a sentence to whoever comes second. */
  note?: string;
}

export interface ProcessLock {
  setNote(note: string): void;
  release(): void;
}

/** Somebody else, alive, holds the lock. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';
  readonly holder: LockHolder;

  constructor(holder: LockHolder) {
    super(`Process ${holder.pid} holds the lock`);
    this.holder = holder;
  }
}

interface LockContent extends LockHolder {
  identity: string;
}

const MAX_ATTEMPTS = 10;

/**
 * A file that says which process uses a folder. It blocks nobody once that process is
 * gone, however it ended: a holder is believed only while the process with that id and
 * that time of start runs.
 *
 * @throws LockHeldError
 */
export function acquireProcessLock(file: string): ProcessLock {
  const own: LockContent = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      // Unlike a write, a link appears whole, and fails when the name is taken.
      if (tryLink(draft, file)) return heldLock(file, own);
      removeStaleLock(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`The lock ${file} changes hands too often`);
}

/** @returns the live process that holds the lock. */
export function readLockHolder(file: string): LockHolder | undefined {
  const content = parse(readIfThere(file));
  return content && processIdentity(content.pid) === content.identity ? content : undefined;
}

function heldLock(file: string, own: LockContent): ProcessLock {
  return {
    setNote(note) {
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ ...own, note }));
      renameSync(draft, file);
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeStaleLock(file: string): void {
  const holder = readLockHolder(file);
  if (holder) throw new LockHeldError(holder);
  // Between the look and this line another process may have taken the lock: what is moved
  // aside is looked at again, and put back if it lives.
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readLockHolder(aside);
  if (moved) tryLink(aside, file);
  rmSync(aside, { force: true });
  if (moved) throw new LockHeldError(moved);
}

function parse(text: string | undefined): LockContent | undefined {
  try {
    const content = JSON.parse(text ?? '') as Partial<LockContent> | null;
    return typeof content?.pid === 'number' && typeof content.identity === 'string'
      ? (content as LockContent)
      : undefined;
  } catch {
    return undefined; // Cut short by a power cut: nobody holds it.
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
