import type { Queryable } from '@herald/platform';

import { MESSAGE_COLUMNS, ORDER_COLUMNS, toOrder } from './customer-queries.ts';
import type { CustomerOrder, MessageRow, OrderRow } from './customer-queries.ts';

/** Where an event stands in a timeline. */
export interface TimelinePosition {
  at: Date;
  id: string;
}

export interface TimelineEntry extends TimelinePosition {
  kind: 'joined' | 'erased' | 'ordered' | 'message';
}

/** When a UUIDv7 was made, to the millisecond; PostgreSQL can tell only from version 18 on. */
const timeOf = (id: string) =>
  `to_timestamp(('x' || left(replace(${id}::text, '-', ''), 12))::bit(48)::bigint / 1000.0)`;

/** Reads what happened to one customer. Writes nothing. */
export class CustomerHistoryRepository {
  async exists(db: Queryable, customerId: string): Promise<boolean> {
    const { rowCount } = await db.query('SELECT FROM "Customer" WHERE id = $1', [customerId]);
    return rowCount === 1;
  }

  /** Newest first, those before `beforeId`. */
  async findMessages(
    db: Queryable,
    customerId: string,
    { beforeId, limit }: { beforeId: string | undefined; limit: number },
  ): Promise<MessageRow[]> {
    const { rows } = await db.query<MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM "CommunicationLog" l JOIN "Campaign" c ON c.id = l."campaignId"
       WHERE l."customerId" = $1 AND ($2::uuid IS NULL OR l.id < $2) ORDER BY l.id DESC LIMIT $3`,
      [customerId, beforeId ?? null, limit],
    );
    return rows;
  }

  /** What happened, latest first, before `before`. A message happened when its campaign wrote it, be it before it was due. */
  async findTimeline(
    db: Queryable,
    customerId: string,
    { before, limit }: { before: TimelinePosition | undefined; limit: number },
  ): Promise<TimelineEntry[]> {
    const { rows } = await db.query<TimelineEntry>(
      // Of a customer's orders an index hands out the latest; of the others there are few.
      `SELECT kind, id, at FROM (
         SELECT 'joined' AS kind, id, "createdAt" AS at FROM "Customer" WHERE id = $1
         UNION ALL
         SELECT 'erased', id, "createdAt" FROM "Erasure" WHERE "customerId" = $1
         UNION ALL
         (SELECT 'ordered', id, "orderedAt" FROM "Order"
          WHERE "customerId" = $1 AND ($2::timestamptz IS NULL OR ("orderedAt", id) < ($2, $3::uuid))
          ORDER BY "orderedAt" DESC, id DESC LIMIT $4)
         UNION ALL
         SELECT 'message', l.id, LEAST(${timeOf('l.id')}, c."launchedAt")
         FROM "CommunicationLog" l JOIN "Campaign" c ON c.id = l."campaignId" WHERE l."customerId" = $1
       ) AS event
       WHERE $2::timestamptz IS NULL OR (at, id) < ($2, $3::uuid) ORDER BY at DESC, id DESC LIMIT $4`,
      [customerId, before?.at ?? null, before?.id ?? null, limit],
    );
    return rows;
  }

  async findOrdersById(db: Queryable, ids: string[]): Promise<Map<string, CustomerOrder>> {
    if (ids.length === 0) return new Map();
    const { rows } = await db.query<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM "Order" o WHERE o.id = ANY ($1::uuid[])`, [
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, toOrder(row)]));
  }

  async findMessagesById(db: Queryable, ids: string[]): Promise<Map<string, MessageRow>> {
    if (ids.length === 0) return new Map();
    const { rows } = await db.query<MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM "CommunicationLog" l JOIN "Campaign" c ON c.id = l."campaignId"
       WHERE l.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
