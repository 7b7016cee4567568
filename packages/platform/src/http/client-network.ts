import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/** What one client is given of IPv6, where it may take as many addresses as it likes. */
const CLIENT_PREFIX_BYTES = 8;

/**
 * The network that one client calls from, to count calls by: an IPv4 address, or the first 64 bits
 * of an IPv6 address. What is no address is returned as it is.
 */
export function clientNetworkOf(address: string): string {
  if (isIP(address) === 0) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray();
  bytes.fill(0, CLIENT_PREFIX_BYTES);
  return `${ipaddr.fromByteArray(bytes).toString()}/${CLIENT_PREFIX_BYTES * 8}`;
}
