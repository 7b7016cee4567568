import { QUEUES } from '@herald/shared';
import type { QueueKey, QueuePayload } from '@herald/shared';
import { DelayedError } from 'bullmq';

import type { Pool } from '../db/pool.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import { currentUnit } from '../db/unit-of-work.ts';
import type { Logger } from '../logger.ts';
import { currentCall, outsideOfCalls, runInCall, runInNewCall } from '../telemetry/call-context.ts';
import { readJobMetadata, writeJobMetadata } from '../telemetry/job-metadata.ts';
import { inSpan } from '../telemetry/tracing.ts';
import type { TracedWork } from '../telemetry/tracing.ts';
import type { JobObserver, JobOutcome } from './job-observer.ts';
import { createPostgresDriver, createRedisDriver, prepareQueuesOnPostgres } from './queue-driver.ts';
import type { DriverJob, DriverQueue, DriverWorker, InspectableQueue, QueueDriver } from './queue-driver.ts';
import { RetryLater } from './retry-later.ts';
import { within } from './within.ts';

export interface QueueBackendOptions {
  databaseUrl: string;
  /** With it the queues run on Redis, otherwise on PostgreSQL. */
  redisUrl?: string | undefined;
  /** Whether that names nodes of a Redis Cluster. */
  isRedisCluster?: boolean;
  prefix: string;
}

/** Makes whatever the backend needs before its first use. Safe to repeat. */
export async function prepareQueues(options: Pick<QueueBackendOptions, 'databaseUrl' | 'redisUrl'>): Promise<void> {
  if (options.redisUrl === undefined) await prepareQueuesOnPostgres(options.databaseUrl);
}

export interface JobToPublish<K extends QueueKey> {
  /** Deterministic: publishing a job that is still queued changes nothing. */
  id: string;
  payload: QueuePayload<K>;
}

export interface ConsumeOptions {
  concurrency: number;
  /** How long a job of a worker that died stays locked. */
  lockDurationMs: number;
  /** How often to look for such jobs. */
  stalledIntervalMs: number;
}

export type JobHandler<K extends QueueKey> = (payload: QueuePayload<K>, job: { id: string }) => Promise<void>;

export interface Consumer {
  /** Takes no further jobs and waits for those that run. */
  close(): Promise<void>;
}

// A producer that meets a dead backend gives up soon; the sweep publishes later.
const PUBLISH_TIMEOUT_MS = 3_000;
const COUNT_TIMEOUT_MS = 2_000;
const PAUSED_TIMEOUT_MS = 1_000;
/** Jobs that are looked at together, when all are. */
const JOBS_AT_ONCE = 50;
const REWRITE_TIMEOUT_MS = 10_000;
const RETRY_WITHOUT_DATABASE_MS = 2_000;

/**
 * Failed jobs are removed, because one that is kept would block its deterministic id.
 * What failed stays open in PostgreSQL, and the sweep publishes it again.
 */
const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
};

/** Of the marker nobody should wonder why its job is never done. */
const INSPECTED = (Object.keys(QUEUES) as QueueKey[]).filter((key) => key !== 'marker');

// A crash is never the job's fault: how often one may be taken over is not limited in practice.
const MAX_STALLED_COUNT = 1_000;

/** Publishes and consumes the jobs of `QUEUES`, on PostgreSQL or Redis alike. */
export class Queues {
  private readonly driver: QueueDriver;
  private readonly logger: Logger;
  private readonly observer: JobObserver | undefined;
  private readonly queues = new Map<QueueKey, DriverQueue & InspectableQueue>();

  constructor(options: QueueBackendOptions, logger: Logger, observer?: JobObserver) {
    this.driver =
      options.redisUrl === undefined
        ? createPostgresDriver(options.databaseUrl)
        : createRedisDriver({ url: options.redisUrl, isCluster: options.isRedisCluster ?? false }, options.prefix);
    this.logger = logger;
    this.observer = observer;
  }

