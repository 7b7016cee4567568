import type { RuleItem, RuleMessage, RuleOrder, RuleSubject } from '@herald/shared';
import { SENT_AT } from '@herald/platform';
import type { Pool, Queryable } from '@herald/platform';

type FoundSubject = RuleSubject & { erasedAt: Date | null };
type Profile = Omit<FoundSubject, 'totalSpend' | 'orders' | 'messages' | 'segmentIds'> & { totalSpend: string };

/** Reads one customer with everything that rules can ask about. Writes nothing. */
export class RuleSubjectRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** @param segmentIds the segments of which it matters whether their frozen audience holds the customer. */
  async find(
    customerId: string,
    askedSegmentIds: string[],
    db: Queryable = this.pool,
  ): Promise<FoundSubject | undefined> {
    const { rows } = await db.query<Profile>(
      `SELECT c.name, c.email, c.phone, c.visits, c.unsubscribed, c.tags, c.attributes, c."createdAt", c."erasedAt",
              a.city, a.state, a.country, a."postalCode",
              COALESCE(t."totalSpend", 0) AS "totalSpend", COALESCE(t."orderCount", 0) AS "orderCount",
              t."firstOrderAt", t."lastOrderAt"
       FROM "Customer" c LEFT JOIN "Address" a ON a."customerId" = c.id
       LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id WHERE c.id = $1`,
      [customerId],
    );
    const [profile] = rows;
    if (profile === undefined) return undefined;
    return {
      ...profile,
      totalSpend: BigInt(profile.totalSpend),
      orders: await findOrders(db, customerId),
      messages: await findMessages(db, customerId),
      segmentIds: new Set(await this.findSegments(customerId, askedSegmentIds, db)),
    };
  }

  /** Of the segments those whose frozen audience holds the customer; reads each of these audiences whole. */
  async findSegments(customerId: string, segmentIds: string[], db: Queryable = this.pool): Promise<string[]> {
    if (segmentIds.length === 0) return [];
    const { rows } = await db.query<{ id: string }>(
      `SELECT id FROM "Segment" WHERE id = ANY ($1::uuid[]) AND $2::uuid = ANY ("audienceUserIds")`,
      [segmentIds, customerId],
    );
    return rows.map(({ id }) => id);
  }
}

async function findOrders(db: Queryable, customerId: string): Promise<RuleOrder[]> {
  const { rows } = await db.query<Omit<RuleOrder, 'amount'> & { amount: string; items: RuleItem[] }>(
    `SELECT o.id, o."externalId", o.status, o.amount, o."orderedAt",
            COALESCE((SELECT json_agg(json_build_object('sku', i.sku, 'name', i.name, 'category', i.category))
                      FROM "OrderItem" i WHERE i."orderId" = o.id), '[]') AS items
     FROM "Order" o WHERE o."customerId" = $1`,
    [customerId],
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

async function findMessages(db: Queryable, customerId: string): Promise<RuleMessage[]> {
  const { rows } = await db.query<RuleMessage>(
    `SELECT l."campaignId", ${SENT_AT} AS "sentAt",
            CASE l.status WHEN 'SENT' THEN 'delivered' WHEN 'FAILED' THEN 'failed' ELSE 'open' END AS outcome
     FROM "CommunicationLog" l WHERE l."customerId" = $1`,
    [customerId],
  );
  return rows;
}
