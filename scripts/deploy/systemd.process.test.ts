import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { expect, it } from '@jest/globals';

import { findProgram } from '../testing/find-program.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const units = readdirSync(path.join(ROOT, 'deploy/systemd')).map((name) => ({
  name,
  text: readFileSync(path.join(ROOT, 'deploy/systemd', name), 'utf8'),
}));
const analyzer = findProgram('systemd-analyze');

(analyzer === undefined ? it.skip : it)('systemd understands the units (needs systemd-analyze)', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'herald-units-'));
  try {
    for (const { name, text } of units) {
      // Of what they start only Node is on this machine, and not where Debian has it.
      const here = text.replaceAll(/^ExecStart=\S+/gm, `ExecStart=${process.execPath}`);
      writeFileSync(path.join(folder, name), here);
    }
    const files = units.map(({ name }) => path.join(folder, name));
    const { status, stdout, stderr } = spawnSync(analyzer ?? '', ['verify', ...files], { encoding: 'utf8' });
    expect([status, stdout + stderr]).toEqual([0, '']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('the units start files that are there', () => {
  const started = units.flatMap(({ text }) => [...text.matchAll(/^ExecStart=.*?((?:scripts|apps|deploy)\/\S+)/gm)]);
  expect(started).toHaveLength(4);
  expect(started.map(([, file = '']) => [file, existsSync(path.join(ROOT, file))])).toEqual(
    started.map(([, file = '']) => [file, true]),
  );
});

it('the folder of the backups is made for the user who writes them, before the first', () => {
  const { text = '' } = units.find(({ name }) => name === 'herald-backup.service') ?? {};
  const user = /^User=(\S+)$/m.exec(text)?.[1];
  const folder = /^ExecStart=\S+ (\S+)$/m.exec(text)?.[1];
  expect(text).toMatch(new RegExp(`^ExecStartPre=\\+/usr/bin/install --directory --owner=${user} .*${folder}$`, 'm'));
});
