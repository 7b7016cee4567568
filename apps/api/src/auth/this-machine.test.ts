import { describe, expect, it } from '@jest/globals';

import { isFromThisMachine, isLoopback } from './this-machine.ts';

describe('isLoopback', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'knows %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '::ffff:10.0.0.1',
    'localhost.example.com',
    '127.0.0.1.example.com',
    'herald',
  ])('does not take %j for it', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('isFromThisMachine', () => {
  const from = (socketAddress: string | undefined, headers: Record<string, string | string[] | undefined>) =>
    isFromThisMachine({ socketAddress, headers });

  it.each(['localhost:3000', 'localhost', '127.0.0.1:3000', '[::1]:3000'])('is so for %s', (host) => {
    expect(from('127.0.0.1', { host })).toBe(true);
    expect(from('::1', { host })).toBe(true);
  });

  it.each<[string, string | undefined, Record<string, string | undefined>]>([
    ['another machine', '192.168.1.5', { host: 'localhost:3000' }],
    ['no address', undefined, { host: 'localhost:3000' }],
    ['a name that somebody pointed here', '127.0.0.1', { host: 'rebound.example.com:3000' }],
    ['no name', '127.0.0.1', {}],
    ['a proxy', '127.0.0.1', { host: 'localhost:3000', 'x-forwarded-for': '127.0.0.1' }],
    ['a proxy of another kind', '127.0.0.1', { host: 'localhost:3000', forwarded: 'for=127.0.0.1' }],
  ])('is not so for %s', (_, address, headers) => {
    expect(from(address, headers)).toBe(false);
  });
});
