import { describe, expect, it } from '@jest/globals';
import { LOOPBACK_ADDRESSES } from '@herald/platform';

import { readWorkerConfig } from './config.ts';

const NEEDED = { DATABASE_URL: 'postgres://herald@localhost/herald', VENDOR_URL: 'http://localhost:3000/send' };

describe('readWorkerConfig', () => {
  it('needs the database and the vendor', () => {
    expect(readWorkerConfig(NEEDED)).toMatchObject({
      DELIVERY_BATCH_SIZE: 100,
      LAUNCH_PAGE_SIZE: 2_000,
      ORDER_CUSTOMER_WAIT_MS: 120_000,
    });
    expect(readWorkerConfig({ ...NEEDED, RETAIN_RAW_BATCHES_DAYS: '' }).RETAIN_RAW_BATCHES_DAYS).toBeUndefined();
  });

  it('knows where the mock vendor is asked what became of a message, and not where others are', () => {
    const lookupOf = (env: object) => readWorkerConfig({ ...NEEDED, ...env }).VENDOR_LOOKUP_URL;
    const VENDOR_URL = 'http://localhost:3000/api/mock-vendor/send-email';
    expect(lookupOf({ VENDOR_URL })).toBe('http://localhost:3000/api/mock-vendor/messages/{key}');
    expect(lookupOf({})).toBeUndefined();
    const VENDOR_LOOKUP_URL = 'http://localhost:4000/{key}';
    expect(lookupOf({ VENDOR_URL, VENDOR_LOOKUP_URL })).toBe(VENDOR_LOOKUP_URL);
  });

  it('lets calls go to this machine, and in production to no private address unless that is said', () => {
    const { OUTGOING_PRIVATE_ADDRESSES: inDevelopment } = readWorkerConfig(NEEDED);
    expect(inDevelopment).toEqual(LOOPBACK_ADDRESSES);
    const production = { ...NEEDED, NODE_ENV: 'production' };
    expect(readWorkerConfig(production).OUTGOING_PRIVATE_ADDRESSES).toEqual([]);
    const VENDOR_URL = 'http://10.1.2.3/send';
    const config = readWorkerConfig({ ...production, VENDOR_URL, OUTGOING_PRIVATE_ADDRESSES: '10.0.0.0/8' });
    expect(config.VENDOR_URL).toBe(VENDOR_URL);
  });

  it('takes a mail server for a vendor', () => {
    const mail = { ...NEEDED, VENDOR_URL: 'smtps://chai:secret@localhost', SMTP_FROM: 'Chai <hello@chai.example>' };
    expect(readWorkerConfig(mail)).toMatchObject({ SMTP_STARTTLS: 'required', VENDOR_TIMEOUT_MS: 60_000 });
    expect(readWorkerConfig({ ...mail, VENDOR_TIMEOUT_MS: '5000' }).VENDOR_TIMEOUT_MS).toBe(5_000);
    expect(readWorkerConfig(NEEDED).VENDOR_TIMEOUT_MS).toBe(10_000);
  });

  it.each([
    [{ VENDOR_URL: 'smtp://localhost' }, /SMTP_FROM: is needed where VENDOR_URL is a mail server/],
    [{ VENDOR_URL: 'smtp:localhost', SMTP_FROM: 'a@b.example' }, /VENDOR_URL: must name the mail server/],
    [{ VENDOR_URL: 'smtp://10.1.2.3', SMTP_FROM: 'a@b.example' }, /VENDOR_URL: is no public address/],
    [
      { VENDOR_URL: 'smtp://localhost', SMTP_FROM: 'a@b.example', VENDOR_LOOKUP_URL: 'http://localhost/{key}' },
      /VENDOR_LOOKUP_URL: is not possible with a mail server/,
    ],
    [
      { VENDOR_URL: 'smtp://chai:secret@localhost', SMTP_FROM: 'a@b.example', SMTP_STARTTLS: 'off' },
      /SMTP_STARTTLS: cannot be off where VENDOR_URL holds a password/,
    ],
    [
      { VENDOR_URL: 'smtp://chai@localhost', SMTP_FROM: 'a@b.example' },
      /VENDOR_URL: must hold a user and a password, or neither/,
    ],
    [
      { VENDOR_URL: 'smtp://:secret@localhost', SMTP_FROM: 'a@b.example' },
      /VENDOR_URL: must hold a user and a password, or neither/,
    ],
    [{ VENDOR_URL: 'smtp://chai:100%@localhost', SMTP_FROM: 'a@b.example' }, /VENDOR_URL: holds a % that escapes/],
    [{ SMTP_FROM: 'Chai' }, /SMTP_FROM: must be one address/],
    [{ SMTP_FROM: 'a@b.example, c@d.example' }, /SMTP_FROM: must be one address/],
    [{ SMTP_FROM: 'a@b.example\r\nBcc: c@d.example' }, /SMTP_FROM: must be one address/],
    [{ SMTP_LIST_UNSUBSCRIBE: 'https://chai.example/bye' }, /SMTP_LIST_UNSUBSCRIBE: must be/],
    [{ VENDOR_URL: undefined }, /VENDOR_URL: /],
    [{ VENDOR_URL: 'localhost:3000' }, /VENDOR_URL: must be an http, https, smtp or smtps address/],
    [{ DELIVERY_BATCH_SIZE: '0' }, /DELIVERY_BATCH_SIZE: /],
    [{ RETAIN_MESSAGE_TEXTS_DAYS: '0' }, /RETAIN_MESSAGE_TEXTS_DAYS: /],
    [{ RETAIN_RAW_BATCHES_DAYS: '3651' }, /RETAIN_RAW_BATCHES_DAYS: /],
    [{ DELIVERY_BATCH_SIZE: '1.5' }, /DELIVERY_BATCH_SIZE: /],
    [{ SWEEP_INTERVAL_MS: '1' }, /SWEEP_INTERVAL_MS: /],
    [{ LAUNCH_PAGE_SIZE: '10001' }, /LAUNCH_PAGE_SIZE: /],
    [{ VENDOR_LOOKUP_URL: 'http://localhost:3000/messages' }, /VENDOR_LOOKUP_URL: must hold \{key\}/],
    [{ VENDOR_SECRET: 'x'.repeat(31) }, /VENDOR_SECRET: must be at least 32 characters/],
    [{ OUTGOING_PRIVATE_ADDRESSES: 'localhost' }, /OUTGOING_PRIVATE_ADDRESSES: must be addresses or ranges/],
    [{ VENDOR_URL: 'http://10.1.2.3/send' }, /VENDOR_URL: is no public address \(private\), and OUTGOING_PRIVATE/],
    [{ VENDOR_LOOKUP_URL: 'http://[fd00::1]/{key}' }, /VENDOR_LOOKUP_URL: is no public address \(uniqueLocal\)/],
    [{ NODE_ENV: 'production', VENDOR_URL: 'http://127.0.0.1/' }, /VENDOR_URL: is no public address \(loopback\)/],
    [{ DELIVERY_JOBS: '33' }, /DELIVERY_JOBS: must not be above DELIVERY_CONNECTIONS/],
    [{ WORKER_DEAD_AFTER_MS: '3000' }, /WORKER_DEAD_AFTER_MS: must be at least twice WORKER_HEARTBEAT_MS/],
  ])('refuses %j by the name of the variable', (env, message) => {
    expect(() => readWorkerConfig({ ...NEEDED, ...env })).toThrow(message);
  });
});
