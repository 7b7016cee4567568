import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '@herald/platform';

import { RestartLimit } from './restart-limit.ts';
import { StartError } from './start-error.ts';

export type StartPostgres = (options: EmbeddedPostgresOptions) => Promise<EmbeddedPostgres>;

/** The embedded PostgreSQL, started again on the same port when it dies. */
export class SupervisedPostgres {
  readonly url: string;
  /** Rejects when PostgreSQL is given up; never resolves. */
  readonly failed: Promise<never>;

  private readonly options: EmbeddedPostgresOptions;
  private readonly startPostgres: StartPostgres;
  private readonly limit = new RestartLimit();
  private server: EmbeddedPostgres;
  private restarting: Promise<EmbeddedPostgres> | undefined;
  private stopped = false;

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
    this.stopped = true;
    await this.restarting?.catch(() => {});
    await this.server.stop();
  }

  private async keepRunning(): Promise<never> {
    for (;;) {
      await this.server.exited;
      if (this.stopped) return new Promise<never>(() => {});
      if (this.limit.delayAfterDeathMs() === undefined) {
        throw new StartError(`PostgreSQL ends too often within a minute; its log is in ${this.options.dataDir}.`);
      }
      this.options.log?.('PostgreSQL ended unexpectedly; starting it again');
      this.restarting = this.startPostgres(this.options);
      this.server = await this.restarting;
    }
  }
}
