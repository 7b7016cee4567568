import { COUNTED_ORDER_STATUSES } from '@herald/shared';
import type { CampaignStatus, OrderStatus } from '@herald/shared';
import { runCancellable } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

export interface CustomersInBucket {
  bucket: number;
  newCustomers: number;
}

export interface OrdersInBucket {
  bucket: number;
  orders: number;
  /** In minor units. */
  revenue: bigint;
}

export interface MessagesInBucket {
  bucket: number;
  sent: number;
  failed: number;
  excluded: number;
}

/** From `start`, included, to `end`. */
export interface Span {
  start: Date;
  end: Date;
}

export interface OutcomeCounts {
  sent: number;
  failed: number;
  excluded: number;
  heldOut: number;
  cancelled: number;
  open: number;
}

export interface Bought {
  orders: number;
  /** In minor units. */
  amount: bigint;
}

const MOST_CITIES = 10;
const MOST_PRODUCTS = 10;

/** Counts what happened in a period. Writes nothing. */
export class FiguresRepository {
  private readonly pool: Pool;
  private readonly control: Pool;
  private readonly timeoutMs: number;

  /** @param control another pool than `pool`, which may be busy with what is to be stopped. */
  constructor(pool: Pool, control: Pool, timeoutMs: number) {
    this.pool = pool;
    this.control = control;
    this.timeoutMs = timeoutMs;
  }

  /** All that `work` reads is of the same instant. */
  read<T>(signal: AbortSignal, work: (db: Queryable) => Promise<T>): Promise<T> {
    const options = { timeoutMs: this.timeoutMs, signal, name: 'herald-dashboard' };
    return runCancellable(this.pool, this.control, options, async (db) => {
      // Long periods have many buyers; grouped on disk they take three times as long. There are two of these at most.
      await db.query(`SET LOCAL work_mem = '64MB'`);
      return work(db);
    });
  }

  /**
   * By the time that they were made. Bucket n is from the n-th of `bounds`, counted from 1, to the next.
   * Here and in the following the bounds are instants, so that days are those that rules mean.
   */
  async newCustomers(db: Queryable, bounds: Date[]): Promise<CustomersInBucket[]> {
    const { rows } = await db.query<CustomersInBucket>(
      `SELECT width_bucket("createdAt", $1::timestamptz[]) AS bucket, count(*)::int AS "newCustomers"
       FROM "Customer" WHERE "createdAt" >= $2 AND "createdAt" < $3 GROUP BY bucket`,
      withEnds(bounds),
    );
    return rows;
  }

  /** Those of the statuses that count. */
  async orders(db: Queryable, bounds: Date[]): Promise<OrdersInBucket[]> {
    const { rows } = await db.query<Omit<OrdersInBucket, 'revenue'> & { revenue: string }>(
      `SELECT width_bucket("orderedAt", $1::timestamptz[]) AS bucket, count(*)::int AS orders, sum(amount) AS revenue
       FROM "Order" WHERE "orderedAt" >= $2 AND "orderedAt" < $3 AND status = ANY ($4::"OrderStatus"[]) GROUP BY bucket`,
      [...withEnds(bounds), COUNTED_ORDER_STATUSES],
    );
    return rows.map((row) => ({ ...row, revenue: BigInt(row.revenue) }));
  }

  /** Of the campaigns that were launched then, by their counters. */
  async messages(db: Queryable, bounds: Date[]): Promise<MessagesInBucket[]> {
    const { rows } = await db.query<Record<keyof MessagesInBucket, string>>(
      `SELECT width_bucket("launchedAt", $1::timestamptz[]) AS bucket, sum("sentCount") AS sent,
              sum("failedCount") AS failed, sum("excludedCount") AS excluded
       FROM "Campaign" WHERE "launchedAt" >= $2 AND "launchedAt" < $3 GROUP BY bucket`,
      withEnds(bounds),
    );
    return rows.map(toNumbers);
  }

