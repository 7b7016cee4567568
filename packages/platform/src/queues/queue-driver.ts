import { createPostgresBackend, Queue, runMigrations, withBackend, Worker } from 'bullmq';
import type { BulkJobOptions, JobType, QueueOptions } from 'bullmq';

import { createPool } from '../db/pool.ts';
import type { Pool } from '../db/pool.ts';
import { connectConsumer, connectProducer } from './connect-redis.ts';
import type { RedisAddress } from './redis-address.ts';
import { readMemoryShare } from './redis-info.ts';

/** What Herald uses of a BullMQ queue; the same on both backends. */
export interface DriverQueue {
  addBulk(jobs: { name: string; data: unknown; opts: BulkJobOptions }[]): Promise<unknown>;
  getJobCounts(...types: JobType[]): Promise<Record<string, number>>;
  /** Ids of the jobs in these states, as they are at one moment. */
  getRanges(types: JobType[], start: number, end: number): Promise<string[]>;
  getJob(id: string): Promise<KeptJob | undefined>;
  /** Fails when the backend was away when the queue was made; such a queue never works. */
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** A queue as BullMQ makes it, for tools that show and mend queues of BullMQ. */
export type InspectableQueue = Queue;

/** A job where it waits. */
export interface KeptJob {
  data: unknown;
  /** Fails when the job is gone. */
  updateData(data: unknown): Promise<void>;
}

/** What Herald uses of a BullMQ worker; the same on both backends. */
export interface DriverWorker {
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: DriverJob | undefined, error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
}

/** What Herald uses of a BullMQ job; the same on both backends. */
export interface DriverJob {
  id?: string | undefined;
  data: unknown;
  attemptsMade: number;
  opts: { telemetry?: { metadata?: string | undefined } | undefined };
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}

export type DriverProcessor = (job: DriverJob, token?: string) => Promise<void>;
export interface DriverWorkerOptions {
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
  maxStalledCount: number;
}

/** Makes queues and workers on one backend and owns its connections. */
export interface QueueDriver {
  /** Whose connections its queries take; on Redis there is none. */
  readonly pool?: Pool;
  /** See `readMemoryShare`; undefined on PostgreSQL. */
  memoryShare(): Promise<number | undefined>;
  makeQueue(name: string): DriverQueue & InspectableQueue;
  makeWorker(name: string, process: DriverProcessor, options: DriverWorkerOptions): DriverWorker;
  close(): Promise<void>;
}

const POSTGRES_SCHEMA = 'bullmq';
// Each queue and each worker of a process keeps one connection to LISTEN on; the rest is for queries.
const POSTGRES_CONNECTIONS = 20;
const BullMqOnPostgres = withBackend(createPostgresBackend);

/** Takes what BullMQ leaves on a pool off it again; else a queue that is given up would stay there for good. */
class QueueOnPostgres extends BullMqOnPostgres.Queue {
  private readonly takeOff: () => void;

  constructor(name: string, pool: Pool) {
    const before = pool.listeners('error');
    super(name, { connection: pool });
    const own = pool.listeners('error').filter((listener) => !before.includes(listener)) as (() => void)[];
    this.takeOff = () => own.forEach((listener) => pool.off('error', listener));
  }

  override async close(): Promise<void> {
    this.takeOff();
    await super.close();
  }
}

/** BullMQ on PostgreSQL, in a schema of its own. */
export function createPostgresDriver(databaseUrl: string): QueueDriver {
  const connection = createPool({
    databaseUrl,
    maxConnections: POSTGRES_CONNECTIONS,
    applicationName: 'herald-queue',
    searchPath: POSTGRES_SCHEMA,
  });
  // Each queue and each worker of a process listens to it for as long as the process lives.
  connection.setMaxListeners(POSTGRES_CONNECTIONS);
  return {
    pool: connection,
    memoryShare: async () => undefined,
    // To its type belongs what connects it, which those who show it find out by themselves.
    makeQueue: (name) => new QueueOnPostgres(name, connection) as DriverQueue as DriverQueue & InspectableQueue,
    makeWorker: (name, process, options) => new BullMqOnPostgres.Worker(name, process, { ...options, connection }),
    close: () => connection.end(),
  };
}

/** Creates or updates the tables that BullMQ keeps in PostgreSQL. Safe to repeat. */
export async function prepareQueuesOnPostgres(databaseUrl: string): Promise<void> {
  const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-queue' });
  const client = await pool.connect();
  try {
    await runMigrations(client, POSTGRES_SCHEMA);
  } finally {
    client.release();
    await pool.end();
  }
}

/**
 * BullMQ on Redis, or on a Redis Cluster. Each queue has a hash tag of its own: all of its keys lie on one
 * node, as its scripts need, and different queues may lie on different ones.
 */
export function createRedisDriver(address: RedisAddress, prefix: string): QueueDriver {
  // A producer answers at once when Redis is away; a worker waits for its return.
  const producer = connectProducer(address);
  const consumer = connectConsumer(address);
  const queueOptions = (name: string): QueueOptions => ({
    connection: producer,
    prefix: keyPrefix(prefix, name),
    // A cluster keeps no command until it knows its nodes; the queue is asked once it does.
    skipWaitingForReady: !address.isCluster,
  });
  return {
    memoryShare: () => readMemoryShare(producer),
    makeQueue: (name) => new Queue(name, queueOptions(name)),
    makeWorker: (name, process, options) =>
      new Worker(name, process, { ...options, connection: consumer, prefix: keyPrefix(prefix, name) }),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** What the keys of a queue begin with. Redis Cluster takes the place of a key from what is in the braces. */
export function keyPrefix(prefix: string, queueName: string): string {
  return `{${prefix}:${queueName}}`;
}
