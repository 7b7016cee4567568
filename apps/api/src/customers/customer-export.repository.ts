import type { OrderStatus } from '@herald/shared';
import type { CommunicationLog, Queryable } from '@herald/platform';

export interface ExportedProfile {
  id: string;
  externalId: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  visits: number;
  tags: string[];
  attributes: Record<string, string | number | boolean>;
  unsubscribed: boolean;
  createdAt: Date;
  updatedAt: Date;
  erasedAt: Date | null;
  address: Record<'line1' | 'line2' | 'city' | 'state' | 'country' | 'postalCode', string | null> | null;
  totals: { totalSpend: bigint; orderCount: number; firstOrderAt: Date | null; lastOrderAt: Date | null } | null;
}

export interface ExportedOrder {
  id: string;
  externalId: string;
  status: OrderStatus;
  /** Minor units, here and in the items. */
  amount: bigint;
  orderedAt: Date;
  items: { sku: string | null; name: string; category: string | null; quantity: number; price: bigint }[];
}

export interface ExportedMessage extends CommunicationLog {
  /** How often it was opened again. */
  round: number;
  campaignId: string;
  campaignName: string;
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

type ProfileRow = Omit<ExportedProfile, 'address' | 'totals'> & {
  address: ExportedProfile['address'];
  totalSpend: string | null;
  orderCount: number | null;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
};

/** Reads what the tables say of one customer, all in the snapshot that it is given. Writes nothing. */
export class CustomerExportRepository {
  async findProfile(db: Queryable, id: string): Promise<ExportedProfile | undefined> {
    const { rows } = await db.query<ProfileRow>(
      `SELECT c.id, c."externalId", c.name, c.email, c.phone, c.visits, c.tags, c.attributes, c.unsubscribed,
              c."createdAt", c."updatedAt", c."erasedAt",
              CASE WHEN a."customerId" IS NOT NULL THEN json_build_object('line1', a.line1, 'line2', a.line2, 'city', a.city,
                'state', a.state, 'country', a.country, 'postalCode', a."postalCode") END AS address,
              t."totalSpend", t."orderCount", t."firstOrderAt", t."lastOrderAt"
       FROM "Customer" c LEFT JOIN "Address" a ON a."customerId" = c.id
       LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id WHERE c.id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { totalSpend, orderCount, firstOrderAt, lastOrderAt, ...profile } = row;
    const totals =
      totalSpend === null
        ? null
        : { totalSpend: BigInt(totalSpend), orderCount: orderCount ?? 0, firstOrderAt, lastOrderAt };
    return { ...profile, totals };
  }

  /** Newest first. */
  async findOrders(db: Queryable, customerId: string): Promise<ExportedOrder[]> {
    const { rows } = await db.query<
      Omit<ExportedOrder, 'amount' | 'items'> & {
        amount: string;
        items: (Omit<ExportedOrder['items'][number], 'price'> & { price: string })[];
      }
    >(
      // Prices as text: numbers of JSON lose what is beyond 2^53.
      `SELECT o.id, o."externalId", o.status, o.amount, o."orderedAt",
              COALESCE((SELECT json_agg(json_build_object('sku', i.sku, 'name', i.name, 'category', i.category,
                                                          'quantity', i.quantity, 'price', i.price::text) ORDER BY i.id)
                        FROM "OrderItem" i WHERE i."orderId" = o.id), '[]') AS items
       FROM "Order" o WHERE o."customerId" = $1 ORDER BY o."orderedAt" DESC, o.id DESC`,
      [customerId],
    );
    return rows.map((row) => ({
      ...row,
      amount: BigInt(row.amount),
      items: row.items.map((item) => ({ ...item, price: BigInt(item.price) })),
    }));
  }

  /** Oldest first. */
  async findMessages(db: Queryable, customerId: string): Promise<ExportedMessage[]> {
    const { rows } = await db.query<ExportedMessage>(
      `SELECT l.id, l."customerId", l.status, l."personalizedMessage", l."vendorMessageId", l."deliveryReceiptStatus",
              l.attempts, l.round, l."claimedAt", l."acceptedAt", l."sentAt", l."failedAt", l."cancelledAt", l."failureClass",
              l."failureReason", l."exclusionReason", l."campaignId", c.name AS "campaignName"
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
