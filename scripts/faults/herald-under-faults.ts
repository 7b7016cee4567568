import { Redis } from 'ioredis';
import pg from 'pg';

import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { Gate } from './gate.ts';

/** The queue backends that this machine has: a name for the test, and Redis's address if it is Redis. */
export function queueBackends(): { backend: string; redisUrl: string | undefined }[] {
  const redisUrl = process.env['HERALD_TEST_SPARE_REDIS_URL'];
  const onPostgres = { backend: 'PostgreSQL', redisUrl: undefined };
  return redisUrl === undefined ? [onPostgres] : [onPostgres, { backend: 'Redis', redisUrl }];
}

/** Intervals short enough for a test; everything else as in production. */
const IMPATIENT = {
  JOB_LOCK_MS: '1000',
  STALLED_INTERVAL_MS: '500',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_GRACE_MS: '500',
  DELIVERY_CLAIM_LEASE_MS: '2000',
  MOCK_VENDOR_MIN_DELAY_MS: '0',
  MOCK_VENDOR_MAX_DELAY_MS: '50',
};

export interface HeraldUnderFaults {
  herald: ThrowAwayHerald;
  /** Between the worker and the vendor. */
  vendorGate: Gate;
  /** Between the vendor and the API's receipts. */
  receiptGate: Gate;
  /** Removes every job, as when Redis lost its memory. */
  wipeQueues(): Promise<void>;
  stop(): Promise<void>;
}

/** A Herald of processes on the test's database, with gates on both sides of the vendor. */
export async function startHeraldUnderFaults(
  databaseUrl: string,
  redisUrl: string | undefined,
): Promise<HeraldUnderFaults> {
  const [vendorGate, receiptGate] = await Promise.all([Gate.start(), Gate.start()]);
  const stopGates = () => Promise.all([vendorGate.stop(), receiptGate.stop()]);
  try {
    const herald = await startThrowAwayHerald({
      databaseUrl,
      ...(redisUrl === undefined ? {} : { redisUrl }),
      env: {
        ...IMPATIENT,
        VENDOR_URL: `${vendorGate.url}/api/mock-vendor/send-email`,
        RECEIPT_URL: `${receiptGate.url}/api/delivery-receipt`,
      },
    });
    vendorGate.target = herald.url;
    receiptGate.target = herald.url;
    const stop = async () => {
      await herald.stop();
      await stopGates();
    };
    return { herald, vendorGate, receiptGate, wipeQueues: () => wipeQueues(databaseUrl, redisUrl), stop };
  } catch (error) {
    await stopGates();
    throw error;
  }
}

async function wipeQueues(databaseUrl: string, redisUrl: string | undefined): Promise<void> {
  if (redisUrl !== undefined) {
    const redis = new Redis(redisUrl);
    await redis.flushdb();
    redis.disconnect();
    return;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('TRUNCATE bullmq.job CASCADE');
  await client.end();
}
