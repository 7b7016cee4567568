import { untilAborted } from '../start/abort.ts';
import { endRun, startRun, type Run } from '../start/child-run.ts';
import { printer, printLines, type Speaker } from './terminal.ts';

interface ReloadingOptions {
  name: Speaker;
  /** A TypeScript file, run from the source. */
  script: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
  say: (line: string) => void;
  /** Aborted when there is no time left: what still runs is killed at once. */
  hurry: AbortSignal;
}

const FROM_SOURCE = ['--conditions=herald-source', '--import', 'tsx'];

/**
 * A process that is ended and started anew when its source changed. One that fails is no reason to
 * end: it is started with the next change, which mends it.
 */
export class ReloadingProcess {
  /** Resolves when the process serves for the first time. */
  readonly ready: Promise<void>;

  private readonly options: ReloadingOptions;
  private readonly running: Promise<void>;
  /** Aborted: what runs is not what it should be any more. */
  private change = new AbortController();
  private hasEnded = false;
  private isStopped = false;

  constructor(options: ReloadingOptions) {
    this.options = options;
    let becameReady = () => {};
    this.ready = new Promise<void>((resolve) => (becameReady = resolve));
    this.running = this.keepRunning(becameReady);
  }

  restart(): void {
    this.change.abort();
  }

  /** For a process that reloads itself: only when it does not run. */
  revive(): void {
    if (this.hasEnded) this.change.abort();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.change.abort();
    await this.running;
  }

  private async keepRunning(becameReady: () => void): Promise<void> {
    while (!this.isStopped) {
      // Before the start: what changes from now on may be read in its old form.
      this.change = new AbortController();
      this.hasEnded = false;
      const run = this.startOnce(becameReady);
      const end = await Promise.race([run.ended, untilAborted(this.change.signal)]);
      if (end === undefined) {
        await endRun(run, this.options.hurry);
        continue;
      }
      this.hasEnded = true;
      this.options.say(`The ${this.options.name} ${end}; it is started again with the next change`);
      await untilAborted(this.change.signal);
    }
  }

  private startOnce(becameReady: () => void): Run {
    const { name, script, env, cwd } = this.options;
    const run = startRun({ script, env, cwd, output: 'pipe', nodeArguments: FROM_SOURCE }, becameReady);
    const print = printer(name);
    for (const stream of [run.child.stdout, run.child.stderr]) if (stream) printLines(stream, print);
    return run;
  }
}
