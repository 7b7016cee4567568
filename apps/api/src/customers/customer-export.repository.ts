import type { Queryable } from '@herald/platform';

import {
  MESSAGE_COLUMNS,
  ORDER_COLUMNS,
  PROFILE_COLUMNS,
  PROFILE_JOINS,
  toOrder,
  toProfile,
} from './customer-queries.ts';
import type { CustomerOrder, CustomerProfile, MessageRow, OrderRow, ProfileRow } from './customer-queries.ts';

export interface ExportedMessage extends MessageRow {
  /** How often it was opened again. */
  round: number;
}

export interface ExportedReceipt {
  communicationLogId: string;
  vendorMessageId: string;
  status: 'SENT' | 'FAILED';
  occurredAt: Date;
  receivedAt: Date;
}

export interface NamedThing {
  id: string;
  name: string;
}

/** Reads what the tables say of one customer, all in the snapshot that it is given. Writes nothing. */
export class CustomerExportRepository {
  async findProfile(db: Queryable, id: string): Promise<CustomerProfile | undefined> {
    const { rows } = await db.query<ProfileRow>(
      `SELECT ${PROFILE_COLUMNS} FROM "Customer" c ${PROFILE_JOINS} WHERE c.id = $1`,
      [id],
    );
    return rows.map(toProfile)[0];
  }

  /** Newest first. */
  async findOrders(db: Queryable, customerId: string): Promise<CustomerOrder[]> {
    const { rows } = await db.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM "Order" o WHERE o."customerId" = $1 ORDER BY o."orderedAt" DESC, o.id DESC`,
      [customerId],
    );
    return rows.map(toOrder);
  }

  /** Oldest first. */
  async findMessages(db: Queryable, customerId: string): Promise<ExportedMessage[]> {
    const { rows } = await db.query<ExportedMessage>(
      `SELECT ${MESSAGE_COLUMNS}, l.round
       FROM "CommunicationLog" l JOIN "Campaign" c ON c.id = l."campaignId" WHERE l."customerId" = $1 ORDER BY l.id`,
      [customerId],
    );
    return rows;
  }

  async findReceipts(db: Queryable, communicationLogIds: string[]): Promise<ExportedReceipt[]> {
    const { rows } = await db.query<ExportedReceipt>(
      `SELECT "communicationLogId", "vendorMessageId", status, "occurredAt", "receivedAt" FROM "ReceiptEvent"
       WHERE "communicationLogId" = ANY($1::uuid[]) ORDER BY id`,
      [communicationLogIds],
    );
    return rows;
  }

  async findSegments(db: Queryable, customerId: string): Promise<NamedThing[]> {
    const { rows } = await db.query<NamedThing>(
      `SELECT id, name FROM "Segment" WHERE $1::uuid = ANY ("audienceUserIds") ORDER BY id`,
      [customerId],
    );
    return rows;
  }

  async findCampaigns(db: Queryable, customerId: string): Promise<NamedThing[]> {
    const { rows } = await db.query<NamedThing>(
      `SELECT id, name FROM "Campaign" WHERE $1::uuid = ANY ("audienceUserIds") ORDER BY id`,
      [customerId],
    );
    return rows;
  }
}
