import type { Pool, Queryable, Transaction } from '../db/pool.ts';

export interface NewClaimCode {
  id: string;
  /** See `hashClaimCode`. */
  hash: string;
  expiresAt: Date;
}

/** Writes ClaimCode: what makes whoever knows it the first owner, once. */
export class ClaimCodeRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Takes the place of every code that nobody has used. */
  async replaceUnused(tx: Transaction, { id, hash, expiresAt }: NewClaimCode): Promise<void> {
    await tx.query(`DELETE FROM "ClaimCode" WHERE "usedAt" IS NULL`);
    await tx.query(`INSERT INTO "ClaimCode" (id, hash, "expiresAt") VALUES ($1, $2, $3)`, [id, hash, expiresAt]);
  }

  /** The id of the code, while it may still be used. */
  async findUsable(hash: string, at: Date, db: Queryable = this.pool): Promise<string | undefined> {
    const { rows } = await db.query<{ id: string }>(
      `SELECT id FROM "ClaimCode" WHERE hash = $1 AND "usedAt" IS NULL AND "expiresAt" > $2`,
      [hash, at],
    );
    return rows[0]?.id;
  }

  async isAnyUsable(at: Date): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `SELECT FROM "ClaimCode" WHERE "usedAt" IS NULL AND "expiresAt" > $1 LIMIT 1`,
      [at],
    );
    return rowCount === 1;
  }

  /** @returns whether it was still to be used. */
  async use(tx: Transaction, id: string, at: Date): Promise<boolean> {
    const { rowCount } = await tx.query(
      `UPDATE "ClaimCode" SET "usedAt" = $2 WHERE id = $1 AND "usedAt" IS NULL AND "expiresAt" > $2`,
      [id, at],
    );
    return rowCount === 1;
  }
}
