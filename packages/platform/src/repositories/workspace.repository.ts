import { randomBytes } from 'node:crypto';

import type { Pool, Queryable, Transaction } from '../db/pool.ts';

/** What the installation as a whole says of itself. */
export interface Workspace {
  name: string;
  timeZone: string;
  currency: string;
  /** When somebody changed one of these last. */
  updatedAt: Date | null;
}

/** What holds until somebody sets it: what the process was started with. */
export type WorkspaceDefaults = Pick<Workspace, 'timeZone' | 'currency'>;
export type WorkspaceChanges = { [K in 'name' | 'timeZone' | 'currency']?: string | undefined };

const TOMBSTONE_KEY_BYTES = 32;
const DEFAULT_NAME = 'Herald';

/**
 * Writes Workspace. It is read with each call and each job and never kept, so that every process
 * goes by a change from the moment on that it is committed.
 */
export class WorkspaceRepository {
  private readonly pool: Pool;
  private readonly defaults: WorkspaceDefaults;

  constructor(pool: Pool, defaults: WorkspaceDefaults) {
    this.pool = pool;
    this.defaults = defaults;
  }

  async read(db: Queryable = this.pool): Promise<Workspace> {
    const { rows } = await db.query<Workspace>({
      name: 'workspace',
      text: `SELECT name, COALESCE("timeZone", $1) AS "timeZone", COALESCE(currency, $2) AS currency, "updatedAt"
             FROM "Workspace"`,
      values: [this.defaults.timeZone, this.defaults.currency],
    });
    return rows[0] ?? { name: DEFAULT_NAME, ...this.defaults, updatedAt: null };
  }

  async change(tx: Transaction, { name, timeZone, currency }: WorkspaceChanges): Promise<void> {
    await this.ensureRow(tx);
    await tx.query(
      `UPDATE "Workspace"
       SET name = COALESCE($1, name), "timeZone" = COALESCE($2, "timeZone"), currency = COALESCE($3, currency),
           "updatedAt" = now()`,
      [name ?? null, timeZone ?? null, currency ?? null],
    );
  }

  /**
   * The migration made its row, with the key that identities of erased customers are hashed with. Where
   * it was lost, former tombstones mean nothing any more, and there is another.
   */
  async ensureRow(tx: Transaction): Promise<void> {
    await tx.query(`INSERT INTO "Workspace" (id, "tombstoneKey") VALUES (1, $1) ON CONFLICT (id) DO NOTHING`, [
      randomBytes(TOMBSTONE_KEY_BYTES).toString('hex'),
    ]);
  }
}
