import { copyRows, createPool, type Pool } from '@herald/platform';
import { newId, type OrderInput, type UserInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { type Backend, nameOf } from './backends.ts';
import { createBareTables } from './bare-tables.ts';
import { ADDRESS_COLUMNS, addressRow, CUSTOMER_COLUMNS, customerRow, rowsOf } from './customer-rows.ts';
import { insertOrders } from './insert-orders.ts';
import { alternate, type Comparison, perSecond } from './measure.ts';

const ROWS_PER_CALL = 1_000;
const CALLS_IN_FLIGHT = 4;
const ROUNDS = 5;
const WARM_UP_ROWS = 10_000;
const CUSTOMERS_PER_ROUND = 30_000;
const ORDERS_PER_ROUND = 10_000;
const CUSTOMERS = WARM_UP_ROWS + ROUNDS * CUSTOMERS_PER_ROUND;
/** Of these the orders are. */
const CUSTOMERS_WITH_ORDERS = 25_000;

const CUSTOMERS_BOUND: Record<Backend, number> = { redis: 0.45, postgres: 0.25 };
const ORDERS_BOUND = 0.35;

interface Sides {
  api: HeraldClient;
  pool: Pool;
  /** Ids in the bare tables, by externalId. */
  bareIds: Map<string, string>;
}

/** REST to durable rows, as against what Node and PostgreSQL do with the same rows at best. */
export async function* benchIngest(backend: Backend): AsyncGenerator<Comparison> {
  const herald = await startThrowAwayHerald({ durable: true, redis: backend === 'redis' });
  const api = new HeraldClient(herald.url, herald);
  const pool = createPool({ databaseUrl: herald.databaseUrl, maxConnections: 2, applicationName: 'bench' });
  try {
    await createBareTables(pool);
    const sides = { api, pool, bareIds: new Map<string, string>() };
    yield await benchCustomers(backend, sides);
    yield await benchOrders(backend, sides);
  } finally {
    await api.close();
    await pool.end();
    await herald.stop();
  }
}

async function benchCustomers(backend: Backend, sides: Sides): Promise<Comparison> {
  const users = [...generateDataset({ customers: CUSTOMERS }).users];
  const slice = roundsOf(users, CUSTOMERS_PER_ROUND);
  await sendAll(sides.api, slice(-1), (batch) => sides.api.sendCustomers(batch));
  await copyCustomers(sides, slice(-1));
  const figures = await alternate(
    ROUNDS,
    (round) =>
      perSecond(CUSTOMERS_PER_ROUND, () => sendAll(sides.api, slice(round), (batch) => sides.api.sendCustomers(batch))),
    (round) => perSecond(CUSTOMERS_PER_ROUND, () => copyCustomers(sides, slice(round))),
  );
  const name = `customers, REST to rows, ${nameOf(backend)}`;
  return { name, unit: '/s', ...figures, bound: { atLeast: CUSTOMERS_BOUND[backend] } };
}

async function benchOrders(backend: Backend, sides: Sides): Promise<Comparison> {
  // As they come in a shop: by time, not by customer.
  const orders = [...generateDataset({ customers: CUSTOMERS_WITH_ORDERS }).orders].sort((a, b) =>
    a.orderedAt < b.orderedAt ? -1 : 1,
  );
  const slice = roundsOf(orders, ORDERS_PER_ROUND);
  const insert = async (rows: OrderInput[]) => {
    for (const batch of batchesOf(rows)) await insertOrders(sides.pool, batch, sides.bareIds);
  };
  await sendAll(sides.api, slice(-1), (batch) => sides.api.sendOrders(batch));
  await insert(slice(-1));
  const figures = await alternate(
    ROUNDS,
    (round) =>
      perSecond(ORDERS_PER_ROUND, () => sendAll(sides.api, slice(round), (batch) => sides.api.sendOrders(batch))),
    (round) => perSecond(ORDERS_PER_ROUND, () => insert(slice(round))),
  );
  return { name: `orders with totals, ${nameOf(backend)}`, unit: '/s', ...figures, bound: { atLeast: ORDERS_BOUND } };
}

/** The rows of each round, no row twice; round -1 is the warm-up. */
function roundsOf<T>(rows: T[], size: number): (round: number) => T[] {
  if (rows.length < WARM_UP_ROWS + ROUNDS * size) throw new Error('the bench has too few rows');
  return (round) =>
    round < 0
      ? rows.slice(0, WARM_UP_ROWS)
      : rows.slice(WARM_UP_ROWS + round * size, WARM_UP_ROWS + (round + 1) * size);
}

function batchesOf<T>(rows: T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_PER_CALL);
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS_PER_CALL, (index + 1) * ROWS_PER_CALL));
}

/** Resolves when every row is written. */
export async function sendAll<T>(
  api: HeraldClient,
  rows: T[],
  send: (batch: T[]) => Promise<{ ingestionId: string }>,
): Promise<void> {
  const batches = batchesOf(rows).values();
  const accepted: string[] = [];
  const sendInTurn = async () => {
    for (const batch of batches) accepted.push((await send(batch)).ingestionId);
  };
  await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, sendInTurn));
  for (const id of accepted) {
    const { rejected } = await api.waitForIngestion(id);
    if (rejected > 0) throw new Error(`Herald rejected ${rejected} rows of the bench`);
  }
}

/** One stream for each table, one after the other: addresses refer to customers. */
async function copyCustomers({ pool, bareIds }: Sides, users: UserInput[]): Promise<void> {
  const ids = users.map(() => newId());
  const client = await pool.connect();
  try {
    await copyRows(client, `COPY bare."Customer" (${CUSTOMER_COLUMNS}) FROM STDIN`, rowsOf(users, ids, customerRow));
    await copyRows(client, `COPY bare."Address" (${ADDRESS_COLUMNS}) FROM STDIN`, rowsOf(users, ids, addressRow));
  } finally {
    client.release();
  }
  for (const [index, user] of users.entries()) bareIds.set(user.externalId ?? '', ids[index] ?? '');
}
