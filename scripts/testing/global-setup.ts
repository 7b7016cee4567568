import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { SERVERS_VARIABLE } from './test-databases.ts';

declare global {
  var heraldTestServers: ChildProcess | undefined;
}

/** Starts the servers of the run once, before any integration or process test file. */
export default async function globalSetup(): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--conditions=herald-source', '--import', 'tsx', path.join(import.meta.dirname, 'servers.ts')],
    { stdio: ['pipe', 'pipe', 'inherit'], cwd: path.join(import.meta.dirname, '../..') },
  );
  globalThis.heraldTestServers = child;

  const lines = createInterface({ input: child.stdout });
  const exited = once(child, 'exit').then(() => {
    throw new Error('The servers for the integration tests did not start; the reason is printed above.');
  });
  exited.catch(() => {});
  const [firstLine] = (await Promise.race([once(lines, 'line'), exited])) as [string];
  process.env[SERVERS_VARIABLE] = firstLine;
}
