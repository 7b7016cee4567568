import type { Pool } from '@herald/platform';

/** What a message can say of a recipient, as it is stored. */
export interface Recipient {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  isErased: boolean;
  unsubscribed: boolean;
  visits: number;
  tags: string[];
  attributes: Record<string, unknown>;
  city: string | null;
  state: string | null;
  country: string | null;
  postalCode: string | null;
  /** Minor units. */
  totalSpend: bigint;
  orderCount: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

/** Reads the recipients of a campaign. Writes nothing. */
export class RecipientRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** In the order of their ids, which is that of a frozen audience. */
  async findMany(ids: readonly string[]): Promise<Recipient[]> {
    const { rows } = await this.pool.query<Omit<Recipient, 'totalSpend'> & { totalSpend: string }>(
      `SELECT c.id, c.name, c.email, c.phone, c."erasedAt" IS NOT NULL AS "isErased", c.unsubscribed, c.visits, c.tags, c.attributes,
              a.city, a.state, a.country, a."postalCode",
              COALESCE(t."totalSpend", 0) AS "totalSpend", COALESCE(t."orderCount", 0) AS "orderCount",
              t."firstOrderAt", t."lastOrderAt"
       FROM "Customer" c
       LEFT JOIN "Address" a ON a."customerId" = c.id
       LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id
       WHERE c.id = ANY($1::uuid[])
       ORDER BY c.id`,
      [ids],
    );
    return rows.map((row) => ({ ...row, totalSpend: BigInt(row.totalSpend) }));
  }
}
