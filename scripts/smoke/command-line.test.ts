import { describe, expect, it } from '@jest/globals';

import { readCommandLine } from './command-line.ts';

const env = { HERALD_API_KEY: 'hrd_live_x' };

describe('pnpm smoke', () => {
  it('takes an address and sends three messages unless told otherwise', () => {
    expect(readCommandLine(['https://herald.example/'], env)).toEqual({
      origin: 'https://herald.example',
      apiKey: 'hrd_live_x',
      caFile: undefined,
      customers: 3,
      campaign: 'sent',
      timeoutMs: 300_000,
      plainOrigin: undefined,
    });
  });

  it('takes its options', () => {
    const args = [
      '--customers',
      '10',
      '--no-send',
      '--ca',
      'ca.pem',
      '--timeout',
      '60',
      '--plain',
      'http://a.example:80',
    ];
    expect(readCommandLine(['https://a.example:8443', ...args], env)).toMatchObject({
      origin: 'https://a.example:8443',
      customers: 10,
      campaign: 'excluded',
      caFile: 'ca.pem',
      timeoutMs: 60_000,
      plainOrigin: 'http://a.example',
    });
    expect(readCommandLine(['http://api:3000', '--allow-http', '--no-campaign'], env)).toMatchObject({
      origin: 'http://api:3000',
      campaign: 'none',
    });
  });

  it.each([
    [[], 'Usage: '],
    [['https://a.example', 'https://b.example'], 'Usage: '],
    [['https://a.example', '--fast'], "Unknown option '--fast'"],
    [['herald.example'], '"herald.example" is no http:// or https:// address.'],
    [['ftp://herald.example'], 'is no http:// or https:// address.'],
    [['https://herald.example/crm'], 'Herald is not served below a path.'],
    [['http://herald.example'], 'the API key could be read on the way'],
    [['https://a.example', '--customers', '0'], '--customers must be a whole number from 1 to 100.'],
    [['https://a.example', '--customers', '1e9'], '--customers must be a whole number from 1 to 100.'],
    [['https://a.example', '--no-send', '--no-campaign'], 'exclude each other'],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args, env)).toThrow(message);
  });

  it('says how to make a key when there is none', () => {
    expect(() => readCommandLine(['https://a.example'], {})).toThrow(/HERALD_API_KEY is not set.*\/settings\/keys/s);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000'])(
    'takes %s, which is this machine',
    (url) => {
      expect(readCommandLine([url], env).origin).toBe(url);
    },
  );
});
