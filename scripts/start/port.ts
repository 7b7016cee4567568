import { findFreePort, isPortFree } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { StartError } from './start-error.ts';

const PREFERRED_PORT = 3000;

/** The port that was asked for; otherwise the usual one, or a free one when that is taken. */
export async function choosePort(host: string, asked: number | undefined): Promise<number> {
  if (asked === undefined) return (await isPortFree(PREFERRED_PORT, host)) ? PREFERRED_PORT : findFreePort(host);
  if (await isPortFree(asked, host)) return asked;
  throw new StartError(`Port ${asked} is in use or not permitted: set PORT to another one.`);
}

/** Where programs on this machine reach a server that listens on `host`. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
