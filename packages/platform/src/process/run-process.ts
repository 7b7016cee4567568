import { ConfigError } from '../config/parse-config.ts';

/** What a process of Herald runs: serving when `start` resolved, gone when `stop` resolved. */
export interface RunningProcess {
  /** The port it listens on, for whoever started it. */
  port?: number;
  /** The same of its metrics and probes. */
  operationsPort?: number | undefined;
  /** Finishes what is in flight and closes everything. */
  stop(): Promise<void>;
}

// In-flight work is finished within this time; what is not is taken over by another process.
const SHUTDOWN_TIMEOUT_MS = 12_000;

/**
 * Runs a process until it is told to end: by SIGTERM or SIGINT, or because the process
 * that started it over IPC is gone, so that nothing stays behind.
 */
export async function runProcess(start: () => Promise<RunningProcess>): Promise<void> {
  let stopping: Promise<void> | undefined;
  // `start` may also throw before its first await.
  const running = (async () => start())();
  const stop = (): void => {
    stopping ??= shutDown(running);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  try {
    const { port, operationsPort } = await running;
    process.send?.({ type: 'ready', port, operationsPort });
  } catch (error) {
    exitWithReason(error);
  }
}

async function shutDown(running: Promise<RunningProcess>): Promise<void> {
  setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT_MS).unref();
  try {
    await (await running).stop();
    process.exit(0);
  } catch (error) {
    exitWithReason(error);
  }
}

/** One sentence where the reason is known, the stack where it is not. */
function exitWithReason(error: unknown): never {
  const known = error instanceof ConfigError || (error as NodeJS.ErrnoException).code !== undefined;
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
