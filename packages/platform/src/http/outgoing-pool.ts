import dns from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

import { buildConnector, Pool } from 'undici';

import { findAddressFault } from './outgoing-addresses.ts';
import type { AddressRange } from './outgoing-addresses.ts';

/** A call was not made: it would have gone to an address that not everybody reaches, and that is not allowed. */
export class AddressNotAllowedError extends Error {
  override readonly name = 'AddressNotAllowedError';
  readonly code = 'ERR_ADDRESS_NOT_ALLOWED';

  /**
   * @param host as it was asked for. What DNS made of it is not told: who chose the name may be
   *   somebody who wants to learn that.
   * @param fault what kind of address it is.
   */
  constructor(host: string, fault: string) {
    super(`${host} is not a public address (${fault}), and OUTGOING_PRIVATE_ADDRESSES does not allow it`);
  }
}

export interface OutgoingPoolOptions {
  /** Most connections at once. */
  connections: number;
  /** For a connection, for the head of an answer, and for each piece of its body. */
  timeoutMs: number;
  /** Addresses that may be called although they are private. */
  allowed: readonly AddressRange[];
  /** Asks DNS; another one in tests. */
  lookup?: typeof dns.lookup;
}

/**
 * Kept-alive connections to a server whose address somebody configured. Each is looked at once,
 * when it is made: what is checked is the address that is connected to, so a name that DNS answers
 * differently the second time gains nothing. A redirect is an answer like any other and is not
 * followed.
 *
 * @throws AddressNotAllowedError from each call to an address that may not be called.
 */
export function createOutgoingPool(origin: string, options: OutgoingPoolOptions): Pool {
  const { connections, timeoutMs } = options;
  return new Pool(origin, {
    connections,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: guardedConnector(options),
  });
}

function guardedConnector({ timeoutMs, allowed, lookup }: OutgoingPoolOptions): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(allowed, lookup ?? dns.lookup) });
  return (options, callback) => {
    const { hostname } = options;
    // Of what is an address already nobody asks DNS.
    const fault = isIP(hostname) === 0 ? undefined : findAddressFault(hostname, allowed);
    if (fault === undefined) connect(options, callback);
    else callback(new AddressNotAllowedError(hostname, fault), null);
  };
}

/** Of the addresses that a name has, those that may be called. */
export function guardedLookup(allowed: readonly AddressRange[], lookup: typeof dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const faults = addresses.map(({ address }) => findAddressFault(address, allowed));
      const open = addresses.filter((_address, index) => faults[index] === undefined);
      const [first] = open;
      if (first === undefined) callback(new AddressNotAllowedError(hostname, faults[0] ?? 'unknown'), '');
      else if (options.all) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };
}
