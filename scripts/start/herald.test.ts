import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { findFreePort } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { runHerald, type HeraldParts, type HeraldPlatform } from './herald.ts';
import { HeraldProcesses } from './processes.ts';
import { readStartSettings } from './start-settings.ts';

jest.setTimeout(30_000);

const DATABASE_URL = 'postgres://herald:secret@127.0.0.1:1/herald';

let root: string;
let trace: string;
let said: string[];
let stop: AbortController;
let hurry: AbortController;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'herald-start-'));
  trace = path.join(root, 'trace');
  writeFileSync(trace, '');
  said = [];
  stop = new AbortController();
  hurry = new AbortController();
});
afterEach(() => rmSync(root, { recursive: true }));

const note = (line: string) => appendFileSync(trace, `${line}\n`);
const traced = () => readFileSync(trace, 'utf8').split('\n').filter(Boolean);

/** What a stand-in was started with. */
const environmentOf = (name: 'api' | 'worker') =>
  JSON.parse(readFileSync(`${trace}.${name}`, 'utf8')) as Record<string, string>;

/** Writes its name, and what was asked of it, into the trace. */
const STAND_IN = `
  const { appendFileSync, writeFileSync } = require('node:fs');
  writeFileSync(process.env.TRACE + '.' + NAME, JSON.stringify(process.env));
  const note = (line) => appendFileSync(process.env.TRACE, line + '\\n');
  const leave = () => { note(NAME + ' stopped'); process.exit(0); };
  process.on('SIGTERM', leave);
  process.on('disconnect', leave);`;

const API = `const NAME = 'api'; ${STAND_IN}
  let customers = 0;
  require('node:http').createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk)).on('end', () => {
      const rows = body ? JSON.parse(body) : [];
      if (request.method === 'POST') note(request.url + ' ' + rows.length + ' rows');
      if (request.url === '/api/user') customers += rows.length;
      response.end(JSON.stringify({ totalCustomers: customers, ingestionId: rows.length, state: 'COMPLETED', stored: 1 }));
    });
  }).listen(Number(process.env.PORT), process.env.HOST, () => process.send({ type: 'ready' }));
  note('api database ' + process.env.DATABASE_URL);
  note('api receipts ' + process.env.RECEIPT_URL);`;

const WORKER = `const NAME = 'worker'; ${STAND_IN}
  note('worker vendor ' + process.env.VENDOR_URL);
  setInterval(() => {}, 1000);
  process.send({ type: 'ready' });`;

const platform: HeraldPlatform = {
  startEmbeddedPostgres: async () => {
    mkdirSync(path.join(root, '.data/postgres'), { recursive: true });
    note('postgres started');
    return {
      url: DATABASE_URL,
      port: 1,
      pid: 1,
      exited: new Promise<void>(() => {}),
      stop: async () => note('postgres stopped'),
    };
  },
  migrate: async (url) => note(`migrated ${url}`),
  prepareQueues: async ({ redisUrl }) => note(`queues ${redisUrl ?? 'on postgres'}`),
  mintApiKey: async (_url, token) => token ?? 'hrd_live_new',
  issueFirstClaimCode: async () => 'CLAIM',
};

interface PartsOptions extends Partial<HeraldParts> {
  workerScript?: string;
}

function parts({ workerScript, ...overrides }: PartsOptions = {}): HeraldParts {
  const script = (name: string, code: string) => {
    const file = path.join(root, name);
    writeFileSync(file, code);
    return file;
  };
  const scripts = {
    apiScript: script('api.cjs', API),
    workerScript: workerScript ?? script('worker.cjs', WORKER),
  };
  return {
    root,
    createProcesses: (options) => new HeraldProcesses({ ...options, ...scripts }),
    build: async () => note('built'),
    loadPlatform: async () => platform,
    makeDataset: async () => ({
      users: Array.from({ length: 1500 }, (_, index) => ({ externalId: `c${index}` })),
      orders: [{ externalId: 'o1', customerExternalId: 'c1', amount: 100, orderedAt: new Date(0) }] as never,
    }),
    ...overrides,
  };
}

async function run(options: { env?: NodeJS.ProcessEnv; empty?: boolean; parts?: PartsOptions } = {}) {
  const settings = readStartSettings(root, { TRACE: trace, ...options.env });
  const say = (line: string) => {
    said.push(line);
    if (line.includes('Ctrl-C')) stop.abort();
  };
  const { empty = false } = options;
  const herald = { parts: parts(options.parts), settings, empty, say, signal: stop.signal, hurry: hurry.signal };
  await runHerald(herald);
}

