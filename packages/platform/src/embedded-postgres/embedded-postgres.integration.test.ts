import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';

import { locateBinaries } from './binaries.ts';
import { startEmbeddedPostgres, startThrowAwayPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { isRunning } from './process-identity.ts';
import { makeThrowAwayFolder, removeFolder } from './throw-away-folder.ts';

// Real servers on a machine that may be busy with other test files.
jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(() => {
  dataDir = path.join(makeThrowAwayFolder(), 'postgres');
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.stop();
  removeFolder(path.dirname(dataDir));
});

async function start(options: { port?: number; signal?: AbortSignal; log?: (line: string) => void } = {}) {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  running.push(server);
  return server;
}

async function query(server: { url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

const WRITE_NOTE = "CREATE TABLE note AS SELECT 'kept' AS text";
const READ_NOTE = 'SELECT text FROM note';

describe('startEmbeddedPostgres', () => {
  it('starts, stops, and finds its data and its port again', async () => {
    const first = await start();
    expect(await query(first, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    expect(await query(first, 'SELECT datcollate FROM pg_database WHERE datname = current_database()')).toEqual(['C']);
    await query(first, WRITE_NOTE);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await query(second, READ_NOTE)).toEqual(['kept']);
  });

  it('is durable unless told otherwise', async () => {
    const server = await startEmbeddedPostgres({ dataDir });
    running.push(server);
    const settings = "'fsync', 'synchronous_commit', 'full_page_writes'";
    expect(await query(server, `SELECT setting FROM pg_settings WHERE name IN (${settings})`)).toEqual([
      'on',
      'on',
      'on',
    ]);
  });

  it('lets nobody in without the password', async () => {
    const server = await start();
    await expect(query({ url: server.url.replace(/:[^:@]+@/, ':wrong@') }, 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('recovers from a kill of PostgreSQL and says that it is gone', async () => {
    const killed = await start();
    await query(killed, WRITE_NOTE);
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    await killed.stop();

    const next = await start();
    expect(await query(next, READ_NOTE)).toEqual(['kept']);
  });

  it('stops the server that a killed supervisor left running', async () => {
    const supervisor = await startInAnotherProcess(dataDir);
    await query(supervisor, WRITE_NOTE);
    await expect(start()).rejects.toThrow(`in use by process ${supervisor.process.pid}.`);

    supervisor.process.kill('SIGKILL');
    await once(supervisor.process, 'exit');
    expect(isRunning(supervisor.pid)).toBe(true);

    const lines: string[] = [];
    const next = await start({ log: (line) => lines.push(line) });
    expect(lines).toEqual(['Stopped the database that a killed Herald had left running']);
    expect(isRunning(supervisor.pid)).toBe(false);
    expect(await query(next, READ_NOTE)).toEqual(['kept']);
  });

  it('starts although the process id in a stale pid file belongs to another program now', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    // As PostgreSQL's own user, because PostgreSQL ignores other users' processes by itself.
    const other = spawn('sleep', ['600'], isRoot ? { uid: NOBODY, gid: NOBODY } : {});
    try {
      const pidFile = path.join(dataDir, 'pgdata', 'postmaster.pid');
      writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(other.pid)));
      const next = await start();
      expect(await query(next, 'SELECT 1')).toEqual([1]);
      expect(isRunning(other.pid ?? 0)).toBe(true);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
  });

  it('starts with a pid file that a power cut left empty', async () => {
    await (await start()).stop();
    writeFileSync(path.join(dataDir, 'pgdata', 'postmaster.pid'), '');
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });

  it('makes a half-made cluster again', async () => {
    mkdirSync(path.join(dataDir, 'pgdata.new', 'base'), { recursive: true });
    writeFileSync(path.join(dataDir, 'pgdata.new', 'PG_VERSION'), '18\n');
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
    expect(existsSync(path.join(dataDir, 'pgdata.new'))).toBe(false);
  });

  it('gives up when it is told to, and nothing stays behind', async () => {
    const abort = new AbortController();
    const log = () => setImmediate(() => abort.abort());
    await expect(start({ signal: abort.signal, log })).rejects.toThrow(/abort/);
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });

  it('says in one sentence that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      await expect(start({ port })).rejects.toThrow(
        `Port ${port} for the embedded PostgreSQL is in use by another program.`,
      );
    } finally {
      other.close();
    }
    expect((await start({ port })).port).toBe(port);
  });

  it('chooses another port when that of the last run is taken', async () => {
    const first = await start();
    await first.stop();
    const other = createServer().listen(first.port, '127.0.0.1');
    await once(other, 'listening');
    try {
      expect((await start()).port).not.toBe(first.port);
    } finally {
      other.close();
    }
  });

  it('says in one sentence that the folder is not usable', async () => {
    writeFileSync(dataDir, '');
    await expect(start()).rejects.toThrow('there is a file in the way');
  });

  it('names a platform that has no binaries', () => {
    expect(() => locateBinaries('sunos', 'sparc')).toThrow('There is no embedded PostgreSQL for sunos-sparc');
  });
});

const itAsRoot = isRoot && process.platform === 'linux' ? it : it.skip;

describe('startEmbeddedPostgres as root', () => {
  itAsRoot('runs PostgreSQL as an ordinary user', async () => {
    const server = await start();
    expect(readFileSync(`/proc/${server.pid}/status`, 'utf8')).toMatch(/^Uid:\s+[1-9]/m);
  });

  itAsRoot('works in a folder that only root may enter', async () => {
    const closed = mkdtempSync(path.join(os.tmpdir(), 'herald-closed-'));
    dataDir = path.join(closed, 'postgres');
    try {
      const server = await start();
      expect(readFileSync(`/proc/${server.pid}/status`, 'utf8')).toMatch(/^Uid:\s+[1-9]/m);
      expect(await query(server, 'SELECT 1')).toEqual([1]);
      await server.stop();
    } finally {
      rmSync(closed, { recursive: true });
    }
  });

  itAsRoot('says in one sentence that the disk is full, while making and while starting', async () => {
    mkdirSync(dataDir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', dataDir]);
    const filler = path.join(dataDir, 'filler');
    try {
      writeFileSync(filler, Buffer.alloc(40 * 1024 * 1024));
      await expect(start()).rejects.toThrow(`The disk that holds ${dataDir} is full`);
      rmSync(filler);
      await (await start()).stop();
      expect(() => writeFileSync(filler, Buffer.alloc(60 * 1024 * 1024))).toThrow(/ENOSPC/);
      await expect(start()).rejects.toThrow(`The disk that holds ${dataDir} is full`);
    } finally {
      execFileSync('umount', [dataDir]);
    }
  });
});

describe('startThrowAwayPostgres', () => {
  it('removes its folder when it stops', async () => {
    const server = await startThrowAwayPostgres();
    const [folder] = (await query(server, 'SHOW data_directory')) as [string];
    expect(existsSync(folder)).toBe(true);
    await server.stop();
    expect(existsSync(path.dirname(folder))).toBe(false);
  });

  it('removes what a killed run left', async () => {
    const killed = await startInAnotherProcess(undefined);
    const [folder] = (await query(killed, 'SHOW data_directory')) as [string];
    killed.process.kill('SIGKILL');
    await once(killed.process, 'exit');

    const next = await startThrowAwayPostgres();
    await next.stop();
    expect(isRunning(killed.pid)).toBe(false);
    expect(existsSync(path.dirname(folder))).toBe(false);
  });
});

/** Without a folder: a throw-away server. */
async function startInAnotherProcess(
  folder: string | undefined,
): Promise<{ url: string; pid: number; process: ChildProcess }> {
  const code = `
    import { startEmbeddedPostgres, startThrowAwayPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))};
    const dataDir = ${JSON.stringify(folder)};
    const { url, pid } = await (dataDir ? startEmbeddedPostgres({ dataDir, durable: false }) : startThrowAwayPostgres());
    console.log(JSON.stringify({ url, pid }));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { ...(JSON.parse(line) as { url: string; pid: number }), process: child };
}
