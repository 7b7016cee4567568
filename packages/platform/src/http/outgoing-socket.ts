import dns from 'node:dns';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';

import { findAddressFault } from './outgoing-addresses.ts';
import type { AddressRange } from './outgoing-addresses.ts';
import { AddressNotAllowedError, guardedLookup } from './outgoing-pool.ts';

export interface OutgoingSocketOptions {
  host: string;
  port: number;
  timeoutMs: number;
  /** Addresses that may be connected to although they are private. */
  allowed: readonly AddressRange[];
  /** When it aborts, the connection breaks, whether it is there already or not. */
  signal: AbortSignal;
}

/**
 * A connection to a server whose address somebody configured, for what is not HTTP.
 *
 * @throws AddressNotAllowedError when it would go to an address that is not public and not allowed;
 *   Error with a `code` as Node gives it when nobody answers in time.
 */
export function openOutgoingSocket({ host, port, timeoutMs, allowed, signal }: OutgoingSocketOptions): Promise<Socket> {
  const fault = isIP(host) === 0 ? undefined : findAddressFault(host, allowed);
  if (fault !== undefined) return Promise.reject(new AddressNotAllowedError(host, fault));
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: guardedLookup(allowed, dns.lookup), signal });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    // It stays: what goes wrong before whoever asked listens for it must not end the process.
    socket.on('error', reject);
    socket.once('close', () => clearTimeout(timer));
  });
}
