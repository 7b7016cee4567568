import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { parseConfig } from '../config/parse-config.ts';
import { addressRangesVariable, findAddressFault, LOOPBACK_ADDRESSES } from './outgoing-addresses.ts';

const read = (text: string) => addressRangesVariable.parse(text);

describe('an address', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'as %s may be called',
    (address) => {
      expect(findAddressFault(address, [])).toBeUndefined();
    },
  );

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['192.0.2.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fc00::1', 'uniqueLocal'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:a9fe:a9fe', 'linkLocal'],
    ['::ffff:10.0.0.1', 'private'],
    // Ways to write IPv4 that a network may translate.
    ['64:ff9b::a00:1', 'rfc6052'],
    ['2002:a00:1::', '6to4'],
    ['::7f00:1', 'reserved'],
    ['4000::1', 'reserved'],
  ])('as %s may not be called: %s', (address, fault) => {
    expect(findAddressFault(address, [])).toBe(fault);
  });

  it('may be called when its range is allowed, and no other for that', () => {
    const allowed = read('10.1.0.0/16, 192.168.7.7,fd00::/8');
    const faults = ['10.1.2.3', '::ffff:10.1.2.3', '192.168.7.7', 'fd12::1'].map((address) =>
      findAddressFault(address, allowed),
    );
    expect(faults).toEqual([undefined, undefined, undefined, undefined]);
    expect(findAddressFault('10.2.0.1', allowed)).toBe('private');
    expect(findAddressFault('192.168.7.8', allowed)).toBe('private');
    expect(findAddressFault('fc00::1', allowed)).toBe('uniqueLocal');
    expect(findAddressFault('127.0.0.1', allowed)).toBe('loopback');
    expect(findAddressFault('::1', allowed)).toBe('loopback');
  });

  it('of this machine is what loopback means', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1'].map((each) => findAddressFault(each, LOOPBACK_ADDRESSES))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(findAddressFault('10.0.0.1', LOOPBACK_ADDRESSES)).toBe('private');
    expect(findAddressFault('0.0.0.0', LOOPBACK_ADDRESSES)).toBe('unspecified');
  });
});

describe('a variable of addresses', () => {
  it('may say that every address is allowed', () => {
    const allowed = read('0.0.0.0/0,::/0');
    expect([findAddressFault('169.254.169.254', allowed), findAddressFault('fe80::1', allowed)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    'localhost',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '127.1',
    '010.0.0.0/8',
    '10.0.0.1,',
    '*',
  ])('as %j is refused by its name', (OUTGOING) => {
    expect(() => parseConfig(z.object({ OUTGOING: addressRangesVariable }), { OUTGOING })).toThrow(
      /^Bad configuration: OUTGOING: must be addresses or ranges with commas between them/,
    );
  });
});
