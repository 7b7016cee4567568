import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { readLocalKey, readLocalSecrets, writeLocalKey } from './local-secrets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (file: string) => statSync(path.join(folder, file)).mode & 0o777;

it('makes secrets of 32 bytes once, each of its own, for nobody else to read', () => {
  const secrets = readLocalSecrets(folder);
  expect(Object.keys(secrets)).toEqual(['SESSION_SECRET', 'RECEIPT_SECRET', 'VENDOR_SECRET']);
  expect(new Set(Object.values(secrets)).size).toBe(3);
  for (const secret of Object.values(secrets)) expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(readLocalSecrets(folder)).toEqual(secrets);
  expect(modeOf('secrets.json')).toBe(0o600);
});

it('keeps those that are there when one is missing, or begins anew with a file that is broken', () => {
  const { VENDOR_SECRET, ...others } = readLocalSecrets(folder);
  writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify(others));
  const again = readLocalSecrets(folder);
  expect(again).toMatchObject(others);
  expect(again.VENDOR_SECRET).not.toBe(VENDOR_SECRET);
  writeFileSync(path.join(folder, 'secrets.json'), '{');
  expect(Object.keys(readLocalSecrets(folder))).toHaveLength(3);
});

it('keeps the key of this machine in a file of its own, for nobody else to read', () => {
  expect(readLocalKey(folder)).toBeUndefined();
  writeLocalKey(folder, 'hrd_live_key');
  expect([readLocalKey(folder), modeOf('api-key')]).toEqual(['hrd_live_key', 0o600]);
  expect(readFileSync(path.join(folder, 'api-key'), 'utf8')).toBe('hrd_live_key\n');
});
