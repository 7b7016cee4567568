import { once } from 'node:events';

/** Ends the servers of the run and waits until they are gone. */
export default async function globalTeardown(): Promise<void> {
  const child = globalThis.heraldTestServers;
  if (!child || child.exitCode !== null) return;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.stdin?.end();
  const [exitCode] = await exited;
  if (exitCode !== 0) throw new Error(`The servers of the tests ended with exit code ${exitCode}.`);
}