describe('runHerald', () => {
  it('starts everything in order, loads the demo, and stops the database last', async () => {
    const port = await findFreePort();
    await run({ env: { PORT: String(port) } });
    const base = `http://127.0.0.1:${port}`;
    expect(traced().slice(0, 10)).toEqual([
      'built',
      'postgres started',
      `migrated ${DATABASE_URL}`,
      'queues on postgres',
      `api database ${DATABASE_URL}`,
      `api receipts ${base}/api/delivery-receipt`,
      `worker vendor ${base}/api/mock-vendor/send-email`,
      '/api/user 1000 rows',
      '/api/user 500 rows',
      '/api/order 1 rows',
    ]);
    expect(traced().slice(10, 12).sort()).toEqual(['api stopped', 'worker stopped']);
    expect(traced().slice(12)).toEqual(['postgres stopped']);
    expect(said).toContain(`Herald is running at ${base}`);
  });

  it('lets the worker reach the mock vendor of the API, and makes what they sign with', async () => {
    await run();
    const [api, worker] = [environmentOf('api'), environmentOf('worker')];
    expect([api['MOCK_VENDOR'], worker['OUTGOING_PRIVATE_ADDRESSES']]).toEqual(['on', '127.0.0.0/8,::1,127.0.0.1']);
    for (const name of ['RECEIPT_SECRET', 'VENDOR_SECRET']) {
      expect(api[name]).toMatch(/^\S{32,}$/);
      expect(worker[name]).toBe(api[name]);
    }
    expect(api['VENDOR_SECRET']).not.toBe(api['RECEIPT_SECRET']);
  });

  it('loads the demo the first time only', async () => {
    await run();
    stop = new AbortController();
    writeFileSync(trace, '');
    await run();
    expect(traced().filter((line) => line.includes('rows'))).toEqual([]);
  });

  it('loads no demo with --empty, and none later', async () => {
    await run({ empty: true });
    stop = new AbortController();
    await run();
    expect(traced().filter((line) => line.includes('rows'))).toEqual([]);
  });

  it('finishes a demo that was cut short by a kill', async () => {
    mkdirSync(path.join(root, '.data/postgres'), { recursive: true });
    writeFileSync(path.join(root, '.data/postgres/demo-data'), 'loading\n');
    await run();
    expect(traced()).toContain('/api/order 1 rows');
  });

  it('takes a free port when nobody asked for one and the usual one is taken', async () => {
    const other = createServer().listen(3000, '127.0.0.1');
    // Taken by somebody else already is just as well.
    await Promise.race([once(other, 'listening'), once(other, 'error')]).catch(() => {});
    await run();
    other.close();
    expect(said.find((line) => line.startsWith('Herald is running at'))).not.toContain(':3000');
  });

  it('says in one sentence that the port that was asked for is in use, before it builds', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(run({ env: { PORT: String(port) } })).rejects.toThrow(`Port ${port} is in use`);
    other.close();
    expect(traced()).toEqual([]);
  });

  it('stops what runs when a process does not come up', async () => {
    const workerScript = path.join(root, 'broken.cjs');
    writeFileSync(workerScript, "console.error('Bad configuration: X'); process.exit(1);");
    await expect(run({ parts: { workerScript } })).rejects.toMatchObject({
      message: expect.stringContaining('The worker ended with code 1'),
      details: ['Bad configuration: X'],
    });
    expect(traced().slice(-2)).toEqual(['api stopped', 'postgres stopped']);
  });

  it('may be told to stop while it starts', async () => {
    await run({ parts: { build: async () => stop.abort() } });
    expect(traced()).toEqual([]);
    expect(said).not.toContain('Stop');
  });

  it.each([
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be an address like'],
    [
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
      'The database at 127.0.0.1:1/x (DATABASE_URL) cannot be used: connect',
    ],
    [{ REDIS_URL: 'redis://127.0.0.1:1' }, 'Redis at 127.0.0.1:1 (REDIS_URL) cannot be reached: connect ECONNREFUSED'],
    [
      { REDIS_URL: 'redis://127.0.0.1:1,redis://127.0.0.1:2', REDIS_CLUSTER: 'on' },
      'Redis at 127.0.0.1:1 (REDIS_URL) cannot be reached: connect ECONNREFUSED',
    ],
  ])('says in one sentence what is wrong with %j', async (env, sentence) => {
    await expect(run({ env })).rejects.toThrow(sentence);
    expect(traced()).toEqual(['built']);
  });

  it('lets go of the folder when it ends', async () => {
    await expect(run({ parts: { build: () => Promise.reject(new Error('no')) } })).rejects.toThrow('no');
    await run({ empty: true });
  });
});
