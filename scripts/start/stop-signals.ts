import { whenPackageRunnerEnds } from './package-runner.ts';

/** Tells when to stop, and when to stop waiting. */
export interface StopSignals {
  signal: AbortSignal;
  hurry: AbortSignal;
}

// pnpm hands Ctrl-C on to a program that has it from the terminal already: what follows
// this soon is the same key press.
const SAME_KEY_PRESS_MS = 1_000;

/** Ctrl-C, SIGTERM, a closed terminal, or the end of the pnpm that started us; a second time: hurry. */
export function listenForStop(say: (line: string) => void): StopSignals {
  const stop = new AbortController();
  const hurry = new AbortController();
  let firstAt = 0;
  const begin = () => {
    if (stop.signal.aborted) return;
    firstAt = performance.now();
    say('Stopping (Ctrl-C again: at once)');
    stop.abort();
  };
  const onSignal = () => {
    if (stop.signal.aborted && performance.now() - firstAt > SAME_KEY_PRESS_MS) hurry.abort();
    begin();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  whenPackageRunnerEnds(begin);
  // A closed terminal also makes every further line fail; that must not end us before the rest.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return { signal: stop.signal, hurry: hurry.signal };
}
