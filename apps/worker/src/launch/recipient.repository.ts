import type { Pool } from '@herald/platform';

/** What a message can say of a recipient, as it is stored. */
export interface Recipient {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
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

/** Reads the frozen audience of a campaign. Writes nothing. */
export class RecipientRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** The recipients at positions `from` (inclusive, from 0) to `to` (exclusive). */
  async findSlice(campaignId: string, from: number, to: number): Promise<Recipient[]> {
    const { rows } = await this.pool.query<Omit<Recipient, 'totalSpend'> & { totalSpend: string }>(
      // Array positions start at 1 and slices include both ends.
      `SELECT c.id, c.name, c.email, c.phone, c.visits, c.tags, c.attributes,
              a.city, a.state, a.country, a."postalCode",
              COALESCE(t."totalSpend", 0) AS "totalSpend", COALESCE(t."orderCount", 0) AS "orderCount",
              t."firstOrderAt", t."lastOrderAt"
       FROM unnest((SELECT "audienceUserIds"[$2::int + 1:$3::int] FROM "Campaign" WHERE id = $1)) AS slice(id)
       JOIN "Customer" c ON c.id = slice.id
       LEFT JOIN "Address" a ON a."customerId" = c.id
       LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id`,
      [campaignId, from, to],
    );
    return rows.map((row) => ({ ...row, totalSpend: BigInt(row.totalSpend) }));
  }
}
