import { describe, expect, it } from '@jest/globals';

import { readApiConfig } from './config.ts';

const DATABASE_URL = 'postgres://herald@localhost/herald';
const PRODUCTION = {
  NODE_ENV: 'production',
  RECEIPT_SECRET: 'x'.repeat(32),
  SESSION_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://herald.example.com',
  GOOGLE_CLIENT_ID: 'herald',
  GOOGLE_CLIENT_SECRET: 'x',
};

describe('readApiConfig', () => {
  it('needs the database only', () => {
    expect(readApiConfig({ DATABASE_URL })).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      MOCK_VENDOR: 'on',
      MOCK_VENDOR_FAILURE_RATE: 0.1,
      MOCK_VENDOR_MIN_DELAY_MS: 50,
      MOCK_VENDOR_MAX_DELAY_MS: 200,
      QUEUE_PREFIX: 'herald',
      TIME_ZONE: 'UTC',
      MOCK_VENDOR_FAULTS: new Map(),
      MOCK_VENDOR_MAX_PER_SECOND: 0,
      MOCK_VENDOR_RECEIPT_BATCH: 1,
    });
  });

  it('reads secrets and bad days', () => {
    const env = { DATABASE_URL, ...PRODUCTION, MOCK_VENDOR_FAULTS: 'busy=0.5,lose=1' };
    expect(readApiConfig(env)).toMatchObject({
      RECEIPT_SECRET: PRODUCTION.RECEIPT_SECRET,
      MOCK_VENDOR_FAULTS: new Map([
        ['busy', 0.5],
        ['lose', 1],
      ]),
    });
  });

  it('has a mock vendor, in production only when that is said', () => {
    const vendorOf = (env: object) => readApiConfig({ DATABASE_URL, ...env }).MOCK_VENDOR;
    expect([vendorOf({}), vendorOf({ NODE_ENV: 'test' }), vendorOf({ MOCK_VENDOR: 'off' })]).toEqual([
      'on',
      'on',
      'off',
    ]);
    const on = { ...PRODUCTION, VENDOR_SECRET: 'x'.repeat(32), MOCK_VENDOR: 'on' };
    expect([vendorOf(PRODUCTION), vendorOf(on)]).toEqual(['off', 'on']);
  });

  it('has limits that can be turned off, and no other origin unless one is named', () => {
    expect(readApiConfig({ DATABASE_URL, RATE_LIMIT_PER_KEY: '0' })).toMatchObject({
      RATE_LIMIT_PER_KEY: 0,
      RATE_LIMIT_PER_MEMBER: 1_200,
      RATE_LIMIT_PER_ADDRESS: 600,
      RATE_LIMIT_BAD_CREDENTIALS: 30,
      HTTP_MAX_CONNECTIONS: 2_000,
      CORS_ORIGINS: [],
    });
    const CORS_ORIGINS = 'https://shop.example, http://localhost:5173';
    expect(readApiConfig({ DATABASE_URL, CORS_ORIGINS }).CORS_ORIGINS).toEqual([
      'https://shop.example',
      'http://localhost:5173',
    ]);
  });

  it('takes unsigned calls on a loopback address only, and elsewhere none that nobody makes', () => {
    for (const HOST of ['localhost', '::1', '127.0.0.2']) expect(readApiConfig({ DATABASE_URL, HOST }).HOST).toBe(HOST);
    const everywhere = { DATABASE_URL, HOST: '0.0.0.0', RECEIPT_SECRET: 'x'.repeat(32) };
    expect(readApiConfig({ ...everywhere, MOCK_VENDOR: 'off' }).VENDOR_SECRET).toBeUndefined();
    expect(readApiConfig({ ...everywhere, VENDOR_SECRET: 'x'.repeat(32) }).MOCK_VENDOR).toBe('on');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readApiConfig({ DATABASE_URL, PORT: '', REDIS_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  it.each([
    [{ DATABASE_URL: undefined }, /^Bad configuration: DATABASE_URL: /],
    [{ DATABASE_URL: 'mysql://localhost' }, /DATABASE_URL: must be a postgres:\/\/ address/],
    [{ REDIS_URL: 'http://localhost' }, /REDIS_URL: must be a redis:\/\/ address/],
    [{ PORT: '70000' }, /PORT: /],
    [{ PORT: 'http' }, /PORT: /],
    [{ TIME_ZONE: 'Mars/Olympus' }, /TIME_ZONE: must be the name of a time zone/],
    [{ QUEUE_PREFIX: 'a{b}' }, /QUEUE_PREFIX: /],
    [{ MOCK_VENDOR_FAILURE_RATE: '1.1' }, /MOCK_VENDOR_FAILURE_RATE: /],
    [{ MOCK_VENDOR_MIN_DELAY_MS: '300' }, /MOCK_VENDOR_MIN_DELAY_MS: must not be above MOCK_VENDOR_MAX_DELAY_MS/],
    [{ RECEIPT_URL: 'ftp://x' }, /RECEIPT_URL: /],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: /],
    [{ RECEIPT_SECRET: 'x'.repeat(31) }, /RECEIPT_SECRET: must be at least 32 characters/],
    [{ VENDOR_SECRET: 'x'.repeat(31) }, /VENDOR_SECRET: must be at least 32 characters/],
    [{ NODE_ENV: 'production', MOCK_VENDOR: 'on' }, /VENDOR_SECRET: is needed in production: without it/],
    [
      { HOST: '0.0.0.0' },
      /RECEIPT_SECRET: is needed where HOST is not a loopback address, and it is 0\.0\.0\.0: without/,
    ],
    [{ HOST: '::' }, /VENDOR_SECRET: is needed where HOST is not a loopback address, and it is ::: without it anybody/],
    [{ HOST: '192.168.1.7', VENDOR_SECRET: 'x'.repeat(32), MOCK_VENDOR: 'off' }, /RECEIPT_SECRET: is needed where/],
    [{ MOCK_VENDOR: 'maybe' }, /MOCK_VENDOR: /],
    [{ NODE_ENV: 'production' }, /RECEIPT_SECRET: is needed in production/],
    [{ NODE_ENV: 'production', RECEIPT_SECRET: '' }, /RECEIPT_SECRET: is needed in production/],
    [{ MOCK_VENDOR_FAULTS: 'bussy=1' }, /MOCK_VENDOR_FAULTS: there is no fault "bussy"/],
    [{ MOCK_VENDOR_FAULTS: 'busy=2' }, /MOCK_VENDOR_FAULTS: busy must be given as busy=rate/],
    [{ RATE_LIMIT_PER_KEY: '-1' }, /RATE_LIMIT_PER_KEY: /],
    [{ RATE_LIMIT_BAD_CREDENTIALS: 'many' }, /RATE_LIMIT_BAD_CREDENTIALS: /],
    [{ HTTP_MAX_CONNECTIONS: '0' }, /HTTP_MAX_CONNECTIONS: /],
    [{ CORS_ORIGINS: '*' }, /CORS_ORIGINS: must be origins/],
    [{ MOCK_VENDOR_MAX_PER_SECOND: '-1' }, /MOCK_VENDOR_MAX_PER_SECOND: /],
    [{ MOCK_VENDOR_RECEIPT_BATCH: '0' }, /MOCK_VENDOR_RECEIPT_BATCH: /],
    [{ MOCK_VENDOR_RECEIPT_BATCH: '1001' }, /MOCK_VENDOR_RECEIPT_BATCH: /],
  ])('refuses %j by the name of the variable', (env, message) => {
    expect(() => readApiConfig({ DATABASE_URL, ...env })).toThrow(message);
  });

  it('names every bad variable, and never the value, which may be a password', () => {
    const read = () => readApiConfig({ DATABASE_URL: 'mysql://root:hunter2@x', PORT: '-1', HOST: 'x' });
    expect(read).toThrow(/DATABASE_URL: .*; PORT: /);
    expect(read).not.toThrow(/hunter2/);
  });
});
