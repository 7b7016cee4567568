import type { SegmentKind } from '@herald/shared';

import type { Transaction } from '../db/pool.ts';

/** A segment, as far as its audience depends on it. */
export interface SavedSegment {
  id: string;
  name: string;
  kind: SegmentKind;
  /** As they were saved, which may be longer ago than the rules that are known today. */
  rules: unknown;
}

/** Reads the segments that campaigns are launched to. Writes nothing. */
export class SavedSegmentRepository {
  /** Nobody changes or deletes it until the transaction ends. */
  async lockShared(tx: Transaction, id: string): Promise<SavedSegment | undefined> {
    const { rows } = await tx.query<SavedSegment>(
      `SELECT id, name, lower(kind::text) AS kind, rules FROM "Segment" WHERE id = $1 FOR SHARE`,
      [id],
    );
    return rows[0];
  }
}
