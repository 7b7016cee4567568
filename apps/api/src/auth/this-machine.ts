import { BlockList, isIP } from 'node:net';

/** What a request says of where it comes from. */
export interface Origin {
  /** Of the connection itself, whatever a proxy says. */
  socketAddress: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** A proxy that adds one of these speaks for somebody else. */
const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** Whether an address, or `localhost`, is this machine's own, which no other can reach. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (name === 'localhost') return true;
  const family = isIP(name);
  // BlockList knows IPv4 addresses that are written as IPv6 ones.
  return family !== 0 && LOOPBACK.check(name, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a request comes straight from this machine, and asks for it by a name that only this machine has. */
export function isFromThisMachine({ socketAddress, headers }: Origin): boolean {
  if (socketAddress === undefined || !isLoopback(socketAddress)) return false;
  if (FORWARDING_HEADERS.some((name) => headers[name] !== undefined)) return false;
  const host = headers['host'];
  return typeof host === 'string' && isLoopback(host.replace(/:\d+$/, ''));
}
