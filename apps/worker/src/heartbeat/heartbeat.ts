import type { Logger, WorkerProcessRepository, WorkerReport } from '@herald/platform';

/** Traces of workers that ended without a word are kept for this long. */
const FORGET_AFTER_MS = 86_400_000;

/**
 * Says every few seconds that this worker is alive: what one that is silent had claimed is free. Who
 * was cut off from the database itself cannot tell who else is alive, before it has been heard and
 * has listened for a while.
 */
export class Heartbeat {
  private readonly workers: WorkerProcessRepository;
  private readonly workerId: string;
  private readonly report: () => WorkerReport;
  private readonly intervalMs: number;
  private readonly steadyAfterMs: number;
  private readonly clockMs: () => number;
  private readonly logger: Logger;
  private unbrokenSinceMs: number | undefined;
  private lastBeatAtMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(deps: {
    workers: WorkerProcessRepository;
    workerId: string;
    /** What is told with each beat. */
    report: () => WorkerReport;
    intervalMs: number;
    /** For so long it must have been heard without a gap to believe that others are dead. */
    steadyAfterMs: number;
    clockMs: () => number;
    logger: Logger;
  }) {
    this.workers = deps.workers;
    this.workerId = deps.workerId;
    this.report = deps.report;
    this.intervalMs = deps.intervalMs;
    this.steadyAfterMs = deps.steadyAfterMs;
    this.clockMs = deps.clockMs;
    this.logger = deps.logger;
  }

  /** Resolves once it was seen for the first time; nothing may be claimed before. */
  async start(): Promise<void> {
    await this.workers.removeNotSeenFor(FORGET_AFTER_MS);
    await this.markSeen();
    this.beatLater();
  }

  /** Whether it was heard without a gap for as long as it takes to find out who is dead. */
  isSteady(): boolean {
    const nowMs = this.clockMs();
    const isHeard = nowMs - this.lastBeatAtMs < this.steadyAfterMs;
    return isHeard && this.unbrokenSinceMs !== undefined && nowMs - this.unbrokenSinceMs >= this.steadyAfterMs;
  }

  /** When nothing is claimed any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
    try {
      await this.workers.remove(this.workerId);
    } catch (err) {
      // Then others find out by its silence.
      this.logger.warn({ err }, 'worker.heartbeat.failed');
    }
  }

  private beatLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.beat();
    }, this.intervalMs);
  }

  private async beat(): Promise<void> {
    try {
      await this.markSeen();
    } catch (err) {
      this.unbrokenSinceMs = undefined;
      this.logger.warn({ err }, 'worker.heartbeat.failed');
    }
    this.beatLater();
  }

  private async markSeen(): Promise<void> {
    await this.workers.markSeen(this.workerId, this.report());
    const nowMs = this.clockMs();
    // A process that was stopped for a while was cut off as well.
    if (nowMs - this.lastBeatAtMs >= this.steadyAfterMs) this.unbrokenSinceMs = undefined;
    this.unbrokenSinceMs ??= nowMs;
    this.lastBeatAtMs = nowMs;
  }
}
