import { describe, expect, it } from '@jest/globals';

import { readWorkerConfig } from './config.ts';

const NEEDED = { DATABASE_URL: 'postgres://herald@localhost/herald', VENDOR_URL: 'http://localhost:3000/send' };

describe('readWorkerConfig', () => {
  it('needs the database and the vendor', () => {
    expect(readWorkerConfig(NEEDED)).toMatchObject({
      DELIVERY_BATCH_SIZE: 100,
      LAUNCH_PAGE_SIZE: 2_000,
      ORDER_CUSTOMER_WAIT_MS: 120_000,
    });
  });

  it('knows where the mock vendor is asked what became of a message, and not where others are', () => {
    const lookupOf = (env: object) => readWorkerConfig({ ...NEEDED, ...env }).VENDOR_LOOKUP_URL;
    const VENDOR_URL = 'http://localhost:3000/api/mock-vendor/send-email';
    expect(lookupOf({ VENDOR_URL })).toBe('http://localhost:3000/api/mock-vendor/messages/{key}');
    expect(lookupOf({})).toBeUndefined();
    const VENDOR_LOOKUP_URL = 'http://localhost:4000/{key}';
    expect(lookupOf({ VENDOR_URL, VENDOR_LOOKUP_URL })).toBe(VENDOR_LOOKUP_URL);
  });

  it.each([
    [{ VENDOR_URL: undefined }, /VENDOR_URL: /],
    [{ VENDOR_URL: 'localhost:3000' }, /VENDOR_URL: must be an http:\/\/ or https:\/\/ address/],
    [{ DELIVERY_BATCH_SIZE: '0' }, /DELIVERY_BATCH_SIZE: /],
    [{ DELIVERY_BATCH_SIZE: '1.5' }, /DELIVERY_BATCH_SIZE: /],
    [{ SWEEP_INTERVAL_MS: '1' }, /SWEEP_INTERVAL_MS: /],
    [{ LAUNCH_PAGE_SIZE: '10001' }, /LAUNCH_PAGE_SIZE: /],
    [{ VENDOR_LOOKUP_URL: 'http://localhost:3000/messages' }, /VENDOR_LOOKUP_URL: must hold \{key\}/],
    [{ DELIVERY_JOBS: '33' }, /DELIVERY_JOBS: must not be above DELIVERY_CONNECTIONS/],
    [{ WORKER_DEAD_AFTER_MS: '3000' }, /WORKER_DEAD_AFTER_MS: must be at least twice WORKER_HEARTBEAT_MS/],
  ])('refuses %j by the name of the variable', (env, message) => {
    expect(() => readWorkerConfig({ ...NEEDED, ...env })).toThrow(message);
  });
});
