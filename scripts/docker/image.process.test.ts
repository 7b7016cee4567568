/**
 * The image without Docker: the steps of the Dockerfile in bare folders, then a campaign by what came of
 * them. Long: `pnpm proof image`. What can be said without building it is in dockerfile.test.ts.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import * as platform from '@herald/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { mintApiKey } from '../access/mint-api-key.ts';
import { isLongForm, say, TEST_TIMEOUT_MS } from '../faults/form.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { environmentOf, readComposeFile } from './compose-file.ts';
import { buildImageFolder, type ImageFolder } from './image-folder.ts';
import { runInImage, type ImageProcess } from './run-in-image.ts';

const MIB = 1024 * 1024;
/** Of files, without the base image; 168 MiB when this was written. */
const MOST_BYTES = 220 * MIB;
const CUSTOMERS = 200;

/** As somebody puts them into .env. */
const SETTINGS = {
  POSTGRES_PASSWORD: 'of-the-database',
  PUBLIC_URL: 'https://herald.invalid',
  GOOGLE_CLIENT_ID: 'nobody',
  GOOGLE_CLIENT_SECRET: 'nobody signs in with Google here',
  SESSION_SECRET: 'no session is signed with this secret',
  RECEIPT_SECRET: 'a secret of 32 characters or more',
  VENDOR_SECRET: 'another secret of 32 characters or more',
};

const stops: (() => Promise<unknown> | void)[] = [];
let image: ImageFolder;
/** Where things are on this machine instead of in the networks of Docker. */
let here: Record<string, string>;

const { services } = readComposeFile();

