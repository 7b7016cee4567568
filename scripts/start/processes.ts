import path from 'node:path';

import { isPortFree } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { untilAborted } from './abort.ts';
import { addressOf, choosePort } from './port.ts';
import type { StartSettings } from './start-settings.ts';
import { processEnvironment } from './process-environment.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** What processes of Herald need to run. */
export interface ProcessesOptions {
  root: string;
  settings: StartSettings;
  databaseUrl: string;
  say: (line: string) => void;
  /** Aborted: stop everything. */
  signal: AbortSignal;
  /** Aborted: and do not wait for work in flight. */
  hurry: AbortSignal;
}

/** The processes that run on the database. */
export interface RunnableProcesses {
  /** Where what they log is to be seen. */
  readonly logs: string;
  /**
   * @returns the addresses of the API and of the pages, once all serve.
   * @throws StartError when one of them does not come up.
   */
  start(): Promise<Addresses>;
  /** Rejects when one of them is given up; never resolves. */
  failed(): Promise<never>;
  stop(): Promise<void>;
}

export interface Addresses {
  api: string;
  pages: string;
}

interface BuiltScripts {
  apiScript: string;
  workerScript: string;
}

const PORT_ATTEMPTS = 5;

/** The API and the worker, each a process of its own. */
export class HeraldProcesses implements RunnableProcesses {
  readonly logs: string;

  private readonly options: ProcessesOptions & BuiltScripts;
  private readonly started: SupervisedProcess[] = [];

  constructor(options: ProcessesOptions & BuiltScripts) {
    this.options = options;
    this.logs = path.join(options.settings.dataDir, 'logs');
  }

  async start(): Promise<Addresses> {
    const { address, env } = await this.startApi();
    await this.startOne('worker', this.options.workerScript, env);
    return { api: address, pages: address };
  }

  async failed(): Promise<never> {
    return Promise.race(this.started.map((process) => process.failed));
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((process) => process.stop()));
  }

  /** A port that we choose may be taken before the API gets there; then another one does. */
  private async startApi(): Promise<{ address: string; env: NodeJS.ProcessEnv }> {
    const { apiScript, settings, databaseUrl, signal } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      const port = await choosePort(settings.host, settings.port);
      const address = addressOf(settings.host, port);
      const env = processEnvironment(settings, databaseUrl, { port, address });
      try {
        await this.startOne('API', apiScript, env);
        return { address, env };
      } catch (error) {
        const mayChooseAgain = settings.port === undefined && attempt < PORT_ATTEMPTS && !signal.aborted;
        if (!mayChooseAgain || (await isPortFree(port, settings.host))) throw error;
        this.started.pop();
      }
    }
  }

  private async startOne(name: string, script: string, env: NodeJS.ProcessEnv): Promise<void> {
    const { root, say, signal, hurry } = this.options;
    const logFile = path.join(this.logs, `${name.toLowerCase()}.log`);
    const process = new SupervisedProcess({ name, script, env, cwd: root, logFile, say, hurry });
    this.started.push(process);
    await Promise.race([process.ready, untilAborted(signal)]);
    signal.throwIfAborted();
  }
}
