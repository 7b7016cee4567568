import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PASSWORD = `p@ss/wörd:%'"`;
const DATABASE_URL = `postgres://shop:${encodeURIComponent(PASSWORD)}@db.example:5433/herald?sslmode=disable`;
const WITHOUT_PASSWORD = 'postgres://shop@db.example:5433/herald?sslmode=disable';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-backup-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that writes down what it is told, and then does as its lines say. */
function stand(name: string, lines = ''): void {
  const tell = `printf '%s\\n' "$@" "password $PGPASSWORD" >> '${folder}/told'\n`;
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${tell}${lines}\n`, { mode: 0o755 });
}

function run(script: string, args: string[], databaseUrl = DATABASE_URL) {
  const env = { PATH: `${folder}:${process.env['PATH']}`, DATABASE_URL: databaseUrl };
  return spawnSync(path.join(ROOT, 'deploy/backup', script), args, { env, encoding: 'utf8' });
}

const told = () => readFileSync(path.join(folder, 'told'), 'utf8').split('\n');
const dumps = () => readdirSync(folder).filter((name) => name.startsWith('herald-'));
const WRITE_FILE = 'for each; do case $each in --file=*) echo dump > "${each#--file=}" ;; esac; done';

describe('the scripts of a backup', () => {
  it.each([
    ['herald-backup.sh', () => [folder]],
    ['herald-restore.sh', () => ['any.dump']],
  ])('%s tells no program the password among its arguments, which everybody sees', (script, args) => {
    stand('pg_dump', WRITE_FILE);
    stand('pg_restore');
    stand('psql', 'echo 0');
    const { status, stderr } = run(script, args());
    expect([status, stderr]).toEqual([0, '']);
    const lines = told();
    expect(lines.filter((line) => line.includes(WITHOUT_PASSWORD))).not.toEqual([]);
    expect(lines.filter((line) => line.startsWith('password '))).toContain(`password ${PASSWORD}`);
    expect(lines.filter((line) => /p%40ss|p@ss/.test(line) && !line.startsWith('password '))).toEqual([]);
  });

  it('do without a password where there is none', () => {
    stand('pg_dump', WRITE_FILE);
    stand('pg_restore');
    expect(run('herald-backup.sh', [folder], 'postgres:///herald?host=/run/postgresql').status).toBe(0);
    expect(told()).toEqual(expect.arrayContaining(['postgres:///herald?host=/run/postgresql', 'password ']));
    expect(dumps()).toHaveLength(1);
  });

  it('leave nothing of a backup that failed', () => {
    stand('pg_dump', `${WRITE_FILE}\nexit 3`);
    expect(run('herald-backup.sh', [folder]).status).toBe(3);
    expect(dumps()).toEqual([]);
  });
});
