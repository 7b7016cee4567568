import { copyRows, type CopyValue, foldOrNull, type Pool, type Transaction, withTransaction } from '@herald/platform';
import { COUNTED_ORDER_STATUSES, foldText, newId, type OrderInput, type UserInput } from '@herald/shared';

import { generateDataset } from '../dataset/generate.ts';
import {
  ADDRESS_COLUMNS,
  addressRow,
  ATTRIBUTE_TYPES,
  CUSTOMER_COLUMNS,
  customerRow,
  rowsOf,
} from './customer-rows.ts';
import { withoutIndexes } from './without-indexes.ts';

export interface ShopSize {
  customers: number;
  orders: number;
  /** Also the items of the orders, 1.8 each. */
  items?: boolean;
}

interface NewOrder {
  id: string;
  customerId: string;
  order: OrderInput;
}

interface Batch {
  users: UserInput[];
  ids: string[];
}

const TABLES = ['Customer', 'Address', 'Order', 'OrderItem', 'CustomerTotals'];
const ORDER_COLUMNS = `id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields"`;
const ITEM_COLUMNS = `id, "orderId", "customerId", sku, "skuKey", name, "nameKey", category, "categoryKey", quantity,
  price`;
/** So many more than wanted that chance does not leave too few. */
const MARGIN = 1.05;
/** What is held in memory; more at once are no quicker. */
const CUSTOMERS_PER_BATCH = 2_000;

/** Foreign keys hold anyway, and checking each row takes longer than all the rest; it takes a superuser to leave it. */
const BULK_SETTINGS = `
  SET LOCAL session_replication_role = replica;
  SET LOCAL synchronous_commit = off;
  SET LOCAL maintenance_work_mem = '512MB';
  SET LOCAL work_mem = '128MB'`;

const STAGING = `
  CREATE TEMP TABLE staged_orders (LIKE "Order" INCLUDING DEFAULTS) ON COMMIT DROP;
  CREATE TEMP TABLE staged_items (LIKE "OrderItem" INCLUDING DEFAULTS) ON COMMIT DROP`;

/**
 * Fills Herald's own tables with a shop, past its API: customers, orders and the totals that
 * they add up to. For a fresh database that nobody uses meanwhile; memory does not grow with
 * the size.
 */
export async function loadShop(pool: Pool, { customers, orders, items = false }: ShopSize): Promise<void> {
  const shop = generateDataset({ customers, ordersPerCustomer: (orders / customers) * MARGIN });
  await withTransaction(pool, async (tx) => {
    await tx.query(BULK_SETTINGS);
    await withoutIndexes(tx, TABLES, async () => {
      const upcoming = new UpcomingOrders(first(orders, shop.orders));
      await tx.query(STAGING);
      for (const batch of batchesOf(shop.users)) await copyBatch(tx, batch, upcoming, items);
      await insertInOrderOfTime(tx);
      await insertTotals(tx);
    });
    await insertAttributeDefinitions(tx);
  });
  await pool.query('VACUUM (ANALYZE)');
}

function* batchesOf(users: Iterable<UserInput>): Generator<Batch> {
  let batch: Batch = { users: [], ids: [] };
  for (const user of users) {
    batch.users.push(user);
    batch.ids.push(newId());
    if (batch.users.length < CUSTOMERS_PER_BATCH) continue;
    yield batch;
    batch = { users: [], ids: [] };
  }
  if (batch.users.length > 0) yield batch;
}

/** Orders that come in the order of their customers, made when they are taken. */
class UpcomingOrders {
  private readonly orders: Iterator<OrderInput>;
  private next: IteratorResult<OrderInput>;

  constructor(orders: Iterable<OrderInput>) {
    this.orders = orders[Symbol.iterator]();
    this.next = this.orders.next();
  }

