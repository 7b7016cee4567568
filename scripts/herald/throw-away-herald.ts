import { randomBytes } from 'node:crypto';

import * as platform from '@herald/platform';
import { migrate, prepareQueues, startThrowAwayPostgres } from '@herald/platform';

import { mintApiKey } from '../access/mint-api-key.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { BUILT, requireBuild } from './built-files.ts';
import { CleanUp } from './clean-up.ts';
import { HeraldProcess } from './herald-process.ts';
import { PRODUCTION_ENV } from './production-env.ts';

type Env = Record<string, string>;

export interface ThrowAwayHeraldOptions {
  /** Over the defaults, for every process; see `.env.example`. */
  env?: Env;
  /** The queues run on a throw-away Redis; else on PostgreSQL. */
  redis?: boolean;
  /** PostgreSQL as in production: what is committed survives a power cut. */
  durable?: boolean;
  /** Over those settings of PostgreSQL. */
  postgresSettings?: Record<string, string | number | boolean>;
  /** How many APIs, 1 by default. All of them answer as the mock vendor unless it is a process. */
  apis?: number;
  /** How many workers, 1 by default. */
  workers?: number;
  /** Over `env`, for the worker with this index. */
  envOfWorker?: (index: number) => Env;
  /** `process`: the mock vendor runs beside the API instead of in it, as a vendor that is somewhere else. */
  mockVendor?: 'api' | 'process';
  /** A database of the caller's own, which stays; else a throw-away PostgreSQL. */
  databaseUrl?: string;
  /** That database has its tables and queues already, as those of tests have. */
  isMigrated?: boolean;
  /** A Redis of the caller's own, which stays; with `REDIS_CLUSTER` in `env` nodes of a cluster. */
  redisUrl?: string;
  /** Gets each line that a process writes (warnings and errors, unless `env.LOG_LEVEL` says otherwise). */
  log?: (line: string) => void;
  /** Handed to Node itself, by process. */
  nodeArguments?: Partial<Record<'api' | 'worker' | 'mockVendor', string[]>>;
}

export interface ThrowAwayHerald {
  /** Where the API answers. */
  url: string;
  databaseUrl: string;
  redisUrl: string | undefined;
  /** Of every scope. */
  apiKey: string;
  /** The first of them. */
  api: HeraldProcess;
  apis: HeraldProcess[];
  /** The first of them. */
  worker: HeraldProcess;
  workers: HeraldProcess[];
  /** Where the mock vendor answers: a process of its own, or the API. */
  vendorUrl: string;
  /** What its calls are signed with. */
  vendorSecret: string;
  /** Only with `mockVendor: 'process'`. */
  mockVendor: HeraldProcess | undefined;
  stop(): Promise<void>;
}

/** As in production: what is committed survives a power cut. */
export const DURABLE_SETTINGS = { fsync: true, full_page_writes: true, wal_level: 'replica', max_wal_senders: 10 };

/**
 * A Herald of one's own for a demo, a bench or a test: a fresh database, the API and the
 * worker as processes of their own. `stop` leaves nothing behind; so does a start that
 * fails, and a signal that ends this process.
 *
 * @throws Error in one sentence when something that is needed is not there.
 */
