import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { NODE_ARGUMENTS } from './built-files.ts';

export interface HeraldProcessOptions {
  /** As in "the worker". */
  name: string;
  /** The built entry of the process. */
  script: string;
  /** Everything that the process is told; nothing of the starter's own environment but the basics. */
  env: Record<string, string>;
  /** Gets each line that the process writes. */
  log?: ((line: string) => void) | undefined;
  /** Handed to Node itself, `--cpu-prof` for one. */
  nodeArguments?: string[] | undefined;
}

/** One life of the process. */
interface Life {
  child: ChildProcess;
  ended: Promise<void>;
  lastLines: string[];
  isServing: boolean;
  operationsPort: number | undefined;
}

const READY_TIMEOUT_MS = 60_000;
// A little more than a process takes at most to finish its work in flight.
const STOP_TIMEOUT_MS = 15_000;
const KEPT_LINES = 20;
const BASIC_VARIABLES = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'SystemRoot'];

/** A process of Herald that can be started, killed and started again, on the same port. */
export class HeraldProcess {
  private readonly options: HeraldProcessOptions;
  private life: Life | undefined;
  private lastPort: number | undefined;
  private lastExitCode: number | null | undefined;

  constructor(options: HeraldProcessOptions) {
    this.options = options;
  }

  /** Of the process that runs now; undefined when none does. */
  get pid(): number | undefined {
    return this.life?.child.pid;
  }

  /** Whether a process runs and has said that it is ready. */
  get isServing(): boolean {
    return this.life?.isServing ?? false;
  }

  /** Of the process that ended last; null when a signal ended it. */
  get exitCode(): number | null | undefined {
    return this.lastExitCode;
  }

  /** @throws Error when it never listened. */
  get port(): number {
    if (this.lastPort === undefined) throw new Error(`the ${this.options.name} has no port`);
    return this.lastPort;
  }

  /** Where the process that runs now has its metrics. @throws Error when it has them nowhere. */
  get operationsPort(): number {
    const port = this.life?.operationsPort;
    if (port === undefined) throw new Error(`the ${this.options.name} has no port for metrics`);
    return port;
  }

  /** Resolves when it serves. A second start takes the port of the first, so that addresses stay true. */
  async start(): Promise<void> {
    if (this.life) throw new Error(`the ${this.options.name} runs already`);
    const life = this.spawn();
    this.life = life;
    try {
      const { port, operationsPort } = await untilReady(life, this.options.name);
      this.lastPort = port ?? this.lastPort;
      life.operationsPort = operationsPort;
      life.isServing = true;
    } catch (error) {
      await this.kill('SIGKILL');
      throw error;
    }
  }

  /** Resolves when the process that runs now is gone, whatever ended it. */
  async untilEnded(): Promise<void> {
    await this.life?.ended;
  }

  /** Sends the signal and waits until the process is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const { life } = this;
    if (!life) return;
    life.child.kill(signal);
    await life.ended;
  }

  /** Lets it finish what is in flight; by force when that takes too long. */
  async stop(): Promise<void> {
    const { life } = this;
    if (!life) return;
    const timer = setTimeout(() => life.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.kill('SIGTERM');
    clearTimeout(timer);
  }

  private spawn(): Life {
    const { script, env, nodeArguments = [] } = this.options;
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, ...nodeArguments, script], {
      env: { ...basicEnvironment(), PORT: String(this.lastPort ?? 0), ...env },
      // A group of its own: Ctrl-C reaches only us, and we stop things in their order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const lastLines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) if (stream) this.readLines(stream, lastLines);
    const ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    const life: Life = { child, ended, lastLines, isServing: false, operationsPort: undefined };
    void ended.then(() => {
      this.lastExitCode = child.exitCode;
      if (this.life === life) this.life = undefined;
    });
    return life;
  }

  private readLines(stream: Readable, lastLines: string[]): void {
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      this.options.log?.(line);
    });
  }
}

/** Where a process says that it listens, if it does. */
interface Ports {
  port?: number | undefined;
  operationsPort?: number | undefined;
}

async function untilReady({ child, ended, lastLines }: Life, name: string): Promise<Ports> {
  const patience = new AbortController();
  const ready = new Promise<Ports>((resolve) => {
    child.on('message', (message) => {
      const { type, port, operationsPort } = message as Ports & { type?: unknown };
      if (type === 'ready') resolve({ port, operationsPort });
    });
  });
  const fail = (how: string) => {
    throw new Error([`the ${name} ${how}`, ...lastLines].join('\n  '));
  };
  try {
    return await Promise.race([
      ready,
      ended.then(() => fail('ended before it was ready')),
      delay(READY_TIMEOUT_MS, undefined, { signal: patience.signal }).then(() =>
        fail(`was not ready within ${READY_TIMEOUT_MS / 1000} s`),
      ),
    ]);
  } finally {
    patience.abort();
  }
}

/** A DATABASE_URL in somebody's shell must not lead a throw-away process to real data. */
function basicEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(BASIC_VARIABLES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
