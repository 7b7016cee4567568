import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';

import { addressOf } from './callers.ts';

const PROXY = '10.0.0.1';
const callBy = (ip: string | undefined, remoteAddress: string | undefined = PROXY) =>
  addressOf({ ip, socket: { remoteAddress } } as Request);

describe('the address of a call', () => {
  it.each(['203.0.113.7', '2001:db8::7', '::ffff:203.0.113.7'])('is %s when that is what the proxy says', (ip) => {
    expect(callBy(ip)).toBe(ip);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '203.0.113.7:4711',
    '[2001:db8::7]',
    '203.0.113',
    'x'.repeat(5_000),
    'fe80::1%x7',
  ])('is that of the proxy when it says %j', (ip) => {
    expect(callBy(ip)).toBe(PROXY);
  });

  it('is not known of a connection that is gone', () => {
    expect(addressOf({ ip: undefined, socket: {} } as Request)).toBe('unknown');
  });
});
