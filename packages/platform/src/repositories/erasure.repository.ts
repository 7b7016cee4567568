import { createSecretKey, type KeyObject } from 'node:crypto';

import { hashIdentity, type Identity, identityKey } from '../customers/erased-identity.ts';
import type { Pool, Queryable, Transaction } from '../db/pool.ts';

export interface Erasure {
  id: string;
  customerId: string;
  createdAt: Date;
  /** How many of what were cleared with it. */
  cleared: ClearedCounts;
}

export interface ClearedCounts {
  segments: number;
  messages: number;
  excluded: number;
  vendorMessages: number;
  waitingRows: number;
  rejectedRows: number;
  answers: number;
}

/**
 * Writes Erasure and ErasedIdentity. The key that identities are hashed with is the workspace's.
 *
 * Whoever writes what it has read of customers a moment before takes a lock that an erasure excludes,
 * before it reads; so nobody is written back, or into a segment, who was erased meanwhile. PostgreSQL
 * hands these locks out in turn, so that neither side waits for ever. There are two, because to
 * compute an audience may take minutes, for which no batch should have to wait.
 */
export class ErasureRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Waits for all who hold erasures off, and keeps them waiting until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query('LOCK TABLE "Erasure" IN EXCLUSIVE MODE');
    await tx.query('LOCK TABLE "ErasedIdentity" IN EXCLUSIVE MODE');
  }

  /** Nobody is erased until the transaction ends, which must be soon. First in it, before anything else is locked. */
  async holdOffBriefly(tx: Transaction): Promise<void> {
    await tx.query('LOCK TABLE "ErasedIdentity" IN ROW SHARE MODE');
  }

  /** The same for a transaction that freezes an audience. */
  async holdOffWhileFreezing(tx: Transaction): Promise<void> {
    await tx.query('LOCK TABLE "Erasure" IN ROW SHARE MODE');
  }

  /** The workspace must have its row. */
  async insert(
    tx: Transaction,
    { id, customerId, createdAt, cleared }: Erasure,
    identities: Identity[],
  ): Promise<void> {
    await tx.query(`INSERT INTO "Erasure" (id, "customerId", "createdAt", cleared) VALUES ($1, $2, $3, $4)`, [
      id,
      customerId,
      createdAt,
      JSON.stringify(cleared),
    ]);
    const key = await this.readKey(tx);
    await tx.query(
      // An email may be that of another customer who was erased before.
      `INSERT INTO "ErasedIdentity" (hash, "erasureId") SELECT hash, $2 FROM unnest($1::text[]) AS hash
       ON CONFLICT (hash) DO NOTHING`,
      [identities.map((identity) => hashIdentity(key, identity)), id],
    );
  }

  async findByCustomer(customerId: string, db: Queryable = this.pool): Promise<Erasure | undefined> {
    const { rows } = await db.query<Erasure>(
      `SELECT id, "customerId", "createdAt", cleared FROM "Erasure" WHERE "customerId" = $1`,
      [customerId],
    );
    return rows[0];
  }

  /** Those of the customers who were erased. */
  async findErased(db: Queryable, customerIds: readonly string[]): Promise<Set<string>> {
    // Most workspaces never erase anybody, and this is asked with every page of a launch.
    const any = await db.query('SELECT FROM "Erasure" LIMIT 1');
    if (any.rowCount === 0) return new Set();
    const { rows } = await db.query<{ customerId: string }>(
      `SELECT "customerId" FROM "Erasure" WHERE "customerId" = ANY($1::uuid[])`,
      [customerIds],
    );
    return new Set(rows.map(({ customerId }) => customerId));
  }

  /** The `identityKey` of those identities that are an erased customer's. */
  async findTombstones(tx: Transaction, identities: () => Identity[]): Promise<Set<string>> {
    const { rows } = await tx.query<{ any: boolean }>(`SELECT EXISTS (SELECT 1 FROM "ErasedIdentity") AS any`);
    // Most workspaces never erase anybody, and then nothing is hashed.
    if (!rows[0]?.any) return new Set();
    const key = await this.readKey(tx);
    const byHash = new Map(identities().map((identity) => [hashIdentity(key, identity), identityKey(identity)]));
    const found = await tx.query<{ hash: string }>(`SELECT hash FROM "ErasedIdentity" WHERE hash = ANY($1::text[])`, [
      [...byHash.keys()],
    ]);
    return new Set(found.rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
  }

  private async readKey(tx: Transaction): Promise<KeyObject> {
    const { rows } = await tx.query<{ key: string }>(`SELECT "tombstoneKey" AS key FROM "Workspace"`);
    const [workspace] = rows;
    if (workspace === undefined) throw new Error('the workspace has no row');
    return createSecretKey(workspace.key, 'utf8');
  }
}
