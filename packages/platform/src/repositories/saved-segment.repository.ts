import type { SegmentKind } from '@herald/shared';

import type { Queryable, Transaction } from '../db/pool.ts';

/** A segment, as far as its audience depends on it. */
export interface SavedSegment {
  id: string;
  name: string;
  kind: SegmentKind;
  /** How many it froze, or had when it was computed last. */
  audienceSize: number;
  /** As they were saved, which may be longer ago than the rules that are known today. */
  rules: unknown;
}

/** Reads the segments that campaigns are launched to. Writes nothing. */
export class SavedSegmentRepository {
  /** Nobody changes or deletes it until the transaction ends. */
  async lockShared(tx: Transaction, id: string): Promise<SavedSegment | undefined> {
    const { rows } = await tx.query<SavedSegment>(
      `SELECT id, name, lower(kind::text) AS kind, "audienceSize", rules FROM "Segment" WHERE id = $1 FOR SHARE`,
      [id],
    );
    return rows[0];
  }

  async findById(db: Queryable, id: string): Promise<SavedSegment | undefined> {
    const { rows } = await db.query<SavedSegment>(
      `SELECT id, name, lower(kind::text) AS kind, "audienceSize", rules FROM "Segment" WHERE id = $1`,
      [id],
    );
    return rows[0];
  }
}
