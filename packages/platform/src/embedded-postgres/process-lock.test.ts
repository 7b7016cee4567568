import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { processIdentity } from './process-identity.ts';
import { acquireProcessLock, LockHeldError, readLockHolder } from './process-lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-lock-'));
  file = path.join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('acquireProcessLock', () => {
  it('is held until released, with a note for whoever comes second', () => {
    const lock = acquireProcessLock(file);
    lock.setNote('http://127.0.0.1:3000');
    expect(() => acquireProcessLock(file)).toThrow(LockHeldError);
    expect(readLockHolder(file)).toMatchObject({ pid: process.pid, note: 'http://127.0.0.1:3000' });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    acquireProcessLock(file).release();
  });

  it('is taken over from a process that ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const identity = processIdentity(child.pid ?? 0);
    await once(child, 'exit');
    writeFileSync(file, JSON.stringify({ pid: child.pid, identity }));
    acquireProcessLock(file);
    expect(readLockHolder(file)?.pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken over when its process id belongs to another process now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, identity: 'another boot:1' }));
    acquireProcessLock(file);
    expect(readLockHolder(file)?.pid).toBe(process.pid);
  });

  it.each(['', '{"pid":', 'null', '{}'])('is taken over when a power cut left %p in it', (content) => {
    writeFileSync(file, content);
    acquireProcessLock(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });
});
