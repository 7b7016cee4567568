import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { isRunning } from '../../packages/platform/src/embedded-postgres/process-identity.ts';
import { listProcesses } from './process-table.ts';

// Each start builds (from turbo's cache), makes a database and starts two processes.
jest.setTimeout(240_000);

const START = path.resolve(import.meta.dirname, '../start.mjs');
const POLL_MS = 50;

let folder: string;
let started: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-process-'));
  writeFileSync(path.join(folder, 'empty.env'), '');
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((child) => stop(child)));
  rmSync(folder, { recursive: true, force: true });
});

interface Herald {
  supervisor: ChildProcess;
  address: string;
  /** What shows the key of this machine. */
  headers: Record<string, string>;
  /** The ids of all its processes by what they run. */
  processes: { supervisor: number; api: number; worker: number; postgres: number };
}

interface StartOptions {
  dataDir?: string;
  env?: NodeJS.ProcessEnv;
  args?: string[];
}

/** The real command, from a folder that has nothing to do with Herald, undisturbed by the developer's settings. */
function spawnStart({ dataDir = 'data', env = {}, args = ['--empty'] }: StartOptions = {}) {
  const { DATABASE_URL: _database, REDIS_URL: _redis, PORT: _port, HOST: _host, ...inherited } = process.env;
  const child = spawn(process.execPath, [START, ...args], {
    cwd: os.tmpdir(),
    env: {
      ...inherited,
      HERALD_DATA_DIR: path.join(folder, dataDir),
      HERALD_ENV_FILE: path.join(folder, 'empty.env'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const output = { text: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.text += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.errors += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, ended };
}

async function start(options: StartOptions = {}): Promise<Herald> {
  const { child, output } = spawnStart(options);
  await until(() => {
    if (hasEnded(child)) throw new Error(`Herald ended: ${output.text}${output.errors}`);
    return output.text.includes('Ctrl-C');
  });
  const address = /running at (\S+)/.exec(output.text)?.[1] ?? '';
  const children = childrenOf(child.pid ?? 0);
  const find = (part: string) => children.find(({ command }) => command.includes(part))?.pid ?? 0;
  const processes = { api: find('apps/api'), worker: find('apps/worker'), postgres: find('bin/postgres') };
  expect(Object.values(processes)).not.toContain(0);
  const key = readFileSync(path.join(folder, options.dataDir ?? 'data', 'api-key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return { supervisor: child, address, headers, processes: { supervisor: child.pid ?? 0, ...processes } };
}

async function fails(options: StartOptions): Promise<string> {
  const { output, ended } = spawnStart(options);
  expect(await ended).toBe(1);
  return output.errors;
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(POLL_MS);
}

const childrenOf = (parent: number) => listProcesses().filter(({ ppid }) => ppid === parent);

async function isHealthy({ address }: Herald): Promise<boolean> {
  const response = await fetch(`${address}/readyz`).catch(() => undefined);
  return response?.status === 200;
}

async function addCustomer({ address, headers }: Herald): Promise<void> {
  const response = await fetch(`${address}/api/user`, {
    method: 'POST',
    headers,
    body: JSON.stringify([{ externalId: 'c1', name: 'Ada' }]),
  });
  expect(response.status).toBe(202);
}

async function countCustomers({ address, headers }: Herald): Promise<number> {
  const response = await fetch(`${address}/api/dashboard/stats`, { headers });
  return ((await response.json()) as { totalCustomers: number }).totalCustomers;
}

function expectNothingLeft({ processes }: Herald): void {
  expect(Object.entries(processes).filter(([, pid]) => isRunning(pid))).toEqual([]);
}

describe('pnpm start', () => {
  it('serves, ends without a trace, and finds its data again', async () => {
    const port = await findFreePort();
    const first = await start({ env: { PORT: String(port) } });
    expect(first.address).toBe(`http://127.0.0.1:${port}`);
    expect(await isHealthy(first)).toBe(true);
    await addCustomer(first);
    await until(async () => (await countCustomers(first)) === 1);
    first.supervisor.kill('SIGTERM');
    expect(await once(first.supervisor, 'exit')).toEqual([0, null]);
    expectNothingLeft(first);

    const second = await start();
    expect(await countCustomers(second)).toBe(1);
    second.supervisor.kill('SIGINT');
    expect(await once(second.supervisor, 'exit')).toEqual([0, null]);
    expectNothingLeft(second);
  });

  it('starts after it was killed, and nothing but the database outlived it until then', async () => {
    const killed = await start();
    await addCustomer(killed);
    killed.supervisor.kill('SIGKILL');
    await until(() => !isRunning(killed.processes.api) && !isRunning(killed.processes.worker));

    const next = await start();
    expectNothingLeft(killed);
    await until(async () => (await countCustomers(next)) === 1);
  });

  it('starts again what was killed under it', async () => {
    const herald = await start();
    process.kill(herald.processes.worker, 'SIGKILL');
    process.kill(herald.processes.api, 'SIGKILL');
    process.kill(herald.processes.postgres, 'SIGKILL');
    await until(() => isHealthy(herald));
    await addCustomer(herald);
    await until(async () => (await countCustomers(herald)) === 1);
    const children = childrenOf(herald.processes.supervisor);
    await stop(herald.supervisor);
    expect(children.filter(({ pid }) => isRunning(pid))).toEqual([]);
  });

  it('runs twice side by side, but only once in one folder', async () => {
    const [one, other] = await Promise.all([start({ dataDir: 'one' }), start({ dataDir: 'other' })]);
    expect(one.address).not.toBe(other.address);
    await addCustomer(one);
    await until(async () => (await countCustomers(one)) === 1);
    expect(await countCustomers(other)).toBe(0);

    expect(await fails({ dataDir: 'one' })).toBe(
      `Herald is already running from this folder: ${one.address} (process ${one.processes.supervisor}).\n`,
    );
    expect(await isHealthy(one)).toBe(true);
  });

  it('loads the demo data the first time', async () => {
    const herald = await start({ args: [] });
    expect(await countCustomers(herald)).toBe(500);
  });

  it('says in one sentence that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await fails({ env: { PORT: String(port) } })).toBe(
      `Port ${port} is in use or not permitted: set PORT to another one.\n`,
    );
    other.close();
  });

  it('says in one sentence that .env is broken', async () => {
    const file = path.join(folder, 'broken.env');
    writeFileSync(file, 'PORT=3000\nDATABASE_URL postgres://x\n');
    expect(await fails({ env: { HERALD_ENV_FILE: file } })).toBe(
      `Line 2 of ${file} is broken: expected NAME=value, a comment or a blank line.\n`,
    );
  });

  it('says in one sentence that an option is unknown', async () => {
    expect(await fails({ args: ['--emtpy'] })).toBe('Unknown option --emtpy: there are only --empty and --help.\n');
  });
});
