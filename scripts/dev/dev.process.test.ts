import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'undici';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { isRunning } from '../../packages/platform/src/embedded-postgres/process-identity.ts';
import { listProcesses } from '../start/process-table.ts';
import { copyTree, type TreeCopy } from '../testing/tree-copy.ts';

jest.setTimeout(240_000);

const POLL_MS = 50;

let copy: TreeCopy;
let folder: string;
let dev: ChildProcess;
let said: string;
/** Everything that ever ran below `dev`, so that nothing of it can be left. */
let seen: Map<number, string>;
let sockets: WebSocket[];

beforeEach(() => {
  copy = copyTree();
  folder = mkdtempSync(path.join(os.tmpdir(), 'herald-dev-'));
  writeFileSync(path.join(folder, 'empty.env'), '');
  said = '';
  seen = new Map();
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.close();
  if (dev.exitCode === null && dev.signalCode === null) {
    dev.kill('SIGINT');
    await once(dev, 'exit');
  }
  copy.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** `pnpm dev` of the copy, undisturbed by the developer's settings. */
async function startDev(): Promise<{ api: string; web: string }> {
  const { DATABASE_URL: _database, REDIS_URL: _redis, HOST: _host, ...inherited } = process.env;
  const [port, webPort] = [await findFreePort(), await findFreePort()];
  const args = ['--conditions=herald-source', '--import', 'tsx', 'scripts/dev/main.ts', '--empty'];
  dev = spawn(process.execPath, args, {
    cwd: copy.root,
    env: {
      ...inherited,
      HERALD_DATA_DIR: path.join(folder, 'data'),
      HERALD_ENV_FILE: path.join(folder, 'empty.env'),
      PORT: String(port),
      WEB_PORT: String(webPort),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  await until(() => said.includes('Ctrl-C'));
  return { api: `http://127.0.0.1:${port}`, web: `http://127.0.0.1:${webPort}` };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    if (dev.exitCode !== null) throw new Error(`It ended: ${said}`);
    noteProcesses();
    await delay(POLL_MS);
  }
}

function noteProcesses(): void {
  const all = listProcesses();
  const below = new Set([dev.pid]);
  for (const { pid, ppid, command } of all) {
    if (!below.has(ppid)) continue;
    below.add(pid);
    seen.set(pid, command);
  }
}

const count = (text: string) => said.split(text).length - 1;
const isReady = async (address: string) => (await fetch(`${address}/readyz`).catch(() => undefined))?.status === 200;

it('runs what is changed in all three apps, comes back after a mistake, and leaves nothing behind', async () => {
  const { api, web } = await startDev();
  const file = (name: string) => path.join(copy.root, name);
  const restart = async (names: ('api' | 'worker')[], change: () => void) => {
    const before = names.map((name) => count(`${name}.started`));
    change();
    await until(() => names.every((name, index) => count(`${name}.started`) > (before[index] ?? 0)));
  };
  // The page is there, its script too, and what is the API's comes through.
  expect(await (await fetch(web)).text()).toContain('/@vite/client');
  expect(await isReady(web)).toBe(true);

  await restart(['api', 'worker'], () => utimesSync(file('packages/shared/src/money.ts'), new Date(), new Date()));
  expect(await isReady(api)).toBe(true);
  await restart(['worker'], () => appendFileSync(file('apps/worker/src/main.ts'), '\n'));

  const main = file('apps/api/src/main.ts');
  const source = readFileSync(main, 'utf8');
  writeFileSync(main, `${source}\nthis is no TypeScript`);
  await until(() => said.includes('it is started again with the next change'));
  expect(said).toContain('main.ts');
  expect(await isReady(api)).toBe(false);
  await restart(['api'], () => writeFileSync(main, source));
  expect(await isReady(web)).toBe(true);

  const marker = 'console.debug("changed by the test");';
  const served = async () => (await fetch(`${web}/src/main.tsx`)).text();
  expect(await served()).not.toContain('changed by the test');
  const pushed = await openPage(web);
  appendFileSync(file('apps/web/src/main.tsx'), `\n${marker}\n`);
  await until(() => pushed.some((type) => type === 'update' || type === 'full-reload'));
  expect(await served()).toContain('changed by the test');

  await restart(['api', 'worker'], () => appendFileSync(file('packages/platform/prisma/schema.prisma'), '\n'));
  expect(said).toContain('The schema changed: writing the Prisma client');

  noteProcesses();
  dev.kill('SIGINT');
  expect(await once(dev, 'exit')).toEqual([0, null]);
  expect([...seen].filter(([pid]) => isRunning(pid))).toEqual([]);
});

/** A page that is open: resolves to the kinds of what Vite pushes to it, as they come. */
async function openPage(web: string): Promise<string[]> {
  const client = await (await fetch(`${web}/@vite/client`)).text();
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? '';
  const socket = new WebSocket(`${web.replace('http', 'ws')}/?token=${token}`, 'vite-hmr');
  const pushed: string[] = [];
  socket.addEventListener('message', ({ data }) => {
    pushed.push((JSON.parse(String(data)) as { type: string }).type);
  });
  await until(() => pushed.includes('connected'));
  sockets.push(socket);
  return pushed;
}