  /**
   * Says that there is work. Never fails: what the jobs name is committed already, so
   * when the backend does not answer, that is logged and left to the sweep.
   *
   * Within a unit of work nothing is committed yet: then it is said after the commit. The jobs belong to
   * the call that publishes them; see `runInCall`.
   *
   * @returns whether the backend took them, as far as is known.
   */
  async publish<K extends QueueKey>(key: K, jobs: JobToPublish<K>[]): Promise<boolean> {
    if (jobs.length === 0) return true;
    const unit = currentUnit();
    if (unit !== undefined) {
      unit.afterCommit(() => this.publish(key, jobs));
      return true;
    }
    const { job: name, payload } = QUEUES[key];
    const call = currentCall();
    // BullMQ keeps it as it is. A worker that does not know of it does the job all the same.
    const telemetry = call && { telemetry: { metadata: writeJobMetadata(call) } };
    const bulk = jobs.map((job) => ({
      name,
      data: payload.parse(job.payload) as unknown,
      opts: { ...JOB_OPTIONS, ...telemetry, jobId: job.id },
    }));
    try {
      await within(PUBLISH_TIMEOUT_MS, this.queue(key).addBulk(bulk));
      return true;
    } catch (err) {
      this.logger.warn({ err, queue: QUEUES[key].name, jobs: jobs.length }, 'queue.publish.failed');
      return false;
    }
  }

  /**
   * Changes what open jobs carry. Never fails: a job that keeps what it carries is processed sooner or
   * later, and removed. Within a unit of work it is done after the commit. For a very long queue it goes
   * on after its caller was let go.
   *
   * @param change what a job is to carry instead, or undefined to leave it alone.
   */
  async rewrite<K extends QueueKey>(
    key: K,
    change: (payload: QueuePayload<K>) => QueuePayload<K> | undefined,
  ): Promise<void> {
    const unit = currentUnit();
    if (unit !== undefined) {
      unit.afterCommit(() => this.rewrite(key, change));
      return;
    }
    try {
      await within(REWRITE_TIMEOUT_MS, this.rewriteAll(key, change));
    } catch (err) {
      this.logger.warn({ err, queue: QUEUES[key].name }, 'queue.rewrite.failed');
    }
  }

  private async rewriteAll<K extends QueueKey>(
    key: K,
    change: (payload: QueuePayload<K>) => QueuePayload<K> | undefined,
  ): Promise<void> {
    const queue = this.queue(key);
    const { payload } = QUEUES[key];
    const ids = await queue.getRanges(['waiting', 'active', 'delayed', 'prioritized'], 0, -1);
    const rewriteOne = async (id: string) => {
      const job = await queue.getJob(id);
      const changed = job && change(payload.parse(job.data) as QueuePayload<K>);
      if (changed === undefined) return;
      await job?.updateData(changed).catch(async (error: unknown) => {
        // It ended meanwhile.
        if ((await queue.getJob(id)) !== undefined) throw error;
      });
    };
    for (let at = 0; at < ids.length; at += JOBS_AT_ONCE) {
      await Promise.all(ids.slice(at, at + JOBS_AT_ONCE).map(rewriteOne));
    }
  }

