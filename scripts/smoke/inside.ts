import type { CustomerOutput, DeliveryStateOutput, SegmentRules } from '@herald/shared';

import { SPEND } from './own-shop.ts';
import type { OwnShop } from './own-shop.ts';
import type { SmokeClient } from './smoke-client.ts';
import { SmokeFailure } from './smoke-failure.ts';
import { lookUntil } from './until.ts';

// What an integrator and a marketer do with the key: customers, orders and a segment.

/** A worker writes small batches in a fraction of it; behind a long queue it takes what it takes. */
const INGESTION_TIMEOUT_MS = 60_000;
const NEEDED_SCOPES = ['ingest', 'read', 'campaigns'] as const;

export async function checkKey(client: SmokeClient): Promise<string> {
  const { key } = await client.call('getMe');
  if (key === null) throw new SmokeFailure('the call did not count as that of a key', 'HERALD_API_KEY');
  const missing = NEEDED_SCOPES.filter((scope) => !key.scopes.includes(scope));
  if (missing.length > 0) {
    throw new SmokeFailure(
      `the key "${key.name}" lacks the scopes ${missing.join(', ')}`,
      'make one that has them, at /settings/keys',
    );
  }
  if (key.mode !== 'live') {
    throw new SmokeFailure(
      `the key "${key.name}" is a test key: nothing that it sends is stored`,
      'make a live one, at /settings/keys',
    );
  }
  return `"${key.name}", live, with the scopes ${key.scopes.join(', ')}`;
}

/** Whether somebody works, whether messages would go out, and through whom. */
export async function checkWorkers(
  client: SmokeClient,
  willSend: boolean,
): Promise<{ told: string; state: DeliveryStateOutput }> {
  const state = await client.call('getDeliveryState');
  if (state.workers.length === 0) {
    throw new SmokeFailure('no worker was seen lately', 'whether a worker runs on the same database, and its log');
  }
  if (willSend && state.sending === 'stopped') {
    throw new SmokeFailure(
      `all sending is stopped${state.reason === null ? '' : `: "${state.reason}"`}`,
      '/settings/sending, where it is started again; or leave the campaign out with --no-campaign',
    );
  }
  return { told: `${state.workers.length} alive; messages go to ${vendorsOf(state)}`, state };
}

export function vendorsOf({ workers }: DeliveryStateOutput): string {
  const names = workers.flatMap(({ vendor }) =>
    vendor === null ? [] : [`${vendor.origin}${vendor.isMock ? ' (the mock vendor, which delivers nothing)' : ''}`],
  );
  return [...new Set(names)].join(' and ') || 'a vendor that no worker has named yet';
}

export async function writeCustomers(client: SmokeClient, shop: OwnShop): Promise<string> {
  const accepted = await client.call('ingestUsers', { body: shop.customers() });
  await untilStored(client, accepted.ingestionId, shop.size);
  return `${shop.size} accepted and stored`;
}

/** The same twice: an order counts once however often it is sent. */
export async function writeOrders(client: SmokeClient, shop: OwnShop): Promise<string> {
  const orders = shop.orders();
  for (let time = 0; time < 2; time += 1) {
    const accepted = await client.call('ingestOrders', { body: orders });
    await untilStored(client, accepted.ingestionId, orders.length);
  }
  return `${orders.length} accepted and stored, twice`;
}

export async function untilStored(client: SmokeClient, ingestionId: string, rows: number): Promise<void> {
  const seen = await lookUntil(
    () => client.call('getIngestion', { params: { id: ingestionId } }),
    ({ state }) => state === 'COMPLETED',
    { timeoutMs: INGESTION_TIMEOUT_MS, client },
  );
  if (seen.state !== 'COMPLETED') {
    throw new SmokeFailure(
      `a batch was accepted and not written in time (ingestion ${ingestionId})`,
      'whether the worker runs, its log, and how long its queues are (/settings/queues)',
    );
  }
  if (seen.stored !== rows) {
    const reason = seen.rejectedRows[0]?.reason ?? 'nobody says why';
    throw new SmokeFailure(
      `of ${rows} rows ${seen.rejected} were rejected: ${reason}`,
      `ingestion ${ingestionId}, at /data`,
    );
  }
}

export async function checkTotals(client: SmokeClient, shop: OwnShop): Promise<string> {
  const all = await customersOf(client, shop);
  if (all.length !== shop.size) {
    throw new SmokeFailure(
      `${shop.size} customers were written, and ${all.length} are found`,
      `the list of customers, by the tag ${shop.tag}`,
    );
  }
  const wrong = all.find(
    ({ totalSpend, orderCount }) => totalSpend !== SPEND.totalSpend || orderCount !== SPEND.orderCount,
  );
  if (wrong !== undefined) {
    throw new SmokeFailure(
      `${wrong.externalId} has ${wrong.orderCount} orders over ${wrong.totalSpend} instead of ${SPEND.orderCount} over ${SPEND.totalSpend}`,
      'the log of the worker',
    );
  }
  return `each has ${SPEND.orderCount} orders over ${SPEND.totalSpend.toFixed(2)}, exactly; the cancelled ones do not count`;
}

function customersOf(client: SmokeClient, shop: OwnShop): Promise<CustomerOutput[]> {
  return client.call('listCustomers', { query: { tag: shop.tag, limit: '100' } });
}

/** @returns the saved segment's id. */
export async function saveSegment(client: SmokeClient, shop: OwnShop): Promise<{ told: string; segmentId: string }> {
  const rules: SegmentRules = { combinator: 'and', rules: [{ field: 'tags', operator: 'has', value: shop.tag }] };
  const preview = await client.call('previewSegment', { body: { rules, estimate: false } });
  const segment = await client.call('createSegment', { body: { name: shop.tag, rules, kind: 'static' } });
  const sizes = [preview.audienceSize, segment.audienceSize];
  if (sizes.some((size) => size !== shop.size)) {
    throw new SmokeFailure(
      `the preview found ${sizes[0]} and the segment holds ${sizes[1]} instead of ${shop.size}`,
      `the segment ${shop.tag}, and the log of the API`,
    );
  }
  return { told: `preview and saved audience have the same ${shop.size} customers`, segmentId: segment.id };
}
