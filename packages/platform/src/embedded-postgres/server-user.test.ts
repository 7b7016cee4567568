import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { asServerUser, chooseServerUser, giveTo } from './server-user.ts';

const itAsRoot = process.getuid?.() === 0 && process.platform === 'linux' ? it : it.skip;
const SOMEBODY = { uid: 12_345, gid: 12_345 };

let closed: string;
let file: string;

beforeEach(() => {
  closed = mkdtempSync(path.join(os.tmpdir(), 'herald-closed-'));
  file = path.join(closed, 'inner', 'file');
  mkdirSync(path.dirname(file));
  writeFileSync(file, 'x', { mode: 0o644 });
});
afterEach(() => rmSync(closed, { recursive: true }));

function run(user: ReturnType<typeof chooseServerUser>, program: string, args: string[]): string {
  const command = asServerUser(user, program, args);
  return execFileSync(command.program, command.args, { uid: command.uid, gid: command.gid, encoding: 'utf8' }).trim();
}

describe('the user of the server', () => {
  itAsRoot('is nobody when there are no data', () => {
    const user = chooseServerUser(path.join(closed, 'missing'), ['/']);
    expect(run(user, 'id', ['-un'])).toBe('nobody');
    expect(user?.barrier).toBeUndefined();
  });

  itAsRoot('is the owner of the data when there are some', () => {
    giveTo(SOMEBODY, closed);
    expect(lstatSync(file).uid).toBe(SOMEBODY.uid);
    const user = chooseServerUser(closed, [path.dirname(file)]);
    expect(user).toEqual(SOMEBODY);
    expect(run(user, 'id', ['-u'])).toBe('12345');
  });

  itAsRoot('reaches files in folders that are closed to it, and is not root', () => {
    const user = chooseServerUser(path.join(closed, 'missing'), [file]);
    expect(user?.barrier).toBe(closed);
    expect(run(user, 'id', ['-un'])).toBe('nobody');
    expect(run(user, 'cat', [file])).toBe('x');
    // Asks access(2), as initdb does, which by itself does not look at capabilities.
    expect(() => run(user, 'test', ['-r', file])).not.toThrow();
  });

  itAsRoot('needs setpriv for that, and says so', () => {
    const { PATH } = process.env;
    process.env.PATH = closed;
    try {
      expect(() => asServerUser({ ...SOMEBODY, barrier: closed }, 'id', [])).toThrow(
        `PostgreSQL does not run as root and another user cannot enter ${closed}`,
      );
    } finally {
      process.env.PATH = PATH;
    }
  });

  itAsRoot('gives a folder again that was given halfway', () => {
    const halfway = path.join(closed, 'inner');
    chmodSync(halfway, 0o700);
    giveTo(SOMEBODY, halfway);
    expect(lstatSync(halfway).uid).toBe(SOMEBODY.uid);
    expect(lstatSync(closed).uid).toBe(0);
  });
});
