import { once } from 'node:events';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** @returns false when another program listens there, or this user may not. */
export async function isPortFree(port: number, host = LOOPBACK): Promise<boolean> {
  return (await tryToListen(port, host)) !== undefined;
}

/** A port that nobody listened on a moment ago. */
export async function findFreePort(host = LOOPBACK): Promise<number> {
  const port = await tryToListen(0, host);
  if (port === undefined) throw new Error(`No port is free on ${host}`);
  return port;
}

async function tryToListen(port: number, host: string): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' ? address?.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
