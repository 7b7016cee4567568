import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Redis } from 'ioredis';
import { request } from 'undici';

import { Gate } from '../faults/gate.ts';
import { BUILT } from '../herald/built-files.ts';
import { HeraldProcess } from '../herald/herald-process.ts';
import { PRODUCTION_ENV } from '../herald/production-env.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { DEBIAN_BIN, startDebianPostgres } from './debian-postgres.ts';
import type { DebianPostgres } from './debian-postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const { RECEIPT_SECRET, VENDOR_SECRET } = PRODUCTION_ENV;
/** Intervals short enough for a test; everything else as in production. */
const IMPATIENT = {
  SWEEP_INTERVAL_MS: '500',
  SWEEP_GRACE_MS: '500',
  REPUBLISH_AFTER_MS: '1000',
  RECOUNT_INTERVAL_MS: '500',
  RECEIPT_LOOKUP_AFTER_MS: '1000',
  WORKER_HEARTBEAT_MS: '500',
  WORKER_DEAD_AFTER_MS: '2000',
  VENDOR_TIMEOUT_MS: '120000',
  // What is kept back keeps nothing else back.
  DELIVERY_BATCH_SIZE: '1',
  DELIVERY_JOBS: '50',
  DELIVERY_CONNECTIONS: '50',
};

/** What the vendor took, for whom and under which key. */
export type Ledger = { key: string; customerId: string }[];

/** One vendor with a memory of its own, and Heralds that live one after the other on databases of their own. */
export class TwoLives {
  readonly vendorGate: Gate;
  readonly receiptGate: Gate;
  private readonly vendor: HeraldProcess;
  private readonly vendorDatabaseUrl: string;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'herald-backup-'));
  private readonly databases: DebianPostgres[] = [];
  private herald: ThrowAwayHerald | undefined;

  private constructor(gates: [Gate, Gate], vendor: HeraldProcess, vendorDatabaseUrl: string) {
    [this.vendorGate, this.receiptGate] = gates;
    this.vendor = vendor;
    this.vendorDatabaseUrl = vendorDatabaseUrl;
  }

  /** @param vendorDatabaseUrl a database with Herald's tables, of which the vendor uses its own. */
  static async begin(vendorDatabaseUrl: string): Promise<TwoLives> {
    const gates: [Gate, Gate] = [await Gate.start(), await Gate.start()];
    const vendor = new HeraldProcess({
      name: 'vendor',
      script: BUILT.mockVendor,
      env: {
        ...PRODUCTION_ENV,
        DATABASE_URL: vendorDatabaseUrl,
        RECEIPT_URL: `${gates[1].url}/api/delivery-receipt`,
        MOCK_VENDOR_MIN_DELAY_MS: '0',
        MOCK_VENDOR_MAX_DELAY_MS: '50',
      },
    });
    await vendor.start();
    gates[0].target = `http://127.0.0.1:${vendor.port}`;
    return new TwoLives(gates, vendor, vendorDatabaseUrl);
  }

  /** An empty PostgreSQL 15. */
  async database(): Promise<string> {
    const postgres = await startDebianPostgres();
    this.databases.push(postgres);
    return postgres.url;
  }

  /** Starts Herald on a database, where the vendor reports from now on. */
  async live(databaseUrl: string, redisUrl: string | undefined): Promise<ThrowAwayHerald> {
    this.herald = await startThrowAwayHerald({
      databaseUrl,
      ...(redisUrl === undefined ? {} : { redisUrl }),
      env: {
        ...IMPATIENT,
        // The Redis of the tests forgets everything when it ends, which no production may use.
        ...(redisUrl === undefined ? {} : { NODE_ENV: 'test' }),
        RECEIPT_SECRET,
        VENDOR_SECRET,
        MOCK_VENDOR: 'off',
        VENDOR_URL: `${this.vendorGate.url}/api/mock-vendor/send-email`,
        VENDOR_LOOKUP_URL: `${this.vendorGate.url}/api/mock-vendor/messages/{key}`,
      },
    });
    this.receiptGate.target = this.herald.url;
    return this.herald;
  }

  /** Redis forgets everything: nobody restores it. */
  async die(redisUrl?: string): Promise<void> {
    await this.herald?.stop();
    this.herald = undefined;
    if (redisUrl === undefined) return;
    const redis = new Redis(redisUrl);
    await redis.flushdb();
    redis.disconnect();
  }

  /** As docs/deploy.md says it. @returns the file. */
  backUp(databaseUrl: string): string {
    return this.command('deploy/backup/herald-backup.sh', [this.folder], databaseUrl).trim();
  }

  /** @returns what was said. */
  restore(file: string, databaseUrl: string): string {
    return this.command('deploy/backup/herald-restore.sh', [file], databaseUrl);
  }

  afterRestore(databaseUrl: string): string {
    return this.command(process.execPath, ['scripts/docker/after-restore.mjs'], databaseUrl);
  }

  /** By key. */
  ledger(): Promise<Ledger> {
    return query(this.vendorDatabaseUrl, 'SELECT key, "customerId" FROM "MockVendorMessage" ORDER BY key');
  }

  /** How often the vendor was asked to send something; not how often it was asked what became of it. */
  get timesAsked(): number {
    return this.vendorGate.passed.filter(({ key }) => key !== '').length;
  }

  async end(): Promise<void> {
    await this.die();
    await this.vendor.stop();
    await Promise.all([this.vendorGate.stop(), this.receiptGate.stop()]);
    for (const database of this.databases) await database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private command(file: string, args: string[], databaseUrl: string): string {
    const { status, stdout, stderr } = spawnSync(file, args, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${DEBIAN_BIN}:${process.env['PATH']}`, DATABASE_URL: databaseUrl },
    });
    if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`);
    return stdout;
  }
}

/** Posts as an integrator. @returns the answer's body. */
export async function post<T>(herald: ThrowAwayHerald, target: string, body: unknown = {}): Promise<T> {
  const answer = await request(herald.url + target, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${herald.apiKey}` },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`POST ${target} answered ${answer.statusCode}: ${text}`);
  return JSON.parse(text) as T;
}
