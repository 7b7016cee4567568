import { foldOrNull, type Pool, withTransaction } from '@herald/platform';
import { foldText, newId, type OrderInput } from '@herald/shared';

const minorUnits = (amount: number) => Math.round(amount * 100);

/** Writes new orders with their items in one transaction: no totals, no look-up, no duplicates. */
export async function insertOrders(pool: Pool, orders: OrderInput[], customerIds: Map<string, string>): Promise<void> {
  const rows = orders.map((order) => ({
    order,
    id: newId(),
    customerId: customerIds.get(order.customerExternalId ?? '') ?? null,
  }));
  const items = rows.flatMap((row) => (row.order.items ?? []).map((item) => ({ item, row })));
  const writtenBy = newId();
  await withTransaction(pool, async (tx) => {
    await tx.query(
      `INSERT INTO bare."Order" (id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields")
       SELECT r.id, r."externalId", r."customerId", r.status::"OrderStatus", r.amount, r."orderedAt", $7, 31
       FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[])
         AS r(id, "externalId", "customerId", status, amount, "orderedAt")`,
      [
        rows.map(({ id }) => id),
        rows.map(({ order }) => order.externalId),
        rows.map(({ customerId }) => customerId),
        rows.map(({ order }) => order.status),
        rows.map(({ order }) => minorUnits(order.amount)),
        rows.map(({ order }) => order.orderedAt),
        writtenBy,
      ],
    );
    await tx.query(
      `INSERT INTO bare."OrderItem" (id, "orderId", "customerId", sku, "skuKey", name, "nameKey", category, "categoryKey",
                                     quantity, price)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::int[], $11::bigint[])`,
      [
        items.map(() => newId()),
        items.map(({ row }) => row.id),
        items.map(({ row }) => row.customerId),
        items.map(({ item }) => item.sku),
        items.map(({ item }) => foldOrNull(item.sku ?? null)),
        items.map(({ item }) => item.name),
        items.map(({ item }) => foldText(item.name)),
        items.map(({ item }) => item.category),
        items.map(({ item }) => foldOrNull(item.category ?? null)),
        items.map(({ item }) => item.quantity),
        items.map(({ item }) => minorUnits(item.price)),
      ],
    );
  });
}
