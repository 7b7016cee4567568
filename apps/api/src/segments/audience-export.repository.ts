import type { AudienceMember } from '@herald/shared';
import { type Pool, runCancellable } from '@herald/platform';

import { type AudienceSource, type MemberRow, membersSql, selectIds, toMember } from './audience-queries.ts';

/** Members in memory at once, whatever the size of the audience. */
const PAGE_SIZE = 2_000;

/** Reads whole audiences, on connections of their own, which slow readers keep for long. Writes nothing. */
export class AudienceExportRepository {
  private readonly pool: Pool;
  private readonly control: Pool;
  private readonly timeoutMs: number;

  /** @param control another pool than `pool`, which may be busy with what is to be stopped. */
  constructor(pool: Pool, control: Pool, timeoutMs: number) {
    this.pool = pool;
    this.control = control;
    this.timeoutMs = timeoutMs;
  }

  /** Hands over everybody, in the order of their ids, page by page on one snapshot. */
  read(source: AudienceSource, signal: AbortSignal, take: (members: AudienceMember[]) => Promise<void>): Promise<void> {
    const { text, values } = selectIds(source);
    const options = { timeoutMs: this.timeoutMs, name: 'herald-export', signal };
    return runCancellable(this.pool, this.control, options, async (db) => {
      await db.query(`DECLARE audience NO SCROLL CURSOR FOR ${membersSql(text)}`, values);
      for (;;) {
        const { rows } = await db.query<MemberRow>(`FETCH ${PAGE_SIZE} FROM audience`);
        if (rows.length === 0) return;
        await take(rows.map(toMember));
      }
    });
  }
}
