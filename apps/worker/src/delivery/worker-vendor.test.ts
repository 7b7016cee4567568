import { describe, expect, it } from '@jest/globals';

import { readWorkerConfig } from '../config.ts';
import { workerVendorOf } from './worker-vendor.ts';

const vendorOf = (env: NodeJS.ProcessEnv) =>
  workerVendorOf(readWorkerConfig({ DATABASE_URL: 'postgres://localhost/herald', ...env }));

describe('what a worker tells of its vendor', () => {
  it('is its settings', () => {
    expect(
      vendorOf({
        VENDOR_URL: 'https://vendor.example/v1/send',
        VENDOR_LOOKUP_URL: 'https://vendor.example/v1/messages/{key}',
        DELIVERY_BATCH_SIZE: '50',
        DELIVERY_CONNECTIONS: '12',
        VENDOR_TIMEOUT_MS: '3000',
        DELIVERY_MAX_ATTEMPTS: '4',
      }),
    ).toEqual({
      origin: 'https://vendor.example',
      isMock: false,
      isSigned: false,
      canLookUp: true,
      messagesPerJob: 50,
      connections: 12,
      timeoutMs: 3_000,
      maxAttempts: 4,
    });
  });

  it('says that the mock vendor delivers nothing, and can be asked', () => {
    const vendor = vendorOf({ VENDOR_URL: 'http://127.0.0.1:3000/api/mock-vendor/send-email' });
    expect(vendor).toMatchObject({ origin: 'http://127.0.0.1:3000', isMock: true, canLookUp: true });
  });

  it('has the connections of a mail server, which nothing is signed for', () => {
    const vendor = vendorOf({
      VENDOR_URL: 'smtps://user:hidden@mail.example',
      SMTP_FROM: 'hello@chai.example',
      SMTP_CONNECTIONS: '3',
      VENDOR_SECRET: 'x'.repeat(40),
    });
    expect(vendor).toMatchObject({ origin: 'smtps://mail.example', isSigned: false, canLookUp: true, connections: 3 });
  });

  it('is no secret: neither what calls are signed with nor credentials in the address', () => {
    const vendor = vendorOf({
      VENDOR_URL: 'https://user:hidden-1@vendor.example:8443/hidden-2?key=hidden-3#hidden-4',
      VENDOR_LOOKUP_URL: 'https://user:hidden-5@vendor.example/{key}',
      VENDOR_SECRET: 'hidden-6'.padEnd(40, 'x'),
    });
    expect(vendor).toMatchObject({ origin: 'https://vendor.example:8443', isSigned: true });
    expect(JSON.stringify(vendor)).not.toMatch(/hidden|user/);
  });
});
