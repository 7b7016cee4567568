import { eventually } from '../testing/fixtures/eventually.ts';

const TIMEOUT_MS = 30_000;

/** Waits for a state of another process. @throws Error naming `what` when it does not come in time. */
export function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  return eventually(async () => {
    if (!(await isSo())) throw new Error(`not within ${TIMEOUT_MS / 1000} s: ${what}`);
  }, TIMEOUT_MS);
}
