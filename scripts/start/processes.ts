import { isIP } from 'node:net';
import path from 'node:path';

import { isPortFree } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { untilAborted } from './abort.ts';
import { readLocalSecrets } from './local-secrets.ts';
import { addressOf, choosePort } from './port.ts';
import { chooseSignIn } from './sign-in-mode.ts';
import type { StartSettings } from './start-settings.ts';
import { SupervisedProcess } from './supervised-process.ts';

export interface ProcessesOptions {
  root: string;
  apiScript: string;
  workerScript: string;
  settings: StartSettings;
  databaseUrl: string;
  say: (line: string) => void;
  /** Aborted: stop everything. */
  signal: AbortSignal;
  /** Aborted: and do not wait for work in flight. */
  hurry: AbortSignal;
}

const PORT_ATTEMPTS = 5;

/** The API and the worker, each a process of its own. */
export class HeraldProcesses {
  private readonly options: ProcessesOptions;
  private readonly started: SupervisedProcess[] = [];

  constructor(options: ProcessesOptions) {
    this.options = options;
  }

  /**
   * @returns the address of the API, when both serve.
   * @throws StartError when one of them does not come up.
   */
  async start(): Promise<string> {
    const { address, env } = await this.startApi();
    await this.startOne('worker', this.options.workerScript, env);
    return address;
  }

  /** Rejects when one of them is given up; never resolves. */
  async failed(): Promise<never> {
    return Promise.race(this.started.map((process) => process.failed));
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((process) => process.stop()));
  }

  /** A port that we choose may be taken before the API gets there; then another one does. */
  private async startApi(): Promise<{ address: string; env: NodeJS.ProcessEnv }> {
    const { apiScript, settings, signal } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      const port = await choosePort(settings.host, settings.port);
      const address = addressOf(settings.host, port);
      const env = this.environment(port, address);
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
    const { root, settings, say, signal, hurry } = this.options;
    const logFile = path.join(settings.dataDir, 'logs', `${name.toLowerCase()}.log`);
    const process = new SupervisedProcess({ name, script, env, cwd: root, logFile, say, hurry });
    this.started.push(process);
    await Promise.race([process.ready, untilAborted(signal)]);
    signal.throwIfAborted();
  }

  private environment(port: number, address: string): NodeJS.ProcessEnv {
    const { settings, databaseUrl } = this.options;
    return {
      ...chooseSignIn(settings.env, settings.host).env,
      VENDOR_URL: `${address}/api/mock-vendor/send-email`,
      RECEIPT_URL: `${address}/api/delivery-receipt`,
      MOCK_VENDOR: 'on',
      // The mock vendor runs in the API and knows the same; a vendor elsewhere needs those that both know.
      ...readLocalSecrets(settings.dataDir),
      OUTGOING_PRIVATE_ADDRESSES: privateAddresses(address),
      ...withoutEmpty(settings.env),
      DATABASE_URL: databaseUrl,
      HOST: settings.host,
      PORT: String(port),
    };
  }
}

/** What the worker may call besides public addresses: this machine, and the API where it was told to listen elsewhere. */
function privateAddresses(address: string): string {
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  return ['127.0.0.0/8', '::1', ...(isIP(host) === 0 ? [] : [host])].join(',');
}

/** An empty variable counts as not set. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
