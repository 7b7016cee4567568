import { expect } from '@jest/globals';
import { request } from 'undici';

import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { expectOneDeliveryEach } from './one-delivery-each.ts';
import { Shop } from './shop.ts';
import { until } from './until.ts';

/** Orders in a call, each with many items: enough that PostgreSQL soon needs more pages for them. */
const ORDERS_PER_CALL = 100;
const ITEMS = Array.from({ length: 5 }, (_, index) => ({ name: `${index} ${'x'.repeat(100)}`, quantity: 1, price: 1 }));

const PATIENCE_MS = 90_000;

export interface GoingOnOptions {
  herald: ThrowAwayHerald;
  /** Sets this test's customers apart. */
  tag: string;
  customers: number;
  /** From now on the database stores nothing, or is not even there. */
  stopStoring: () => Promise<void>;
  /** It may again. Nobody tells Herald. */
  storeAgain: () => Promise<void>;
  /** Whether questions are answered while it does not. */
  canRead?: boolean;
}

/**
 * A shop whose integrator sends orders while a campaign is sent and reported; in the middle of it the database
 * stores nothing for a while. Resolves when all of it went on by itself and every sum holds: what was answered 202 is
 * stored, what was answered 503 is not, each message was delivered once, the books balance.
 */
export async function expectToGoOn(options: GoingOnOptions): Promise<{ refused: number; stored: number }> {
  const { herald, tag, customers, stopStoring, storeAgain, canRead = true } = options;
  const shop = new Shop(herald, tag);
  await shop.untilWritten(await shop.sendCustomers(customers));
  const campaignId = await shop.launch();
  await until(async () => (await shop.books(campaignId)).byStatus.SENT > 0, 'the campaign is under way');
  const integrator = new Integrator(herald, tag);
  await integrator.send();
  expect(integrator.refusals).toEqual([]);

  await stopStoring();
  await until(async () => {
    await integrator.send();
    return integrator.refusals.length >= 3;
  }, 'orders are refused');
  if (canRead) {
    const page = await ask(herald, '/api/customers?limit=1');
    expect(page.statusCode).toBe(200);
  }
  await storeAgain();
  await until(async () => {
    const before = integrator.accepted.length;
    await integrator.send();
    return integrator.accepted.length > before;
  }, 'orders are taken again');

  for (const problem of integrator.refusals) expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
  // Queues look again after a quarter of a minute when they met an error.
  await shop.untilSealed(campaignId, PATIENCE_MS);
  for (const ingestionId of integrator.accepted) {
    expect(await shop.untilWritten(ingestionId)).toMatchObject({ stored: ORDERS_PER_CALL, rejected: 0 });
  }
  await expectOneDeliveryEach(herald, campaignId, customers);
  await expectBooksToBalance(herald.databaseUrl, campaignId);
  const stored = integrator.accepted.length * ORDERS_PER_CALL;
  expect(await shop.totals()).toMatchObject({ customers, orders: stored });
  return { refused: integrator.refusals.length, stored };
}

/** Sends orders for the shop's first customer, each call with orders of its own, and remembers what was said. */
class Integrator {
  /** Ids of ingestions. */
  readonly accepted: string[] = [];
  readonly refusals: unknown[] = [];
  private readonly herald: ThrowAwayHerald;
  private readonly tag: string;
  private calls = 0;

  constructor(herald: ThrowAwayHerald, tag: string) {
    this.herald = herald;
    this.tag = tag;
  }

  async send(): Promise<void> {
    this.calls += 1;
    const orders = Array.from({ length: ORDERS_PER_CALL }, (_, index) => ({
      externalId: `${this.tag}-${this.calls}-${index}`,
      customerExternalId: `${this.tag}-0`,
      amount: 5,
      orderedAt: '2026-11-01T00:00:00Z',
      items: ITEMS,
    }));
    const { statusCode, body } = await ask(this.herald, '/api/order', JSON.stringify(orders));
    const answer = await body.json();
    if (statusCode === 202) this.accepted.push((answer as { ingestionId: string }).ingestionId);
    else this.refusals.push(answer);
  }
}

function ask({ url, apiKey }: ThrowAwayHerald, path: string, body: string | null = null) {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return request(url + path, { method: body === null ? 'GET' : 'POST', headers, body });
}