  async outcomes(db: Queryable, { start, end }: Span): Promise<OutcomeCounts> {
    const { rows } = await db.query<Record<keyof OutcomeCounts | 'written', string>>(
      `SELECT COALESCE(sum("sentCount"), 0) AS sent, COALESCE(sum("failedCount"), 0) AS failed,
              COALESCE(sum("excludedCount"), 0) AS excluded, COALESCE(sum("heldOutCount"), 0) AS "heldOut",
              COALESCE(sum("cancelledCount"), 0) AS cancelled,
              COALESCE(sum("audienceCursor" - "sentCount" - "failedCount" - "excludedCount" - "heldOutCount"
                           - "cancelledCount"), 0) AS open
       FROM "Campaign" WHERE "launchedAt" >= $1 AND "launchedAt" < $2`,
      [start, end],
    );
    const [counts] = rows;
    if (counts === undefined) throw new Error('a sum is one row');
    return toNumbers(counts);
  }

  /** Those that were made then. */
  async campaignsByStatus(db: Queryable, { start, end }: Span): Promise<Map<CampaignStatus, number>> {
    const { rows } = await db.query<{ status: CampaignStatus; count: number }>(
      `SELECT status, count(*)::int FROM "Campaign" WHERE "createdAt" >= $1 AND "createdAt" < $2 GROUP BY status`,
      [start, end],
    );
    return new Map(rows.map(({ status, count }) => [status, count]));
  }

  async ordersByStatus(db: Queryable, { start, end }: Span): Promise<Map<OrderStatus, Bought>> {
    const { rows } = await db.query<{ status: OrderStatus; orders: number; amount: string }>(
      `SELECT status, count(*)::int AS orders, sum(amount) AS amount
       FROM "Order" WHERE "orderedAt" >= $1 AND "orderedAt" < $2 GROUP BY status`,
      [start, end],
    );
    return new Map(rows.map(({ status, orders, amount }) => [status, { orders, amount: BigInt(amount) }]));
  }

  async topCities(db: Queryable, { start, end }: Span) {
    const { rows } = await db.query<{ city: string | null; customers: number; orders: number; revenue: string }>(
      // Customers first: they are fewer than orders, and each has one city.
      `WITH buyers AS (
         SELECT "customerId", count(*) AS orders, sum(amount) AS amount FROM "Order"
         WHERE "orderedAt" >= $1 AND "orderedAt" < $2 AND status = ANY ($3::"OrderStatus"[]) GROUP BY "customerId"
       )
       SELECT min(a.city) AS city, count(*)::int AS customers, sum(orders)::int AS orders, sum(amount) AS revenue
       FROM buyers LEFT JOIN "Address" a USING ("customerId")
       GROUP BY a."cityKey" ORDER BY sum(amount) DESC, a."cityKey" LIMIT ${MOST_CITIES}`,
      [start, end, COUNTED_ORDER_STATUSES],
    );
    return rows.map((row) => ({ ...row, revenue: BigInt(row.revenue) }));
  }

  async topProducts(db: Queryable, { start, end }: Span) {
    const { rows } = await db.query<{ name: string; quantity: string; revenue: string }>(
      `SELECT min(i.name) AS name, sum(i.quantity) AS quantity, sum(i.quantity * i.price) AS revenue
       FROM "Order" o JOIN "OrderItem" i ON i."orderId" = o.id
       WHERE o."orderedAt" >= $1 AND o."orderedAt" < $2 AND o.status = ANY ($3::"OrderStatus"[])
       GROUP BY i."skuKey", CASE WHEN i."skuKey" IS NULL THEN i."nameKey" END
       ORDER BY sum(i.quantity * i.price) DESC, min(i.name) LIMIT ${MOST_PRODUCTS}`,
      [start, end, COUNTED_ORDER_STATUSES],
    );
    return rows.map(({ name, quantity, revenue }) => ({ name, quantity: Number(quantity), revenue: BigInt(revenue) }));
  }
}

function withEnds(bounds: Date[]): unknown[] {
  return [bounds, bounds[0], bounds.at(-1)];
}

/** Sums come as text, because they can be larger than what most languages count with; these cannot. */
function toNumbers<K extends string>(row: Record<K, string>): Record<K, number> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])) as Record<K, number>;
}