export async function startThrowAwayHerald(options: ThrowAwayHeraldOptions = {}): Promise<ThrowAwayHerald> {
  requireBuild();
  const cleanUp = new CleanUp();
  try {
    return await start(options, cleanUp);
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function start(options: ThrowAwayHeraldOptions, cleanUp: CleanUp): Promise<ThrowAwayHerald> {
  const databaseUrl = options.databaseUrl ?? (await startPostgres(options, cleanUp));
  const redisUrl = options.redisUrl ?? (options.redis ? await startRedis(cleanUp) : undefined);
  if (!options.isMigrated) {
    await migrate(databaseUrl);
    await prepareQueues({ databaseUrl, redisUrl });
  }
  const apiKey = await mintApiKey(platform, databaseUrl, { name: 'throw-away' });

  const vendorSecret = options.env?.['VENDOR_SECRET'] ?? randomBytes(32).toString('hex');
  const env = { ...options.env, VENDOR_SECRET: vendorSecret };
  const launch = launcher({ ...options, env, databaseUrl, redisUrl }, cleanUp);
  const vendorApart = options.mockVendor === 'process';
  const apiDefaults = { MOCK_VENDOR: vendorApart ? 'off' : 'on' };
  const api = await launch('API', 'api', apiDefaults);
  const apis = [api];
  for (let index = 1; index < (options.apis ?? 1); index += 1) {
    apis.push(await launch(`API ${index + 1}`, 'api', apiDefaults));
  }
  const url = `http://127.0.0.1:${api.port}`;
  const mockVendor = vendorApart
    ? await launch('mock vendor', 'mockVendor', { RECEIPT_URL: `${url}/api/delivery-receipt` })
    : undefined;
  const vendorUrl = `http://127.0.0.1:${(mockVendor ?? api).port}`;
  const worker = await launch('worker', 'worker', vendorAddresses(vendorUrl), options.envOfWorker?.(0));
  const workers = [worker];
  for (let index = 1; index < (options.workers ?? 1); index += 1) {
    workers.push(
      await launch(`worker ${index + 1}`, 'worker', vendorAddresses(vendorUrl), options.envOfWorker?.(index)),
    );
  }
  return {
    url,
    databaseUrl,
    redisUrl,
    apiKey,
    api,
    apis,
    worker,
    workers,
    vendorUrl,
    vendorSecret,
    mockVendor,
    stop: () => cleanUp.run(),
  };
}

type Launch = (name: string, key: keyof typeof BUILT, defaults: Env, over?: Env) => Promise<HeraldProcess>;

/** Starts processes on these servers. The caller's settings go over the `defaults` of a process, and `over` over all. */
function launcher(
  { env, log, nodeArguments = {}, databaseUrl, redisUrl }: ThrowAwayHeraldOptions & { databaseUrl: string },
  cleanUp: CleanUp,
): Launch {
  const servers = { DATABASE_URL: databaseUrl, ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }) };
  // Who reports receipts and who takes them know it; in production nobody goes without.
  const common = { ...PRODUCTION_ENV, RECEIPT_SECRET: randomBytes(32).toString('hex') };
  return async (name, key, defaults, over = {}) => {
    const process = new HeraldProcess({
      name,
      script: BUILT[key],
      env: { ...common, ...defaults, ...env, ...over, ...servers },
      log,
      nodeArguments: nodeArguments[key],
    });
    cleanUp.add(() => process.stop());
    await process.start();
    return process;
  };
}

function vendorAddresses(vendorUrl: string): Env {
  return {
    VENDOR_URL: `${vendorUrl}/api/mock-vendor/send-email`,
    // The worker puts the idempotency key there.
    VENDOR_LOOKUP_URL: `${vendorUrl}/api/mock-vendor/messages/{key}`,
  };
}

/** A throw-away PostgreSQL that outlives no end of this process, whoever ends it first. @returns its address. */
export async function startPostgres(
  { durable = false, postgresSettings = {} }: ThrowAwayHeraldOptions,
  cleanUp: CleanUp,
): Promise<string> {
  const starting = startThrowAwayPostgres({ settings: { ...(durable ? DURABLE_SETTINGS : {}), ...postgresSettings } });
  // Noted before it runs: an interruption in this moment waits for the start and stops it.
  cleanUp.add(() => starting.then((postgres) => postgres.stop()));
  const postgres = await starting;
  // It has a process group of its own; an error that nobody caught must not leave it running.
  const quit = () => process.kill(postgres.pid, 'SIGQUIT');
  process.once('exit', quit);
  void postgres.exited.then(() => process.off('exit', quit));
  return postgres.url;
}

async function startRedis(cleanUp: CleanUp): Promise<string> {
  const starting = startThrowAwayRedis();
  cleanUp.add(() => starting.then((redis) => redis?.stop()));
  const redis = await starting;
  if (!redis) throw new Error('There is no redis-server on the PATH.');
  return redis.url;
}
