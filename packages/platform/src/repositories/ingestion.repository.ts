import type { Pool, Transaction } from '../db/pool.ts';

export type IngestionKind = 'CUSTOMERS' | 'ORDERS';

/** A row of an accepted batch: its position in the call, and the row as it was sent. */
export type IndexedRow<T> = [index: number, row: T];

export interface NewIngestion {
  id: string;
  kind: IngestionKind;
  received: number;
  chunks: { id: string; rows: IndexedRow<unknown>[] }[];
}

export interface IngestionChunk<T> {
  id: string;
  ingestionId: string;
  rows: IndexedRow<T>[];
  createdAt: Date;
}

export interface RejectedRow {
  index: number;
  row: unknown;
  reason: string;
}

export interface Ingestion {
  id: string;
  kind: IngestionKind;
  received: number;
  stored: number;
  rejected: number;
  createdAt: Date;
  completedAt: Date | null;
}

/** Writes Ingestion, IngestionChunk and RejectedRow. */
export class IngestionRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** One statement, so that a batch is accepted whole or not at all. */
  async insert(ingestion: NewIngestion): Promise<void> {
    // A parameter for each chunk (there are few) and no array of texts, in which every quote is escaped and read again.
    const chunks = ingestion.chunks.map((_, at) => `($${2 * at + 4}::uuid, $1, $2, $${2 * at + 5}::json)`);
    await this.pool.query(
      `WITH accepted AS (
         INSERT INTO "Ingestion" (id, kind, received) VALUES ($1::uuid, $2::"IngestionKind", $3)
       )
       INSERT INTO "IngestionChunk" (id, "ingestionId", kind, rows) VALUES ${chunks.join(', ')}`,
      [
        ingestion.id,
        ingestion.kind,
        ingestion.received,
        ...ingestion.chunks.flatMap((chunk) => [chunk.id, JSON.stringify(chunk.rows)]),
      ],
    );
  }

  /** Waits while another worker holds the chunk; undefined once it has been written. */
  async lockChunk<T>(tx: Transaction, chunkId: string): Promise<IngestionChunk<T> | undefined> {
    const { rows } = await tx.query<IngestionChunk<T>>(
      `SELECT id, "ingestionId", rows, "createdAt" FROM "IngestionChunk" WHERE id = $1 FOR UPDATE`,
      [chunkId],
    );
    return rows[0];
  }

  async deleteChunk(tx: Transaction, chunkId: string): Promise<void> {
    await tx.query(`DELETE FROM "IngestionChunk" WHERE id = $1`, [chunkId]);
  }

  /** Keeps the rows that could not be written yet, for `availableAt`. */
  async postponeChunk(tx: Transaction, chunkId: string, rows: IndexedRow<unknown>[], availableAt: Date): Promise<void> {
    await tx.query(`UPDATE "IngestionChunk" SET rows = $2::json, "availableAt" = $3 WHERE id = $1`, [
      chunkId,
      JSON.stringify(rows),
      availableAt,
    ]);
  }

  async insertRejectedRows(tx: Transaction, ingestionId: string, rejected: RejectedRow[]): Promise<void> {
    await tx.query(
      `INSERT INTO "RejectedRow" ("ingestionId", index, row, reason)
       SELECT $1, rejected.index, rejected.row::jsonb, rejected.reason
       FROM unnest($2::int[], $3::text[], $4::text[]) AS rejected(index, row, reason)`,
      [
        ingestionId,
        rejected.map(({ index }) => index),
        rejected.map(({ row }) => JSON.stringify(row)),
        rejected.map(({ reason }) => reason),
      ],
    );
  }

  /** Last in its transaction, because all chunks of a batch meet at this row. */
  async addToCounts(tx: Transaction, ingestionId: string, stored: number, rejected: number): Promise<void> {
    await tx.query(
      `UPDATE "Ingestion"
       SET stored = stored + $2, rejected = rejected + $3,
           "completedAt" = CASE WHEN stored + $2 + rejected + $3 = received THEN now() END
       WHERE id = $1`,
      [ingestionId, stored, rejected],
    );
  }

  /** Chunks that could be written now, oldest first: what a lost job leaves behind. */
  async findAvailableChunks(createdBefore: Date, limit: number): Promise<{ id: string; kind: IngestionKind }[]> {
    const { rows } = await this.pool.query<{ id: string; kind: IngestionKind }>(
      `SELECT id, kind FROM "IngestionChunk"
       WHERE "createdAt" < $1 AND "availableAt" <= now() ORDER BY id LIMIT $2`,
      [createdBefore, limit],
    );
    return rows;
  }

  async findById(id: string): Promise<Ingestion | undefined> {
    const { rows } = await this.pool.query<Ingestion>(
      `SELECT id, kind, received, stored, rejected, "createdAt", "completedAt" FROM "Ingestion" WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Rejected rows by index, those after `afterIndex`. */
  async findRejectedRows(ingestionId: string, afterIndex: number, limit: number): Promise<RejectedRow[]> {
    const { rows } = await this.pool.query<RejectedRow>(
      `SELECT index, row, reason FROM "RejectedRow"
       WHERE "ingestionId" = $1 AND index > $2 ORDER BY index LIMIT $3`,
      [ingestionId, afterIndex, limit],
    );
    return rows;
  }
}
