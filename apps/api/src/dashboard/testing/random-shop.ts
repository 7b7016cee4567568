import { COUNTED_ORDER_STATUSES, newId, ORDER_STATUSES, startOfCalendarDate } from '@herald/shared';
import type { OrderStatus } from '@herald/shared';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';

export interface ShopCustomer {
  id: string;
  createdAt: Date;
  city: string | null;
}

export interface ShopOrder {
  id: string;
  customerId: string;
  orderedAt: Date;
  status: OrderStatus;
  /** In minor units. */
  amount: bigint;
  items: { sku: string | null; name: string; quantity: number; price: bigint }[];
}

export interface ShopCampaign {
  launchedAt: Date | null;
  counts: [sent: number, failed: number, excluded: number, heldOut: number, cancelled: number, open: number];
}

/** What a dashboard counts; money in minor units. */
export interface ShopFigures {
  newCustomers: number;
  orders: number;
  revenue: bigint;
  sent: number;
  failed: number;
  excluded: number;
}

const CUSTOMERS = 120;
const ORDERS = 900;
const CAMPAIGNS = 60;
const DAY_MS = 86_400_000;
const MOST_DAYS_AWAY = 400;
const CITIES = ['Pune', 'PUNE', 'Delhi', 'Agra', null];
const PRODUCTS = ['Tea', 'tea', 'Saree', 'Shawl', 'Lamp'];

/**
 * Customers, orders and campaigns at random times, many of them just where a day begins in one of
 * the zones, and around the days given, on which clocks change.
 */
export class RandomShop {
  readonly customers: ShopCustomer[];
  readonly orders: ShopOrder[];
  readonly campaigns: ShopCampaign[];

  constructor(seed: number, zones: readonly string[], days: readonly string[]) {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const pick = <T>(things: readonly T[]) => things[below(things.length)] as T;
    const instant = () => {
      const dayStart = startOfCalendarDate(pick(days), pick(zones), below(5) - 2).getTime();
      const away = below(MOST_DAYS_AWAY * DAY_MS);
      return new Date(dayStart + pick([0, -1, 1, below(DAY_MS), away, -away]));
    };
    const some = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
    this.customers = some(CUSTOMERS, () => ({ id: newId(), createdAt: instant(), city: pick(CITIES) }));
    this.orders = some(ORDERS, () => ({
      id: newId(),
      customerId: pick(this.customers).id,
      orderedAt: instant(),
      status: pick(ORDER_STATUSES),
      // Small and large ones: added up in floating point they lose their cents.
      amount: pick([BigInt(below(100_000)), 99_999_999_999n]),
      items: some(below(3), () => ({
        sku: pick(['SKU-1', 'sku-1', null]),
        name: pick(PRODUCTS),
        quantity: 1 + below(4),
        price: BigInt(below(10_000)),
      })),
    }));
    this.campaigns = some(CAMPAIGNS, () => ({
      launchedAt: random() < 0.1 ? null : instant(),
      counts: [below(900), below(90), below(9), below(9), below(9), below(9)],
    }));
  }

  /** What happened when, one by one. */
  *events(): Generator<{ at: Date } & Partial<ShopFigures>> {
    for (const { createdAt } of this.customers) yield { at: createdAt, newCustomers: 1 };
    for (const { orderedAt, amount } of this.countedOrders()) yield { at: orderedAt, orders: 1, revenue: amount };
    for (const { launchedAt, counts } of this.campaigns) {
      const [sent, failed, excluded] = counts;
      if (launchedAt !== null) yield { at: launchedAt, sent, failed, excluded };
    }
  }

  countedOrders(): ShopOrder[] {
    const counted: readonly OrderStatus[] = COUNTED_ORDER_STATUSES;
    return this.orders.filter(({ status }) => counted.includes(status));
  }

  async write(databaseUrl: string): Promise<void> {
    await this.writeCustomers(databaseUrl);
    await this.writeOrders(databaseUrl);
    await this.writeItems(databaseUrl);
    await this.writeCampaigns(databaseUrl);
  }

  private async writeCustomers(databaseUrl: string): Promise<void> {
    const columns = columnsOf(this.customers, ['id', 'createdAt', 'city']);
    await query(
      databaseUrl,
      `WITH c AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS c(id, at, city)),
       written AS (
         INSERT INTO "Customer" (id, "createdAt", "writtenBy", "writtenFields") SELECT id, at, id, 0 FROM c
       )
       INSERT INTO "Address" ("customerId", city, "cityKey") SELECT id, city, lower(city) FROM c
       -- Who has no city has an address without one, or none at all.
       WHERE city IS NOT NULL OR right(id::text, 1) < '8'`,
      columns,
    );
  }

  private async writeOrders(databaseUrl: string): Promise<void> {
    await query(
      databaseUrl,
      `INSERT INTO "Order" (id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields")
       SELECT id, id, customer, status, amount, at, id, 0
       FROM unnest($1::uuid[], $2::uuid[], $3::"OrderStatus"[], $4::bigint[], $5::timestamptz[])
              AS o(id, customer, status, amount, at)`,
      columnsOf(this.orders, ['id', 'customerId', 'status', 'amount', 'orderedAt']),
    );
  }

  private async writeItems(databaseUrl: string): Promise<void> {
    const items = this.orders.flatMap((order) =>
      order.items.map((item) => ({ ...item, orderId: order.id, customerId: order.customerId })),
    );
    await query(
      databaseUrl,
      `INSERT INTO "OrderItem" (id, "orderId", "customerId", sku, "skuKey", name, "nameKey", quantity, price)
       SELECT gen_random_uuid(), "order", customer, sku, lower(sku), name, lower(name), quantity, price
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::bigint[])
              AS i("order", customer, sku, name, quantity, price)`,
      columnsOf(items, ['orderId', 'customerId', 'sku', 'name', 'quantity', 'price']),
    );
  }

  private async writeCampaigns(databaseUrl: string): Promise<void> {
    const counts = this.campaigns.map((campaign) => campaign.counts);
    await query(
      databaseUrl,
      `WITH segment AS (
         INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'S', '{}', '{}', 0)
       )
       INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status, "createdAt", "launchedAt", "sentCount",
                               "failedCount", "excludedCount", "heldOutCount", "cancelledCount", "audienceCursor")
       SELECT gen_random_uuid(), 'C', 'Hi', $1, (CASE WHEN at IS NULL THEN 'DRAFT' ELSE 'SENDING' END)::"CampaignStatus",
              COALESCE(at, now()), at, sent, failed, excluded, held, cancelled,
              sent + failed + excluded + held + cancelled + open
       FROM unnest($2::timestamptz[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])
              AS c(at, sent, failed, excluded, held, cancelled, open)`,
      [newId(), ...columnsOf(this.campaigns, ['launchedAt']), ...columnsOf(counts, [0, 1, 2, 3, 4, 5])],
    );
  }
}

function columnsOf<T, K extends keyof T>(rows: readonly T[], keys: readonly K[]): T[K][][] {
  return keys.map((key) => rows.map((row) => row[key]));
}

/** Mulberry32: the same numbers for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
