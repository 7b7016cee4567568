import type { Identity } from '../customers/erased-identity.ts';
import type { Pool, Queryable, Transaction } from '../db/pool.ts';

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
  /** Null once it was removed. */
  row: unknown;
  reason: string;
}

export interface RejectedRowOfCustomer extends RejectedRow {
  ingestionId: string;
}

/** Who a customer is, as rows of batches may say it. */
export interface NamedIdentities {
  id: string;
  externalId: string | null;
  /** Folded. */
  emailKey: string | null;
}

export interface IngestionSearch {
  kind: IngestionKind | undefined;
  /** Only those with rejected rows. */
  rejectedOnly: boolean;
  beforeId: string | undefined;
  limit: number;
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

const COLUMNS = 'id, kind, received, stored, rejected, "createdAt", "completedAt"';

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

  /** Keeps only some of a chunk's rows. */
  async keepRows(tx: Transaction, chunkId: string, rows: IndexedRow<unknown>[]): Promise<void> {
    await tx.query(`UPDATE "IngestionChunk" SET rows = $2::json WHERE id = $1`, [chunkId, JSON.stringify(rows)]);
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
        rejected.map(({ row }) => (row === null ? null : JSON.stringify(row))),
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

  /**
   * The waiting chunks, by id, in which the text of one of the identities stands, whatever it means
   * there: a few more than those that name it, found without taking them all apart.
   */
  async findChunksThatMention(
    db: Queryable,
    identities: readonly Identity[],
  ): Promise<{ id: string; ingestionId: string; kind: IngestionKind }[]> {
    const { rows } = await db.query<{ id: string; ingestionId: string; kind: IngestionKind }>(
      // In the collation C only ASCII has small letters, whatever the language of the database.
      `SELECT id, "ingestionId", kind FROM "IngestionChunk"
       WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS t WHERE strpos(lower(rows::text COLLATE "C"), t) > 0)
       ORDER BY id`,
      // Chunks are JSON of the same making, so the text stands in them as it does here.
      [identities.map(({ value }) => withoutCapitals(JSON.stringify(value)))],
    );
    return rows;
  }

  async readChunk(db: Queryable, chunkId: string): Promise<IndexedRow<unknown>[]> {
    const { rows } = await db.query<{ rows: IndexedRow<unknown>[] }>(
      `SELECT rows FROM "IngestionChunk" WHERE id = $1`,
      [chunkId],
    );
    return rows[0]?.rows ?? [];
  }

  /** Empties the rejected rows that name one of a customer's identities. @returns how many. */
  async eraseRejectedRows(tx: Transaction, identities: NamedIdentities): Promise<number> {
    const { rowCount } = await tx.query(
      `UPDATE "RejectedRow" SET row = NULL WHERE row IS NOT NULL AND ${NAMES_CUSTOMER}`,
      namedValues(identities),
    );
    return rowCount ?? 0;
  }

  /** The rejected rows that name one of a customer's identities. */
  async findRejectedRowsThatName(db: Queryable, identities: NamedIdentities): Promise<RejectedRowOfCustomer[]> {
    const { rows } = await db.query<RejectedRowOfCustomer>(
      `SELECT "ingestionId", index, row, reason FROM "RejectedRow"
       WHERE row IS NOT NULL AND ${NAMES_CUSTOMER} ORDER BY "ingestionId", index`,
      namedValues(identities),
    );
    return rows;
  }

  /** Ingestions that were complete before this time and whose rejected rows are still there, oldest first. */
  async findWithRows(completedBefore: Date, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM "Ingestion"
       WHERE "completedAt" < $1 AND rejected > 0 AND "rowsRemovedAt" IS NULL ORDER BY id LIMIT $2`,
      [completedBefore, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Empties the rejected rows of an ingestion for good. @returns how many. */
  async removeRows(tx: Transaction, id: string): Promise<number> {
    const { rowCount } = await tx.query(
      `UPDATE "RejectedRow" SET row = NULL WHERE "ingestionId" = $1 AND row IS NOT NULL`,
      [id],
    );
    await tx.query(`UPDATE "Ingestion" SET "rowsRemovedAt" = now() WHERE id = $1`, [id]);
    return rowCount ?? 0;
  }

  async findById(id: string): Promise<Ingestion | undefined> {
    const { rows } = await this.pool.query<Ingestion>(`SELECT ${COLUMNS} FROM "Ingestion" WHERE id = $1`, [id]);
    return rows[0];
  }

  /** Newest first, those older than `beforeId`. */
  async findPage({ kind, rejectedOnly, beforeId, limit }: IngestionSearch): Promise<Ingestion[]> {
    const { rows } = await this.pool.query<Ingestion>(
      `SELECT ${COLUMNS} FROM "Ingestion"
       WHERE ($1::"IngestionKind" IS NULL OR kind = $1) AND ($2::uuid IS NULL OR id < $2)
         ${rejectedOnly ? 'AND rejected > 0' : ''}
       ORDER BY id DESC LIMIT $3`,
      [kind ?? null, beforeId ?? null, limit],
    );
    return rows;
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

/**
 * Of a rejected row: whether it names the customer of `namedValues`. Of an order `externalId` is the
 * order's own. Emails are ASCII (see `emailSchema`), whose fold is its small letters.
 */
const NAMES_CUSTOMER = `(
  lower(row ->> 'id') = $1 OR lower(row ->> 'customerId') = $1
  OR row ->> 'customerExternalId' = $2
  OR (row ->> 'externalId' = $2 AND NOT row ?| '{customerId,customerExternalId,customerEmail}'::text[])
  OR lower(row ->> 'email' COLLATE "C") = $3 OR lower(row ->> 'customerEmail' COLLATE "C") = $3)`;

/** Of the letters of ASCII. */
function withoutCapitals(text: string): string {
  return text.replaceAll(/[A-Z]/g, (capital) => capital.toLowerCase());
}

function namedValues({ id, externalId, emailKey }: NamedIdentities): unknown[] {
  return [id, externalId, emailKey];
}
