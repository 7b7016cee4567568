import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { readStartSettings } from './start-settings.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'herald-root-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('readStartSettings', () => {
  it('needs no settings at all', () => {
    expect(readStartSettings(root, {})).toEqual({
      env: {},
      dataDir: path.join(root, '.data'),
      host: '127.0.0.1',
      port: undefined,
      databaseUrl: undefined,
      redisUrl: undefined,
    });
  });

  it('prefers the environment to .env, also where it is empty', () => {
    writeFileSync(path.join(root, '.env'), 'PORT=4000\nDATABASE_URL=postgres://from-file/x\nHOST=0.0.0.0\n');
    const settings = readStartSettings(root, { PORT: '5000', DATABASE_URL: '' });
    expect(settings).toMatchObject({ port: 5000, databaseUrl: undefined, host: '0.0.0.0' });
  });

  it('reads another file when one is named', () => {
    writeFileSync(path.join(root, '.env'), 'PORT=4000\n');
    writeFileSync(path.join(root, 'other.env'), 'HERALD_DATA_DIR=elsewhere\n');
    const settings = readStartSettings(root, { HERALD_ENV_FILE: path.join(root, 'other.env') });
    expect(settings).toMatchObject({ port: undefined, dataDir: path.join(root, 'elsewhere') });
  });

  it.each(['http', '0', '65536', '80.5', '-1'])('refuses the port %p', (PORT) => {
    expect(() => readStartSettings(root, { PORT })).toThrow(`PORT must be a number from 1 to 65535, not "${PORT}".`);
  });
});
