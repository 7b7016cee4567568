import path from 'node:path';

import { untilAborted } from './abort.ts';
import { DemoMarker, loadDemoDataOnce, type DemoDataset } from './demo-data.ts';
import { LOCAL_KEY_FILE, readLocalKey, writeLocalKey } from './local-secrets.ts';
import { lockDataDir } from './lock-file.ts';
import { choosePort } from './port.ts';
import type { Addresses, ProcessesOptions, RunnableProcesses } from './processes.ts';
import { checkDatabase, checkRedis } from './servers-from-environment.ts';
import { chooseSignIn } from './sign-in-mode.ts';
import type { SignInMode } from './sign-in-mode.ts';
import type { StartSettings } from './start-settings.ts';
import { SupervisedPostgres, type StartPostgres } from './supervised-postgres.ts';

/** What a start is made of; tests put small stand-ins here. */
export interface HeraldParts {
  root: string;
  /** Makes what is run, and says so. */
  build: (root: string, options: { say: (line: string) => void; signal: AbortSignal }) => Promise<void>;
  /** Called after the build: before it there may be nothing to load. */
  loadPlatform: () => Promise<HeraldPlatform>;
  makeDataset: () => Promise<DemoDataset>;
  createProcesses: (options: ProcessesOptions) => RunnableProcesses;
}

export interface HeraldPlatform {
  startEmbeddedPostgres: StartPostgres;
  migrate: (databaseUrl: string) => Promise<unknown>;
  prepareQueues: (options: { databaseUrl: string; redisUrl?: string | undefined }) => Promise<void>;
  /** Makes the database know an API key, by default a new one. */
  mintApiKey: (databaseUrl: string, token: string | undefined) => Promise<string>;
  /** Only while nobody owns the workspace, and no code is out already. */
  issueFirstClaimCode: (databaseUrl: string) => Promise<string | undefined>;
}

export interface HeraldOptions {
  parts: HeraldParts;
  settings: StartSettings;
  /** Do not load the demo data. */
  empty: boolean;
  say: (line: string) => void;
  /** Aborted: stop everything. */
  signal: AbortSignal;
  /** Aborted: and do not wait for work in flight. */
  hurry: AbortSignal;
}

type CleanUp = () => Promise<void> | void;

/**
 * Starts everything, runs until `signal`, and stops everything in the opposite order: the
 * database outlives those who still write to it.
 *
 * @throws StartError or EmbeddedPostgresError when something cannot start or is given up.
 */
