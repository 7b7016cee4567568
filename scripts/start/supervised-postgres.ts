import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '@herald/platform';

import { RestartLimit } from './restart-limit.ts';
import { StartError } from './start-error.ts';

export type StartPostgres = (options: EmbeddedPostgresOptions) => Promise<EmbeddedPostgres>;

/** What PostgreSQL needs to recover what it had not written to its tables: some files of its log, of 16 MB each. */
const ROOM_TO_START_BYTES = 48 * 1024 * 1024;
const LOOK_FOR_ROOM_MS = 1_000;

/** The embedded PostgreSQL, started again on the same port when it dies, and once there is room on its disk. */
export class SupervisedPostgres {
  readonly url: string;
  /** Rejects when PostgreSQL is given up; never resolves. */
  readonly failed: Promise<never>;

  private readonly options: EmbeddedPostgresOptions;
  private readonly startPostgres: StartPostgres;
  private readonly limit = new RestartLimit();
  private server: EmbeddedPostgres;
  private restarting: Promise<EmbeddedPostgres> | undefined;
  private readonly stopping = new AbortController();

  private constructor(startPostgres: StartPostgres, options: EmbeddedPostgresOptions, server: EmbeddedPostgres) {
    this.startPostgres = startPostgres;
    this.options = { ...options, port: server.port };
    this.server = server;
    this.url = server.url;
    this.failed = this.keepRunning();
    this.failed.catch(() => {});
  }

  static async start(startPostgres: StartPostgres, options: EmbeddedPostgresOptions): Promise<SupervisedPostgres> {
    return new SupervisedPostgres(startPostgres, options, await startPostgres(options));
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.restarting?.catch(() => {});
    await this.server.stop();
  }

  private async keepRunning(): Promise<never> {
    for (;;) {
      await this.server.exited;
      const hadRoom = await this.untilRoom();
      if (this.stopping.signal.aborted) return new Promise<never>(() => {});
      // One that died because its disk was full is not one that always dies.
      if (hadRoom && this.limit.delayAfterDeathMs() === undefined) {
        throw new StartError(`PostgreSQL ends too often within a minute; its log is in ${this.options.dataDir}.`);
      }
      this.options.log?.('PostgreSQL ended unexpectedly; starting it again');
      await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    for (;;) {
      try {
        this.restarting = this.startPostgres(this.options);
        this.server = await this.restarting;
        return;
      } catch (error) {
        // The room may have gone meanwhile.
        if (await this.untilRoom()) throw error;
        if (this.stopping.signal.aborted) return;
      }
    }
  }

  /** Waits for room on the disk, or for the end. @returns whether there was room from the first. */
  private async untilRoom(): Promise<boolean> {
    const { dataDir, log } = this.options;
    const { signal } = this.stopping;
    if (await hasRoom(dataDir)) return true;
    log?.(`The disk that holds ${dataDir} is full; PostgreSQL is started again once there is room`);
    while (!signal.aborted && !(await hasRoom(dataDir))) {
      await delay(LOOK_FOR_ROOM_MS, undefined, { signal }).catch(() => {});
    }
    return false;
  }
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= ROOM_TO_START_BYTES;
}
