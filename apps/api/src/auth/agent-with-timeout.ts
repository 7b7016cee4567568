import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';

/**
 * For a library that calls other servers and sets no limit of time: a connection on which nothing
 * moves for so long is closed, and the call fails.
 *
 * @param url of a server that is called; all of them are called by its protocol.
 */
export function agentWithTimeout(url: string, timeoutMs: number): HttpAgent {
  const agent = new URL(url).protocol === 'https:' ? new HttpsAgent() : new HttpAgent();
  const { createConnection } = agent as unknown as { createConnection: (...call: unknown[]) => Socket };
  const withTimeout = (...call: unknown[]) => {
    const socket = createConnection.apply(agent, call);
    return socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the server does not answer')));
  };
  return Object.assign(agent, { createConnection: withTimeout });
}
