import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { lockDataDir } from './lock-file.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'herald-data-')), 'not', 'there yet');
});
afterEach(() => rmSync(path.resolve(dataDir, '../..'), { recursive: true }));

describe('lockDataDir', () => {
  it('tells a second start where the first one is', () => {
    const lock = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrow(
      `Herald is already being started from this folder (process ${process.pid}).`,
    );
    lock.setNote('http://127.0.0.1:3000');
    expect(() => lockDataDir(dataDir)).toThrow(
      `Herald is already running from this folder: http://127.0.0.1:3000 (process ${process.pid}).`,
    );
    lock.release();
    lockDataDir(dataDir).release();
  });

  it('does not mind what a killed Herald left', () => {
    lockDataDir(dataDir).release();
    writeFileSync(path.join(dataDir, 'herald.lock'), JSON.stringify({ pid: process.pid, identity: 'before the boot' }));
    lockDataDir(dataDir).release();
  });
});
