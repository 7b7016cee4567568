import { startEmbeddedPostgres } from '@herald/platform';
import type { EmbeddedPostgres } from '@herald/platform';

import { isRunning } from '../../packages/platform/src/embedded-postgres/process-identity.ts';
import {
  makeThrowAwayFolder,
  removeFolder,
  removeLeftovers,
} from '../../packages/platform/src/embedded-postgres/throw-away-folder.ts';
import { listProcesses } from '../start/process-table.ts';
import { until } from './until.ts';

/** A PostgreSQL of a test's own, durable as in production, that can be killed and started again on the same port. */
export class KillablePostgres {
  readonly url: string;
  private readonly dataDir: string;
  private server: EmbeddedPostgres;

  private constructor(dataDir: string, server: EmbeddedPostgres) {
    this.dataDir = dataDir;
    this.server = server;
    this.url = server.url;
  }

  static async start(): Promise<KillablePostgres> {
    await removeLeftovers();
    const dataDir = makeThrowAwayFolder();
    try {
      return new KillablePostgres(dataDir, await startEmbeddedPostgres({ dataDir }));
    } catch (error) {
      removeFolder(dataDir);
      throw error;
    }
  }

  /** As when the machine's memory ran out: server and connections are gone at once, and nothing is written any more. */
  async kill(): Promise<void> {
    const { pid, exited } = this.server;
    // A server that stands still starts no further process while we count them.
    process.kill(pid, 'SIGSTOP');
    const children = listProcesses().filter(({ ppid }) => ppid === pid);
    for (const child of children) killIfThere(child.pid);
    process.kill(pid, 'SIGKILL');
    await exited;
    await until(() => children.every((child) => !isRunning(child.pid)), 'the processes of PostgreSQL are gone');
  }

  /** After a kill. Resolves when it has recovered and answers. */
  async start(): Promise<void> {
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port: this.server.port });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    removeFolder(this.dataDir);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
