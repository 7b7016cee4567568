import { eventually } from '../testing/fixtures/eventually.ts';
import { isLongForm } from './form.ts';

const TIMEOUT_MS = isLongForm ? 120_000 : 30_000;

/** Waits for a state of another process. @throws Error naming `what` when it does not come in time. */
export function until(isSo: () => boolean | Promise<boolean>, what: string, timeoutMs = TIMEOUT_MS): Promise<void> {
  return eventually(async () => {
    if (!(await isSo())) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
  }, timeoutMs);
}
