import { isRunning } from '../../packages/platform/src/embedded-postgres/process-identity.ts';
import { listProcesses, type ListedProcess } from './process-table.ts';

const POLL_MS = 500;
const RUNNER = /^(?:\S*\/)?(?:node\S* +(?:\S*\/)?)?(?:npm|npx|pnpm|pnpx|corepack)(?:[-.]\S*)?(?: |$)/;
const SHELL_OF_RUNNER = /^(?:\S*\/)?(?:ba|da|a|z)?sh -c /;

/**
 * The processes of `npx pnpm@12 start` above us. A signal that is sent to the first of
 * them ends it and its shell, and neither hands it on.
 *
 * A shell counts only between two of them: the one at the top belongs to the user, who may
 * leave it while Herald goes on.
 */
export function findPackageRunners(pid: number, processes: ListedProcess[]): number[] {
  const runners: number[] = [];
  const shells: number[] = [];
  let current = processes.find((candidate) => candidate.pid === pid);
  for (;;) {
    const parent: ListedProcess | undefined = processes.find((candidate) => candidate.pid === current?.ppid);
    if (parent === undefined) return runners;
    if (RUNNER.test(parent.command)) runners.push(...shells.splice(0), parent.pid);
    else if (SHELL_OF_RUNNER.test(parent.command)) shells.push(parent.pid);
    else return runners;
    current = parent;
  }
}

/** Calls `then` once when one of the processes that started us through npm or pnpm is gone. */
export function whenPackageRunnerEnds(then: () => void): void {
  const runners = findPackageRunners(process.pid, listProcesses());
  const timer = setInterval(() => {
    if (runners.every(isRunning)) return;
    clearInterval(timer);
    then();
  }, POLL_MS).unref();
}
