import type { Logger } from '../logger.ts';
import { outsideOfCalls } from './call-context.ts';

const INTERVAL_MS = 60_000;
const LONGEST_REASON = 200;

/** Says that spans were lost: at once, and then once a minute for as long as that goes on. */
export class LossLog {
  private readonly logger: Pick<Logger, 'warn'>;
  private readonly clockMs: () => number;
  private nextAtMs = -Infinity;
  private spans = 0;

  constructor(logger: Pick<Logger, 'warn'>, clockMs: () => number) {
    this.logger = logger;
    this.clockMs = clockMs;
  }

  /** @param spans how many, as far as is known. */
  note(spans: number, error: unknown): void {
    this.spans += spans;
    if (this.clockMs() < this.nextAtMs) return;
    this.nextAtMs = this.clockMs() + INTERVAL_MS;
    // They are exported together, and are of many calls.
    outsideOfCalls(() => this.logger.warn({ spans: this.spans, reason: reasonOf(error) }, 'traces.not_exported'));
    this.spans = 0;
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string | number; message?: string };
  return String(code ?? message ?? error).slice(0, LONGEST_REASON);
}