export async function runHerald(options: HeraldOptions): Promise<void> {
  const cleanUps: CleanUp[] = [];
  try {
    await startAndWait(options, cleanUps);
  } catch (error) {
    // What breaks because we are stopping is no failure.
    if (!options.signal.aborted) throw error;
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

async function startAndWait(options: HeraldOptions, cleanUps: CleanUp[]): Promise<void> {
  const { settings, parts, say, signal } = options;
  const lock = lockDataDir(settings.dataDir);
  cleanUps.push(() => lock.release());
  // Said before the build, which may take a while.
  if (settings.port !== undefined) await choosePort(settings.host, settings.port);

  await parts.build(parts.root, { say, signal });
  const platform = await parts.loadPlatform();
  signal.throwIfAborted();

  const database = await openDatabase(options, platform, cleanUps);
  say('Applying the migrations');
  await platform.migrate(database.url);
  await platform.prepareQueues({ databaseUrl: database.url, redisUrl: settings.redisUrl });
  const apiKey = database.marker && (await keepLocalKey(platform, database.url, settings.dataDir));
  signal.throwIfAborted();

  say('Starting the API and the worker');
  const processes = parts.createProcesses({
    root: parts.root,
    settings,
    databaseUrl: database.url,
    say,
    signal,
    hurry: options.hurry,
  });
  cleanUps.push(() => processes.stop());
  const addresses = await processes.start();
  lock.setNote(addresses.pages);

  const givenUp = Promise.race([processes.failed(), database.failed]);
  await Promise.race([loadDemo(options, { baseUrl: addresses.api, apiKey }, database.marker), givenUp]);
  const { mode } = chooseSignIn(settings.env, settings.host);
  const claimCode = mode === 'google' ? await platform.issueFirstClaimCode(database.url) : undefined;
  announce(options, { addresses, logs: processes.logs, apiKey, mode, claimCode });
  await Promise.race([untilAborted(signal), givenUp]);
}

interface OpenDatabase {
  url: string;
  /** Rejects when the database is given up; never resolves. */
  failed: Promise<never>;
  /** Only beside an embedded one. */
  marker: DemoMarker | undefined;
}

async function openDatabase(
  { settings, say, signal }: HeraldOptions,
  platform: HeraldPlatform,
  cleanUps: CleanUp[],
): Promise<OpenDatabase> {
  if (settings.redisUrl !== undefined) await checkRedis(settings.redisUrl);
  if (settings.databaseUrl !== undefined) {
    await checkDatabase(settings.databaseUrl);
    return { url: settings.databaseUrl, failed: new Promise(() => {}), marker: undefined };
  }
  say('Starting PostgreSQL');
  const dataDir = path.join(settings.dataDir, 'postgres');
  const postgres = await SupervisedPostgres.start(platform.startEmbeddedPostgres, { dataDir, log: say, signal });
  cleanUps.push(() => postgres.stop());
  return { url: postgres.url, failed: postgres.failed, marker: new DemoMarker(dataDir) };
}

/** Only beside an embedded database: in a shop's own, keys are its owners' business. */
async function keepLocalKey(platform: HeraldPlatform, databaseUrl: string, dataDir: string): Promise<string> {
  const known = readLocalKey(dataDir);
  const key = await platform.mintApiKey(databaseUrl, known);
  if (key !== known) writeLocalKey(dataDir, key);
  return key;
}

function loadDemo(
  options: HeraldOptions,
  api: { baseUrl: string; apiKey: string | undefined },
  marker: DemoMarker | undefined,
): Promise<void> {
  const { parts, empty, say, signal } = options;
  return loadDemoDataOnce({ ...api, marker, declined: empty, makeDataset: parts.makeDataset, say, signal });
}

interface Announcement {
  addresses: Addresses;
  logs: string;
  apiKey: string | undefined;
  mode: SignInMode;
  claimCode: string | undefined;
}

const SIGN_IN: Record<SignInMode, (address: string) => string> = {
  google: (address) =>
    /^https:/i.test(address)
      ? `${address} with Google`
      : `${address} with Google: a trial on this machine only, until PUBLIC_URL is an https:// address`,
  local: (address) => `${address} as the demo owner: a trial on this machine only, without Google`,
  none: () => 'nobody can: set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET (see .env.example)',
};

function announce({ settings, say }: HeraldOptions, { addresses, logs, apiKey, mode, claimCode }: Announcement): void {
  const { dataDir, databaseUrl, env } = settings;
  say('');
  say(`Herald is running at ${addresses.pages}`);
  say(`  Sign in   ${SIGN_IN[mode](env.PUBLIC_URL || addresses.pages)}`);
  if (claimCode !== undefined)
    say(`  Claim it  with ${claimCode} on the sign-in page, within 24 hours: the first owner`);
  if (apiKey !== undefined) {
    say(`  API key   ${path.join(dataDir, LOCAL_KEY_FILE)}, to be used as`);
    say(
      `            curl -H "Authorization: Bearer $(cat ${path.join(dataDir, LOCAL_KEY_FILE)})" ${addresses.api}/api/me`,
    );
  }
  say(`  API docs  ${addresses.api}/api/docs`);
  say(
    databaseUrl === undefined
      ? `  Data      ${path.join(dataDir, 'postgres')}`
      : '  Data      in the database of DATABASE_URL',
  );
  say(`  Logs      ${logs}`);
  say('  Stop      Ctrl-C');
}
