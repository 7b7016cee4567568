/**
 * Runs a command: an error becomes one line on stderr and exit code 1, `false` becomes exit
 * code 1. What breaks because somebody pressed Ctrl-C is not told.
 */
export async function runMain(main: () => Promise<boolean>): Promise<void> {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => (interrupted = true));
  try {
    if (!(await main())) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    if (!interrupted) console.error(describe(error));
  }
}

/** The stack only of what is a mistake in our own code; what has a code was foreseen by somebody. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistake = [TypeError, ReferenceError, RangeError].some((type) => error instanceof type);
  return isMistake && !('code' in error) ? (error.stack ?? error.message) : error.message;
}