  *takeOf({ users, ids }: Batch): Generator<NewOrder> {
    for (const [index, { externalId }] of users.entries()) {
      for (; !this.next.done && this.next.value.customerExternalId === externalId; this.next = this.orders.next()) {
        yield { id: newId(), customerId: ids[index] ?? '', order: this.next.value };
      }
    }
  }
}

async function copyBatch(tx: Transaction, batch: Batch, upcoming: UpcomingOrders, items: boolean): Promise<void> {
  const { users, ids } = batch;
  await copyRows(tx, `COPY "Customer" (${CUSTOMER_COLUMNS}) FROM STDIN`, rowsOf(users, ids, customerRow));
  await copyRows(tx, `COPY "Address" (${ADDRESS_COLUMNS}) FROM STDIN`, rowsOf(users, ids, addressRow));
  // Orders are made while PostgreSQL writes those before them, and kept for their items.
  const orders: NewOrder[] = [];
  await copyRows(
    tx,
    `COPY staged_orders (${ORDER_COLUMNS}) FROM STDIN`,
    orderRows(keepIn(orders, upcoming.takeOf(batch))),
  );
  if (items) await copyRows(tx, `COPY staged_items (${ITEM_COLUMNS}) FROM STDIN`, itemRows(orders));
}

/** They come from the generator by customer, and to a shop as they are placed: so they lie in its tables. */
async function insertInOrderOfTime(tx: Transaction): Promise<void> {
  await tx.query(`INSERT INTO "Order" SELECT * FROM staged_orders ORDER BY "orderedAt"`);
  await tx.query(
    `INSERT INTO "OrderItem" SELECT i.* FROM staged_items i JOIN staged_orders o ON o.id = i."orderId"
     ORDER BY o."orderedAt"`,
  );
}

function* keepIn<T>(kept: T[], things: Iterable<T>): Generator<T> {
  for (const thing of things) {
    kept.push(thing);
    yield thing;
  }
}

function* orderRows(orders: Iterable<NewOrder>): Generator<CopyValue[]> {
  const writtenBy = newId();
  for (const { id, customerId, order } of orders) {
    const { externalId, status, amount, orderedAt } = order;
    yield [id, externalId, customerId, status ?? 'COMPLETED', minorUnits(amount), orderedAt, writtenBy, 31];
  }
}

function* itemRows(orders: NewOrder[]): Generator<CopyValue[]> {
  for (const { id, customerId, order } of orders) {
    for (const item of order.items ?? []) yield itemRow(id, customerId, item);
  }
}

function itemRow(
  orderId: string,
  customerId: string,
  { sku = null, name, category = null, quantity, price }: NonNullable<OrderInput['items']>[number],
): CopyValue[] {
  return [
    newId(),
    orderId,
    customerId,
    sku,
    foldOrNull(sku),
    name,
    foldText(name),
    category,
    foldOrNull(category),
    quantity,
    minorUnits(price),
  ];
}

const minorUnits = (amount: number) => Math.round(amount * 100);

async function insertTotals(tx: Transaction): Promise<void> {
  await tx.query(
    `INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT "customerId", sum(amount), count(*), min("orderedAt"), max("orderedAt")
     FROM "Order" WHERE status = ANY ($1::"OrderStatus"[]) GROUP BY 1`,
    [COUNTED_ORDER_STATUSES],
  );
}

async function insertAttributeDefinitions(tx: Transaction): Promise<void> {
  await tx.query(
    `INSERT INTO "AttributeDefinition" (key, type)
     SELECT key, type::"AttributeType" FROM unnest($1::text[], $2::text[]) AS given(key, type)`,
    [[...ATTRIBUTE_TYPES.keys()], [...ATTRIBUTE_TYPES.values()]],
  );
}

function* first<T>(count: number, things: Iterable<T>): Generator<T> {
  let taken = 0;
  for (const thing of things) {
    if (taken === count) return;
    taken += 1;
    yield thing;
  }
  throw new Error(`there are only ${taken} of ${count}`);
}
