import type { ApiKeyMode, Scope } from '@herald/shared';

import type { Pool, Queryable, Transaction } from '../db/pool.ts';

export interface ApiKey {
  id: string;
  name: string;
  mode: ApiKeyMode;
  scopes: Scope[];
  /** Its last four characters. */
  hint: string;
  /** The key that it takes over from. */
  replacesId: string | null;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

export type NewApiKey = Omit<ApiKey, 'createdAt' | 'revokedAt' | 'lastUsedAt'> & { hash: string };

const COLUMNS = `id, name, lower(mode::text) AS mode, lower(scopes::text)::text[] AS scopes, hint, "replacesId",
  "createdBy", "createdAt", "expiresAt", "revokedAt", "lastUsedAt"`;

/** Writes ApiKey: what programs of integrators show, as hashes. */
export class ApiKeyRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async insert(key: NewApiKey, db: Queryable = this.pool): Promise<ApiKey> {
    const { rows } = await db.query<ApiKey>(
      `INSERT INTO "ApiKey" (id, name, mode, scopes, hash, hint, "replacesId", "createdBy", "expiresAt")
       VALUES ($1, $2, upper($3)::"ApiKeyMode", upper($4::text[]::text)::"ApiKeyScope"[], $5, $6, $7, $8, $9)
       RETURNING ${COLUMNS}`,
      [key.id, key.name, key.mode, key.scopes, key.hash, key.hint, key.replacesId, key.createdBy, key.expiresAt],
    );
    return rows[0] as ApiKey;
  }

  async findByHash(hash: string): Promise<ApiKey | undefined> {
    // Asked with every call of a key, so each connection plans it once.
    const { rows } = await this.pool.query<ApiKey>({
      name: 'api-key-by-hash',
      text: `SELECT ${COLUMNS} FROM "ApiKey" WHERE hash = $1`,
      values: [hash],
    });
    return rows[0];
  }

  async findById(id: string): Promise<ApiKey | undefined> {
    const { rows } = await this.pool.query<ApiKey>(`SELECT ${COLUMNS} FROM "ApiKey" WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first, those older than `beforeId`. */
  async findPage(beforeId: string | undefined, limit: number): Promise<ApiKey[]> {
    const { rows } = await this.pool.query<ApiKey>(
      `SELECT ${COLUMNS} FROM "ApiKey" WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [beforeId ?? null, limit],
    );
    return rows;
  }

  /** Until the transaction ends nobody else changes the key. */
  async lock(tx: Transaction, id: string): Promise<ApiKey | undefined> {
    const { rows } = await tx.query<ApiKey>(`SELECT ${COLUMNS} FROM "ApiKey" WHERE id = $1 FOR UPDATE`, [id]);
    return rows[0];
  }

  /** Whether another key took over from it. */
  async isReplaced(tx: Transaction, id: string): Promise<boolean> {
    const { rowCount } = await tx.query(`SELECT FROM "ApiKey" WHERE "replacesId" = $1`, [id]);
    return rowCount !== 0;
  }

  async rename(id: string, name: string): Promise<ApiKey | undefined> {
    const { rows } = await this.pool.query<ApiKey>(`UPDATE "ApiKey" SET name = $2 WHERE id = $1 RETURNING ${COLUMNS}`, [
      id,
      name,
    ]);
    return rows[0];
  }

  async setExpiry(tx: Transaction, id: string, expiresAt: Date): Promise<void> {
    await tx.query(`UPDATE "ApiKey" SET "expiresAt" = $2 WHERE id = $1`, [id, expiresAt]);
  }

  /** Of one that was revoked before the time stays as it is. */
  async revoke(id: string, revokedAt: Date): Promise<ApiKey | undefined> {
    const { rows } = await this.pool.query<ApiKey>(
      `UPDATE "ApiKey" SET "revokedAt" = COALESCE("revokedAt", $2) WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, revokedAt],
    );
    return rows[0];
  }

  /** Notes a use, unless a later one than `before` is noted. */
  async noteUse(id: string, usedAt: Date, before: Date): Promise<void> {
    await this.pool.query(
      `UPDATE "ApiKey" SET "lastUsedAt" = $2 WHERE id = $1 AND ("lastUsedAt" IS NULL OR "lastUsedAt" <= $3)`,
      [id, usedAt, before],
    );
  }
}
