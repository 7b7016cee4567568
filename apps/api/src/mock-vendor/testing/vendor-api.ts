import { expect } from '@jest/globals';
import { newId, sendMessageOutput } from '@herald/shared';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { request } from '../../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';

export const message = (change: object = {}) => ({
  communicationLogId: newId(),
  customerId: newId(),
  message: 'Hi',
  ...change,
});

/** Calls of the mock vendor at one address. */
export function vendorApi(url: string) {
  const send = (body: object, headers: Record<string, string> = {}) =>
    request(url).post('/api/mock-vendor/send-email').set(headers).send(body);
  return {
    send,
    /** @returns the vendor's id of the message. */
    sendOne: async (body: object, headers: Record<string, string> = {}): Promise<string> => {
      const response = await send(body, headers);
      expect([response.status, response.body]).toEqual([200, expect.anything()]);
      return sendMessageOutput.parse(response.body).vendorMessageId;
    },
    list: (search = '') => request(url).get(`/api/mock-vendor/messages${search}`),
    get: (key: string) => request(url).get(`/api/mock-vendor/messages/${encodeURIComponent(key)}`),
  };
}

/** The vendor's books as they stand in the database, by key. */
export const readBooks = () =>
  query<{ key: string; communicationLogId: string; vendorMessageId: string; outcome: string; reported: boolean }>(
    testServers().databaseUrl,
    `SELECT key, "communicationLogId", "vendorMessageId", outcome::text, "receiptDeliveredAt" IS NOT NULL AS reported
     FROM "MockVendorMessage" ORDER BY key`,
  );

export async function emptyBooks(): Promise<void> {
  await query(testServers().databaseUrl, 'DELETE FROM "MockVendorMessage"');
}

/** Settles every message that the vendor has taken. */
export async function makeDue(): Promise<void> {
  await query(testServers().databaseUrl, 'UPDATE "MockVendorMessage" SET "dueAt" = now()');
}
