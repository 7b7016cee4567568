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

  it.each([
    [{ VENDOR_URL: undefined }, /VENDOR_URL: /],
    [{ VENDOR_URL: 'localhost:3000' }, /VENDOR_URL: must be an http:\/\/ or https:\/\/ address/],
    [{ DELIVERY_BATCH_SIZE: '0' }, /DELIVERY_BATCH_SIZE: /],
    [{ DELIVERY_BATCH_SIZE: '1.5' }, /DELIVERY_BATCH_SIZE: /],
    [{ SWEEP_INTERVAL_MS: '1' }, /SWEEP_INTERVAL_MS: /],
    [{ LAUNCH_PAGE_SIZE: '10001' }, /LAUNCH_PAGE_SIZE: /],
  ])('refuses %j by the name of the variable', (env, message) => {
    expect(() => readWorkerConfig({ ...NEEDED, ...env })).toThrow(message);
  });
});
