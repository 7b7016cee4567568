import { COUNTED_ORDER_STATUSES, foldText, newId, toMinorUnits } from '@herald/shared';
import { Collision, foldOrNull, storeHistory } from '@herald/platform';
import type { Transaction } from '@herald/platform';

import type { CustomerDirectory, KnownOrder, OrderWrite, TotalsChange } from './order-plan.ts';

/** Writes Order, OrderItem and CustomerTotals. */
export class OrderRepository {
  /**
   * The customers that orders name, locked in id order before anything else is, so that
   * none of them can change identity meanwhile and batches cannot deadlock on them.
   */
  async lockCustomers(
    tx: Transaction,
    named: { ids: string[]; externalIds: string[]; emailKeys: string[] },
  ): Promise<CustomerDirectory> {
    const { rows } = await tx.query<{ id: string; externalId: string | null; emailKey: string | null }>(
      `SELECT id, "externalId", "emailKey" FROM "Customer"
       WHERE id = ANY($1::uuid[]) OR "externalId" = ANY($2::text[]) OR "emailKey" = ANY($3::text[])
       ORDER BY id FOR KEY SHARE`,
      [named.ids, named.externalIds, named.emailKeys],
    );
    return {
      byId: new Set(rows.map(({ id }) => id)),
      byExternalId: new Map(rows.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]]))),
      byEmailKey: new Map(rows.flatMap(({ id, emailKey }) => (emailKey === null ? [] : [[emailKey, id]]))),
    };
  }

  async lockByExternalId(tx: Transaction, externalIds: string[]): Promise<KnownOrder[]> {
    const { rows } = await tx.query<Omit<KnownOrder, 'amount'> & { amount: string }>(
      `SELECT id, "externalId", "customerId", status, amount, "orderedAt",
              "writtenBy", "writtenFields", "olderWrites"
       FROM "Order" WHERE "externalId" = ANY($1::text[]) ORDER BY "externalId" FOR NO KEY UPDATE`,
      [externalIds],
    );
    return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
  }

  /**
   * New orders first, in order of their keys, because who inserts a key waits for everybody who
   * has just written it; who only updates holds its rows and waits for nobody. Totals last:
   * whoever holds totals waits for nobody either.
   */
  async write(tx: Transaction, writes: OrderWrite[], changes: TotalsChange[]): Promise<void> {
    const created = writes.filter((write) => write.before === undefined);
    const changed = writes.filter((write) => write.before !== undefined);
    if (created.length > 0) await this.insert(tx, created);
    if (changed.length > 0) await this.update(tx, changed);
    await this.replaceItems(tx, writes);
    if (changes.length > 0) await this.moveTotals(tx, changes);
  }

  private async insert(tx: Transaction, writes: OrderWrite[]): Promise<void> {
    const { rowCount } = await tx.query(
      `INSERT INTO "Order" (id, "externalId", "customerId", status, amount, "orderedAt",
                            "writtenBy", "writtenFields", "olderWrites")
       SELECT id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields", "olderWrites"
       FROM ${ORDER_ROWS} ORDER BY "externalId"
       ON CONFLICT ("externalId") DO NOTHING`,
      orderParameters(writes),
    );
    // A concurrent batch made one of them after we looked: plan again with what it wrote.
    if (rowCount !== writes.length) throw new Collision('an order appeared while it was being written');
  }

  private async update(tx: Transaction, writes: OrderWrite[]): Promise<void> {
    await tx.query(
      `UPDATE "Order" o
       SET "customerId" = w."customerId", status = w.status, amount = w.amount, "orderedAt" = w."orderedAt",
           "updatedAt" = now(), "writtenBy" = w."writtenBy", "writtenFields" = w."writtenFields",
           "olderWrites" = w."olderWrites"
       FROM ${ORDER_ROWS} WHERE o.id = w.id`,
      orderParameters(writes),
    );
  }

  private async replaceItems(tx: Transaction, writes: OrderWrite[]): Promise<void> {
    const given = writes.filter((write) => write.items !== undefined);
    const existing = given.filter((write) => write.before !== undefined).map((write) => write.id);
    if (existing.length > 0) {
      await tx.query(`DELETE FROM "OrderItem" WHERE "orderId" = ANY($1::uuid[])`, [existing]);
    }
    await this.followOwner(tx, writes);
    const items = given.flatMap((write) => (write.items ?? []).map((item) => ({ ...item, write })));
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO "OrderItem" (id, "orderId", "customerId", sku, "skuKey", name, "nameKey", category, "categoryKey",
                                quantity, price)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::int[], $11::bigint[])`,
      [
        items.map(() => newId()),
        items.map(({ write }) => write.id),
        items.map(({ write }) => write.after.customerId),
        items.map(({ sku }) => sku ?? null),
        items.map(({ sku }) => foldOrNull(sku ?? null)),
        items.map(({ name }) => name),
        items.map(({ name }) => foldText(name)),
        items.map(({ category }) => category ?? null),
        items.map(({ category }) => foldOrNull(category ?? null)),
        items.map(({ quantity }) => quantity),
        items.map(({ price }) => toMinorUnits(price)),
      ],
    );
  }

  /** Items that stay carry their order's customer. */
  private async followOwner(tx: Transaction, writes: OrderWrite[]): Promise<void> {
    const moved = writes.filter(
      ({ before, after, items }) => before && before.customerId !== after.customerId && items === undefined,
    );
    if (moved.length === 0) return;
    await tx.query(
      `UPDATE "OrderItem" i SET "customerId" = moved."customerId"
       FROM unnest($1::uuid[], $2::uuid[]) AS moved("orderId", "customerId") WHERE i."orderId" = moved."orderId"`,
      [moved.map(({ id }) => id), moved.map(({ after }) => after.customerId)],
    );
  }

  /** Locks totals in customer order by upserting them in that order, then looks lost extremes up again. */
  private async moveTotals(tx: Transaction, changes: TotalsChange[]): Promise<void> {
    await tx.query(
      `INSERT INTO "CustomerTotals" AS t ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
       SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::timestamptz[], $5::timestamptz[])
         AS change("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
       ORDER BY "customerId"
       -- LEAST and GREATEST pass over null.
       ON CONFLICT ("customerId") DO UPDATE
       SET "totalSpend" = t."totalSpend" + excluded."totalSpend",
           "orderCount" = t."orderCount" + excluded."orderCount",
           "firstOrderAt" = LEAST(t."firstOrderAt", excluded."firstOrderAt"),
           "lastOrderAt" = GREATEST(t."lastOrderAt", excluded."lastOrderAt")`,
      [
        changes.map(({ customerId }) => customerId),
        changes.map(({ totalSpend }) => totalSpend),
        changes.map(({ orderCount }) => orderCount),
        changes.map(({ firstOrderAt }) => firstOrderAt),
        changes.map(({ lastOrderAt }) => lastOrderAt),
      ],
    );
    const lost = changes.filter(({ lostAnOrder }) => lostAnOrder).map(({ customerId }) => customerId);
    if (lost.length > 0) await this.lookUpExtremes(tx, lost);
  }

  /** A statement of its own, so that it sees what others committed before the totals were locked. */
  private async lookUpExtremes(tx: Transaction, customerIds: string[]): Promise<void> {
    await tx.query(
      `UPDATE "CustomerTotals" t SET "firstOrderAt" = found.first, "lastOrderAt" = found.last
       FROM (SELECT c.id, min(o."orderedAt") AS first, max(o."orderedAt") AS last
             FROM unnest($1::uuid[]) AS c(id)
             LEFT JOIN "Order" o ON o."customerId" = c.id AND o.status = ANY($2::"OrderStatus"[])
             GROUP BY c.id) found
       WHERE t."customerId" = found.id`,
      [customerIds, COUNTED_ORDER_STATUSES],
    );
  }
}

const ORDER_ROWS = `(
  SELECT r.id, r."externalId", r."customerId", r.status::"OrderStatus" AS status, r.amount, r."orderedAt",
         r."writtenBy", r."writtenFields", r."olderWrites"::jsonb AS "olderWrites"
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[],
              $7::uuid[], $8::int[], $9::text[])
    AS r(id, "externalId", "customerId", status, amount, "orderedAt", "writtenBy", "writtenFields", "olderWrites")
) w`;

function orderParameters(writes: OrderWrite[]): unknown[] {
  const histories = writes.map((write) => storeHistory(write.history));
  const states = writes.map((write) => write.after);
  return [
    writes.map(({ id }) => id),
    writes.map(({ externalId }) => externalId),
    states.map(({ customerId }) => customerId),
    states.map(({ status }) => status),
    states.map(({ amount }) => amount),
    states.map(({ orderedAt }) => orderedAt),
    histories.map(({ writtenBy }) => writtenBy),
    histories.map(({ writtenFields }) => writtenFields),
    histories.map(({ olderWrites }) => (olderWrites === null ? null : JSON.stringify(olderWrites))),
  ];
}
