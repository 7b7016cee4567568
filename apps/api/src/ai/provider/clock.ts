import { setTimeout as wait } from 'node:timers/promises';

/** How time passes for whoever asks a model; in tests as the test says. */
export interface Clock {
  /** In milliseconds, from any beginning. */
  now: () => number;
  /** A signal that is aborted after so long, unless it is cancelled before. */
  expire: (ms: number) => { signal: AbortSignal; cancel: () => void };
  /** Ends early when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  expire: (ms) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), ms);
    return { signal: controller.signal, cancel: () => clearTimeout(timer) };
  },
  wait: async (ms, signal) => {
    // Why it ended early is known to whoever has the signal.
    await wait(ms, undefined, { signal }).catch(() => undefined);
  },
};
