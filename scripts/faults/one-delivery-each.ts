import { expect } from '@jest/globals';

import { HeraldClient } from '../herald/herald-client.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { query } from '../testing/fixtures/database.ts';

interface Delivery {
  key: string;
  communicationLogId: string;
  vendorMessageId: string;
}

/**
 * I4, by the vendor's own books: each of the campaign's `recipients` got one message, and a row
 * calls it what the vendor calls it. What the vendor's API says and what its table holds must agree.
 */
export async function expectOneDeliveryEach(
  herald: Pick<ThrowAwayHerald, 'vendorUrl' | 'vendorSecret' | 'apiKey' | 'databaseUrl'>,
  campaignId: string,
  recipients: number,
): Promise<void> {
  const { databaseUrl } = herald;
  const rows = await query<{ id: string; vendorMessageId: string }>(
    databaseUrl,
    `SELECT id, "vendorMessageId" FROM "CommunicationLog" WHERE "campaignId" = $1 ORDER BY id`,
    [campaignId],
  );
  expect(rows).toHaveLength(recipients);
  const ids = new Set(rows.map(({ id }) => id));
  const stored = (await storedLedger(databaseUrl)).filter(({ communicationLogId }) => ids.has(communicationLogId));
  const shown = (await shownLedger(herald)).filter(({ communicationLogId }) => ids.has(communicationLogId));

  expect(stored.map(({ communicationLogId }) => communicationLogId).toSorted()).toEqual([...ids]);
  expect(stored.map(({ key }) => key).toSorted()).toEqual([...ids]);
  expect(shown.toSorted(byKey)).toEqual(stored.toSorted(byKey));
  const called = new Map(
    stored.map(({ communicationLogId, vendorMessageId }) => [communicationLogId, vendorMessageId]),
  );
  expect(rows.filter(({ id, vendorMessageId }) => called.get(id) !== vendorMessageId)).toEqual([]);
}

function storedLedger(databaseUrl: string): Promise<Delivery[]> {
  return query<Delivery & Record<string, unknown>>(
    databaseUrl,
    `SELECT key, "communicationLogId", "vendorMessageId" FROM "MockVendorMessage"`,
  );
}

async function shownLedger({
  vendorUrl,
  vendorSecret,
  apiKey,
}: Pick<ThrowAwayHerald, 'vendorUrl' | 'vendorSecret' | 'apiKey'>): Promise<Delivery[]> {
  const client = new HeraldClient(vendorUrl, { vendorSecret, apiKey });
  const ledger: Delivery[] = [];
  try {
    for await (const { key, communicationLogId, vendorMessageId } of client.vendorMessages()) {
      ledger.push({ key, communicationLogId, vendorMessageId });
    }
  } finally {
    await client.close();
  }
  return ledger;
}

function byKey(one: Delivery, other: Delivery): number {
  return one.key < other.key ? -1 : 1;
}
