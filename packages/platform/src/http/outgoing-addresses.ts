import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Addresses that begin with the same bits: an address, and how many of its bits count. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** This machine, as it calls itself. */
export const LOOPBACK_ADDRESSES: readonly AddressRange[] = ['127.0.0.0/8', '::1/128'].map(parseRange);

/** Everything in IPv6 that anybody was ever given; what lies outside is reserved or means something else. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Addresses and ranges in an environment variable: `127.0.0.1,10.1.0.0/16,fd00::/8`. */
export const addressRangesVariable = z.string().transform((text, context): readonly AddressRange[] => {
  const parts = text.split(',').map((part) => part.trim());
  return parts.flatMap((part) => {
    if (isRange(part)) return [parseRange(part)];
    context.addIssue('must be addresses or ranges with commas between them, as 127.0.0.1,10.1.0.0/16');
    return [];
  });
});

/**
 * Why a call may not go to an address: it is not one that everybody on the internet reaches, but a
 * private, link-local, loopback, multicast or reserved one. IPv4 written as IPv6 is what it stands for.
 *
 * @param address as DNS or an address bar has it, without brackets.
 * @param allowed ranges that may be called all the same.
 * @returns what kind of address it is; undefined when it may be called.
 */
export function findAddressFault(address: string, allowed: readonly AddressRange[]): string | undefined {
  const parsed = ipaddr.process(address);
  const range = kindOf(parsed);
  if (range === 'unicast') return undefined;
  const isAllowed = allowed.some(([first, bits]) => first.kind() === parsed.kind() && parsed.match(first, bits));
  return isAllowed ? undefined : range;
}

function kindOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range();
  return range === 'unicast' && address.kind() === 'ipv6' && !address.match(GLOBAL_IPV6) ? 'reserved' : range;
}

// Stricter than `ipaddr.js`, which also takes 127.1 and reads 010.0.0.0 as 8.0.0.0.
function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function parseRange(text: string): AddressRange {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