(isLongForm ? describe : describe.skip)('the image', () => {
  beforeAll(async () => {
    const postgres = await platform.startThrowAwayPostgres();
    stops.push(() => postgres.stop());
    const redis = await startThrowAwayRedis();
    if (redis) stops.push(() => redis.stop());
    else say('NOT ON REDIS: there is no redis-server on this machine; the queues run on PostgreSQL.');
    image = await buildImageFolder(say);
    stops.push(() => image.remove());
    here = {
      DATABASE_URL: postgres.url,
      // Empty counts as not set.
      REDIS_URL: redis?.url ?? '',
      METRICS_HOST: '127.0.0.1',
      API_METRICS_PORT: '0',
      WORKER_METRICS_PORT: '0',
    };
  }, TEST_TIMEOUT_MS);

  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  }, TEST_TIMEOUT_MS);

  it('holds what runs, and nothing else', () => {
    const files = [...filesIn(image.workingDirectory)].map(({ file }) => path.relative(image.workingDirectory, file));
    // The compiler's notes lie beside what it made.
    const ofHerald = files.filter((file) => !/(^|\/)node_modules\/|\/dist\/\.tsbuildinfo$/.test(file));
    expect(ofHerald.filter((file) => /\.(test|tsx?)\b(?<!\.d\.ts(\.map)?)|\/(src|testing|e2e)\//.test(file))).toEqual(
      [],
    );
    expect(ofHerald.filter((file) => /(^|\/)\.|\.(log|key|pem)$/.test(file))).toEqual([]);
    expect(new Set(ofHerald.map((file) => file.split(path.sep)[0]))).toEqual(
      new Set(['apps', 'packages', 'scripts', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']),
    );
    const bytes = [...filesIn(image.workingDirectory)].reduce((sum, { size }) => sum + size, 0);
    say(`${files.length} files, ${(bytes / MIB).toFixed(0)} MiB`);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it('has no library that only builds or tests Herald, nor one of the web app, which is built', () => {
    const installed = new Set(
      readdirSync(path.join(image.workingDirectory, 'node_modules/.pnpm')).map((folder) =>
        folder.slice(0, folder.indexOf('@', 1)).replace('+', '/'),
      ),
    );
    expect(installed.size).toBeGreaterThan(100);
    const unwanted = [...unwantedLibraries()].filter((name) => installed.has(name));
    // Types that a library of those that run hands on.
    expect(unwanted.filter((name) => !name.startsWith('@types/'))).toEqual([]);
  });

  it('cannot be changed by what runs in it', async () => {
    const write = `require('node:fs').writeFileSync('apps/api/dist/main.js', '')`;
    const { code, output } = await runInImage(image, ['node', '--eval', write], {}).ended;
    expect([code, output]).toEqual([1, expect.stringMatching(/EACCES|EPERM/)]);
  });

  it(
    'migrates, takes customers in, and finishes a campaign; then it ends when it is told to',
    async () => {
      expect(await outputOf(runOnce('migrate'))).toMatch(/^Applied: /);
      expect(await outputOf(runOnce('migrate'))).toBe('The database is up to date.');

      const api = start('api', { HOST: '127.0.0.1', PORT: '0', WEB_DIR: 'apps/web/dist' });
      const apiPorts = await api.ready();
      const url = `http://127.0.0.1:${apiPorts.port}`;
      const worker = start('worker', {
        VENDOR_URL: `${url}/api/mock-vendor/send-email`,
        OUTGOING_PRIVATE_ADDRESSES: '127.0.0.1',
      });
      const workerPorts = await worker.ready();

      await expectReady(apiPorts.port);
      await expectReady(apiPorts.operationsPort);
      await expectReady(workerPorts.operationsPort);
      const { code } = await runInImage(image, ['node', 'scripts/docker/ready.mjs', '1'], {}).ended;
      expect(code).toBe(1);
      const page = await fetch(url, { headers: { accept: 'text/html' } });
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
      const claimCode = runInImage(image, ['node', 'scripts/docker/claim-code.mjs'], environment('api'));
      expect(await outputOf(claimCode)).toMatch(/^\S+$/);

      await expectCampaignToFinish(url);

      for (const running of [worker, api]) expect((await running.stop()).code).toBe(0);
    },
    TEST_TIMEOUT_MS,
  );
});

function environment(service: string, over: Record<string, string> = {}): Record<string, string> {
  const asked = services[service];
  if (!asked) throw new Error(`docker-compose.yml has no ${service}`);
  return { ...environmentOf(asked, SETTINGS), ...here, ...over };
}

function start(service: string, over: Record<string, string>): ImageProcess {
  const running = runOnce(service, over);
  stops.push(() => running.stop());
  return running;
}

function runOnce(service: string, over: Record<string, string> = {}): ImageProcess {
  return runInImage(image, services[service]?.command ?? [], environment(service, over));
}

async function outputOf(running: ImageProcess): Promise<string> {
  const { code, output: said } = await running.ended;
  if (code !== 0) throw new Error(`it ended with ${String(code)}:\n${said}`);
  return said.trim();
}

/** As the health checks ask. */
async function expectReady(port: number | undefined): Promise<void> {
  expect(await outputOf(runInImage(image, ['node', 'scripts/docker/ready.mjs', String(port)], {}))).toMatch(/^200 /);
}

async function expectCampaignToFinish(url: string): Promise<void> {
  const databaseUrl = here['DATABASE_URL'] ?? '';
  const client = new HeraldClient(url, { apiKey: await mintApiKey(platform, databaseUrl, { name: 'image' }) });
  try {
    const users = Array.from({ length: CUSTOMERS }, (_, index) => ({
      externalId: `c${index}`,
      name: `Customer ${index}`,
      email: `c${index}@example.com`,
    }));
    const ingestion = await client.waitForIngestion((await client.sendCustomers(users)).ingestionId);
    expect(ingestion).toMatchObject({ state: 'COMPLETED' });
    const segment = await client.createSegment('Everybody', {
      combinator: 'and',
      rules: [{ field: 'email', operator: 'notNull' }],
    });
    const campaign = await client.launchCampaign({
      name: 'By the image',
      messageTemplate: 'Hello {{ name }}',
      segmentId: segment.id,
    });
    const done = await client.waitForCampaign(campaign.id);
    expect(done).toMatchObject({ status: 'COMPLETED', audienceSize: CUSTOMERS });
    expect(done.sentCount + done.failedCount).toBe(CUSTOMERS);
  } finally {
    await client.close();
  }
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What is in some manifest, and in none of those that run. */
function unwantedLibraries(): Set<string> {
  const root = path.join(__dirname, '../..');
  const read = (folder: string) =>
    JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Manifest;
  const running = ['apps/api', 'apps/worker', 'packages/platform', 'packages/shared'].map(read);
  const wanted = new Set(running.flatMap(({ dependencies = {} }) => Object.keys(dependencies)));
  const all = [...running, read('.'), read('apps/web')].flatMap(({ dependencies = {}, devDependencies = {} }) =>
    Object.keys({ ...dependencies, ...devDependencies }),
  );
  return new Set(all.filter((name) => !wanted.has(name)));
}

function* filesIn(folder: string): Generator<{ file: string; size: number }> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else if (entry.isFile()) yield { file, size: statSync(file).size };
  }
}
