import { Redis } from 'ioredis';

import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import type { ThrowAwayHerald, ThrowAwayHeraldOptions } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { TcpGate } from '../testing/fixtures/tcp-gate.ts';
import { Gate } from './gate.ts';
import { Roadblock } from './roadblock.ts';

/** Intervals short enough for a test; everything else as in production. */
const IMPATIENT = {
  JOB_LOCK_MS: '1000',
  STALLED_INTERVAL_MS: '500',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_GRACE_MS: '500',
  REPUBLISH_AFTER_MS: '1000',
  WORKER_HEARTBEAT_MS: '500',
  WORKER_DEAD_AFTER_MS: '2000',
  // A call that a gate keeps is not given up before the test goes on.
  VENDOR_TIMEOUT_MS: '30000',
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
  /** From now on nobody gets an answer from the queues. @returns what lets them go on. */
  holdQueues(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/**
 * A Herald of processes with gates on both sides of the vendor, on the test's database or, without
 * one, on a PostgreSQL of its own.
 */
export async function startHeraldUnderFaults(
  { databaseUrl, redisUrl }: { databaseUrl?: string; redisUrl: string | undefined },
  options: Pick<ThrowAwayHeraldOptions, 'env' | 'workers' | 'postgresSettings' | 'log'> = {},
): Promise<HeraldUnderFaults> {
  const gates = await Promise.all([Gate.start(), Gate.start()]);
  const queueGate = redisUrl === undefined ? undefined : await TcpGate.openTo(redisUrl);
  const stopGates = () => Promise.all([...gates.map((gate) => gate.stop()), queueGate?.close()]);
  const [vendorGate, receiptGate] = gates;
  try {
    const herald = await startThrowAwayHerald({
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      // The Redis of the tests forgets everything when it ends, which no production may use.
      ...(queueGate === undefined ? {} : { redisUrl: queueGate.url }),
      ...options,
      env: {
        ...IMPATIENT,
        ...(queueGate === undefined ? {} : { NODE_ENV: 'test' }),
        VENDOR_URL: `${vendorGate.url}/api/mock-vendor/send-email`,
        RECEIPT_URL: `${receiptGate.url}/api/delivery-receipt`,
        ...options.env,
      },
      mockVendor: 'process',
    });
    vendorGate.target = herald.vendorUrl;
    receiptGate.target = herald.url;
    return {
      herald,
      vendorGate,
      receiptGate,
      wipeQueues: () => wipeQueues(herald.databaseUrl, redisUrl),
      holdQueues: () => holdQueues(herald.databaseUrl, queueGate),
      stop: async () => {
        await herald.stop();
        await stopGates();
      },
    };
  } catch (error) {
    await stopGates();
    throw error;
  }
}

async function wipeQueues(databaseUrl: string, redisUrl: string | undefined): Promise<void> {
  if (redisUrl === undefined) {
    await query(databaseUrl, 'TRUNCATE bullmq.job CASCADE');
    return;
  }
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  redis.disconnect();
}

async function holdQueues(databaseUrl: string, queueGate: TcpGate | undefined): Promise<() => Promise<void>> {
  if (queueGate === undefined) {
    const roadblock = await Roadblock.put(databaseUrl, 'LOCK TABLE bullmq.job IN ACCESS EXCLUSIVE MODE');
    return () => roadblock.remove();
  }
  queueGate.block('silent');
  return async () => queueGate.unblock();
}
