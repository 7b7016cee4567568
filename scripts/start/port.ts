import { findFreePort, isPortFree } from '../../packages/platform/src/embedded-postgres/free-port.ts';
import { StartError } from './start-error.ts';

/** A setting that says where to listen, and the port that is taken unless it is set. */
interface PortSetting {
  name: string;
  usual: number;
}

const API_PORT: PortSetting = { name: 'PORT', usual: 3000 };

/** The port that was asked for; otherwise the usual one, or a free one when that is taken. */
export async function choosePort(host: string, asked: number | undefined, { name, usual } = API_PORT): Promise<number> {
  if (asked === undefined) return (await isPortFree(usual, host)) ? usual : findFreePort(host);
  if (await isPortFree(asked, host)) return asked;
  throw new StartError(`Port ${asked} is in use or not permitted: set ${name} to another one.`);
}

/** Where programs on this machine reach a server that listens on `host`. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
