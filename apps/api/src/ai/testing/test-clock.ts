import type { Clock } from '../provider/clock.ts';

/** Time that passes only where a test says so, and at once where somebody waits. */
export class TestClock implements Clock {
  /** How long was waited, in milliseconds, oldest first. */
  readonly waits: number[] = [];
  /** How long each call was given, in milliseconds, oldest first. */
  readonly given: number[] = [];
  private ms = 0;
  private readonly running = new Set<{ endsAt: number; controller: AbortController }>();

  now = (): number => this.ms;

  expire = (ms: number) => {
    this.given.push(ms);
    const timer = { endsAt: this.ms + ms, controller: new AbortController() };
    this.running.add(timer);
    return { signal: timer.controller.signal, cancel: () => void this.running.delete(timer) };
  };

  wait = async (ms: number, signal: AbortSignal): Promise<void> => {
    this.waits.push(ms);
    if (!signal.aborted) this.pass(ms);
  };

  pass(ms: number): void {
    this.ms += ms;
    for (const { endsAt, controller } of this.running) if (endsAt <= this.ms) controller.abort();
  }
}