  /** Jobs that wait, run or are delayed. Fails when the backend does not answer in time. */
  async countOpen(key: QueueKey): Promise<number> {
    const counts = await within(
      COUNT_TIMEOUT_MS,
      this.queue(key).getJobCounts('waiting', 'active', 'delayed', 'prioritized'),
    );
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  consume<K extends QueueKey>(key: K, handle: JobHandler<K>, options: ConsumeOptions): Consumer {
    const { name, payload } = QUEUES[key];
    const process = async (job: DriverJob, token?: string) => {
      const attempt = () => untilLater(() => handle(payload.parse(job.data) as QueuePayload<K>, { id: job.id ?? '' }));
      const later = await inSpan(`process ${name}`, spanOf(name, job), () => this.observed(name, attempt));
      if (later === undefined) return;
      // Whole milliseconds: PostgreSQL keeps the time as an integer.
      await job.moveToDelayed(Date.now() + Math.ceil(later.delayMs), token);
      throw new DelayedError();
    };
    const processInCall = (job: DriverJob, token?: string) => inCallOf(job, () => process(job, token));
    const worker = this.driver.makeWorker(name, processInCall, {
      concurrency: options.concurrency,
      lockDuration: options.lockDurationMs,
      stalledInterval: options.stalledIntervalMs,
      maxStalledCount: MAX_STALLED_COUNT,
    });
    this.logFailures(name, worker);
    return { close: () => worker.close() };
  }

  /**
   * The queues that somebody consumes, for a tool that shows and mends them. One that was made while the
   * backend was away is another one with the next call.
   */
  inspect(): InspectableQueue[] {
    return INSPECTED.map((key) => this.queue(key));
  }

  /** Of PostgreSQL, where the queues are on it: by name, for whoever watches how far pools are used. */
  get pools(): Record<string, Pool> {
    const { pool } = this.driver;
    return pool === undefined ? {} : { queues: pool };
  }

  /**
   * How much of the memory that Redis may take is taken, 0 to 1; undefined without such a limit, and on
   * PostgreSQL. Fails, or does not end, when Redis is away.
   */
  memoryShare(): Promise<number | undefined> {
    return this.driver.memoryShare();
  }

  /** Names of those of them that are paused; one that does not answer in time is not among them. */
  async findPaused(): Promise<string[]> {
    const found = this.inspect().map(async (queue) => {
      const isPaused = await within(PAUSED_TIMEOUT_MS, queue.isPaused()).catch(() => false);
      return isPaused ? [queue.name] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** Asks after every queue, for those of a Redis Cluster are on different nodes. Fails when one does not answer in time. */
  async ping(): Promise<void> {
    await within(COUNT_TIMEOUT_MS, Promise.all(this.inspect().map((queue) => queue.isPaused())));
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.driver.close();
  }

  private async observed(
    queue: string,
    attempt: () => Promise<RetryLater | undefined>,
  ): Promise<RetryLater | undefined> {
    const startedAt = performance.now();
    let outcome: JobOutcome = 'failed';
    try {
      const later = await attempt();
      outcome = later === undefined ? 'done' : 'later';
      return later;
    } finally {
      this.observer?.ended(queue, outcome, performance.now() - startedAt);
    }
  }

  private queue(key: QueueKey): DriverQueue & InspectableQueue {
    const existing = this.queues.get(key);
    if (existing) return existing;
    // Its connection serves every call, and not only the one that came first.
    const queue = outsideOfCalls(() => this.driver.makeQueue(QUEUES[key].name));
    queue.on('error', (err) => this.logger.warn({ err, queue: QUEUES[key].name }, 'queue.connection.failed'));
    this.queues.set(key, queue);
    queue.waitUntilReady().catch(() => this.discard(key, queue));
    return queue;
  }

  /** A queue that was made while the backend was away stays broken; the next call makes another. */
  private discard(key: QueueKey, queue: DriverQueue): void {
    if (this.queues.get(key) === queue) this.queues.delete(key);
    // It has nothing to close that works.
    queue.close().catch(() => {});
  }

  private logFailures(queue: string, worker: DriverWorker): void {
    worker.on('error', (err) => this.logger.warn({ err, queue }, 'queue.connection.failed'));
    worker.on('failed', (job, err) => {
      const tell = () =>
        this.logger.error({ err, queue, jobId: job?.id, attempt: job?.attemptsMade }, 'queue.job.failed');
      if (job === undefined) tell();
      else inCallOf(job, tell);
    });
    worker.on('stalled', (jobId) => {
      this.observer?.takenOver(queue);
      this.logger.warn({ queue, jobId }, 'queue.job.taken_over');
    });
  }
}

/** @returns when it is to be tried again, if its time has not come. */
async function untilLater(work: () => Promise<void>): Promise<RetryLater | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof RetryLater) return error;
    // That the database is away is no fault of the job, which would be removed after some.
    if (isDatabaseUnavailable(error)) return new RetryLater(RETRY_WITHOUT_DATABASE_MS);
    throw error;
  }
}

/** In OpenTelemetry's words for messages in queues. */
function spanOf(queue: string, { id, attemptsMade }: DriverJob): TracedWork {
  return {
    kind: 'consumer',
    attributes: {
      'messaging.system': 'bullmq',
      'messaging.operation.type': 'process',
      'messaging.destination.name': queue,
      'messaging.message.id': id,
      'herald.job.failed_attempts': attemptsMade,
    },
  };
}

/** For the call that published the job; without one it is a call of its own. */
function inCallOf<T>(job: DriverJob, work: () => T): T {
  const call = readJobMetadata(job.opts.telemetry?.metadata);
  return call === undefined ? runInNewCall(work) : runInCall(call, work);
}
