import { describe, expect, it } from '@jest/globals';

import { readApiConfig } from './config.ts';

const DATABASE_URL = 'postgres://herald@localhost/herald';

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
    const RECEIPT_SECRET = 'x'.repeat(32);
    const env = { DATABASE_URL, RECEIPT_SECRET, NODE_ENV: 'production', MOCK_VENDOR_FAULTS: 'busy=0.5,lose=1' };
    expect(readApiConfig(env)).toMatchObject({
      RECEIPT_SECRET,
      MOCK_VENDOR_FAULTS: new Map([
        ['busy', 0.5],
        ['lose', 1],
      ]),
    });
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
    [{ NODE_ENV: 'production' }, /RECEIPT_SECRET: is needed in production/],
    [{ NODE_ENV: 'production', RECEIPT_SECRET: '' }, /RECEIPT_SECRET: is needed in production/],
    [{ MOCK_VENDOR_FAULTS: 'bussy=1' }, /MOCK_VENDOR_FAULTS: there is no fault "bussy"/],
    [{ MOCK_VENDOR_FAULTS: 'busy=2' }, /MOCK_VENDOR_FAULTS: busy must be given as busy=rate/],
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
