import { foldText } from '@herald/shared';
import type { CampaignStatus, SegmentKind, SegmentRules, SegmentSort } from '@herald/shared';
import { Collision, escapeLike, FROZEN, WITH_USED_SEGMENTS } from '@herald/platform';
import type { CompiledRules, Pool, Queryable, SavedSegment, Transaction } from '@herald/platform';

export interface StoredSegment extends SavedSegment {
  /** The name as it is searched and sorted by. */
  nameKey: string;
  audienceSize: number;
  lastComputedAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface ListedSegment extends StoredSegment {
  usedByCampaigns: number;
  usedBySegments: number;
}

export interface SegmentUsers {
  campaigns: { id: string; name: string; status: CampaignStatus }[];
  segments: { id: string; name: string }[];
}

/** What a segment is made of; its rules with the segments and campaigns that they name. */
export interface SegmentContent {
  name: string;
  kind: SegmentKind;
  rules: SegmentRules;
  usedSegmentIds: string[];
  usedCampaignIds: string[];
}

export interface SegmentSearch {
  text: string | undefined;
  kind: SegmentKind | undefined;
  sort: SegmentSort;
  /** The sort value and the id of the last segment of the page before. */
  after: [value: string, id: string] | undefined;
  limit: number;
}

const COLUMNS = `s.id, s.name, s."nameKey", lower(s.kind::text) AS kind, s.rules, s."audienceSize", s."lastComputedAt",
  s."createdAt", s."updatedAt"`;
/** Counted with the segment, so that a page of segments takes one query. */
const USE_COUNTS = `(SELECT count(*)::int FROM "Campaign" c WHERE c."segmentId" = s.id) AS "usedByCampaigns",
  (SELECT count(*)::int FROM "Segment" other WHERE s.id = ANY (other."usedSegmentIds")) AS "usedBySegments"`;
const SORT_KEYS = {
  createdAt: { sql: 's.id', type: 'uuid' },
  name: { sql: 's."nameKey"', type: 'text' },
  audienceSize: { sql: 's."audienceSize"', type: 'int' },
  lastComputedAt: { sql: 's."lastComputedAt"', type: 'timestamptz' },
};
const USERS_SHOWN = 100;

/** Writes Segment. Audiences are selected and frozen inside PostgreSQL. */
export class SegmentRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Locks the segments and all that they lead to, in id order, so that two changes that
   * would close a circle together, or a change and a deletion, wait for each other. Then, of the campaigns
   * that are named, the drafts: no other campaign can be deleted, and one that runs must not wait.
   *
   * @throws Collision when they lead further now than before the wait; to lock the others as
   * well would be out of order
   */
  async lockWithUsed(tx: Transaction, ids: string[], campaignIds: readonly string[] = []): Promise<void> {
    const locked = await tx.query<{ id: string }>(
      `${WITH_USED_SEGMENTS} SELECT id FROM "Segment" WHERE id IN (SELECT id FROM used) ORDER BY id FOR NO KEY UPDATE`,
      [ids],
    );
    const used = await tx.query<{ id: string }>(
      `${WITH_USED_SEGMENTS} SELECT s.id FROM used JOIN "Segment" s USING (id)`,
      [ids],
    );
    const lockedIds = new Set(locked.rows.map(({ id }) => id));
    if (!used.rows.every(({ id }) => lockedIds.has(id))) throw new Collision('a segment came to use another one');
    if (campaignIds.length === 0) return;
    await tx.query(`SELECT id FROM "Campaign" WHERE id = ANY ($1::uuid[]) AND status = 'DRAFT' ORDER BY id FOR SHARE`, [
      campaignIds,
    ]);
  }

  /** Ids and size come from one statement, so that they always agree. */
  async insert(tx: Transaction, id: string, content: SegmentContent, rules: CompiledRules): Promise<void> {
    const at = (offset: number) => `$${rules.values.length + offset}`;
    await tx.query(
      `INSERT INTO "Segment" (id, name, "nameKey", rules, kind, "usedSegmentIds", "usedCampaignIds",
                              "audienceUserIds", "audienceSize")
       SELECT ${at(1)}::uuid, ${at(2)}::text, ${at(3)}::text, ${at(4)}::jsonb, ${at(5)}::"SegmentKind",
              ${at(6)}::uuid[], ${at(7)}::uuid[], audience.ids, audience.size
       FROM (${audienceSql(content.kind, rules)}) AS audience`,
      [...rules.values, id, ...contentValues(content)],
    );
  }

  /** Changes a segment and computes its audience anew. */
  async update(tx: Transaction, id: string, content: SegmentContent, rules: CompiledRules): Promise<void> {
    const at = (offset: number) => `$${rules.values.length + offset}`;
    await tx.query(
      `UPDATE "Segment" s
       SET name = ${at(2)}::text, "nameKey" = ${at(3)}::text, rules = ${at(4)}::jsonb, kind = ${at(5)}::"SegmentKind",
           "usedSegmentIds" = ${at(6)}::uuid[], "usedCampaignIds" = ${at(7)}::uuid[], "updatedAt" = now(),
           "audienceUserIds" = audience.ids, "audienceSize" = audience.size, "lastComputedAt" = now()
       FROM (${audienceSql(content.kind, rules)}) AS audience
       WHERE s.id = ${at(1)}::uuid`,
      [...rules.values, id, ...contentValues(content)],
    );
  }

  async rename(tx: Transaction, id: string, name: string): Promise<void> {
    await tx.query(`UPDATE "Segment" SET name = $2, "nameKey" = $3, "updatedAt" = now() WHERE id = $1`, [
      id,
      name,
      foldText(name),
    ]);
  }

  /** A copy with the same audience. */
  async duplicate(tx: Transaction, id: string, copy: { id: string; name: string }): Promise<void> {
    await tx.query(
      `INSERT INTO "Segment" (id, name, "nameKey", rules, kind, "usedSegmentIds", "usedCampaignIds",
                              "audienceUserIds", "audienceSize", "lastComputedAt")
       SELECT $2, $3, $4, rules, kind, "usedSegmentIds", "usedCampaignIds", "audienceUserIds", "audienceSize",
              "lastComputedAt"
       FROM "Segment" WHERE id = $1`,
      [id, copy.id, copy.name, foldText(copy.name)],
    );
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM "Segment" WHERE id = $1`, [id]);
  }

  /** Takes a customer out of every frozen audience. @returns out of how many. */
  async removeCustomer(tx: Transaction, customerId: string): Promise<number> {
    const { rowCount } = await tx.query(
      `UPDATE "Segment"
       SET "audienceUserIds" = array_remove("audienceUserIds", $1::uuid), "audienceSize" = "audienceSize" - 1
       WHERE $1::uuid = ANY ("audienceUserIds")`,
      [customerId],
    );
    return rowCount ?? 0;
  }

  async findById(id: string, db: Queryable = this.pool): Promise<StoredSegment | undefined> {
    const { rows } = await db.query<StoredSegment>(`SELECT ${COLUMNS} FROM "Segment" s WHERE s.id = $1`, [id]);
    return rows[0];
  }

  async findListedById(id: string, db: Queryable = this.pool): Promise<ListedSegment | undefined> {
    const { rows } = await db.query<ListedSegment>(
      `SELECT ${COLUMNS}, ${USE_COUNTS} FROM "Segment" s WHERE s.id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Locked against every change and every new user until the transaction ends. */
  async lockById(tx: Transaction, id: string): Promise<StoredSegment | undefined> {
    const { rows } = await tx.query<StoredSegment>(`SELECT ${COLUMNS} FROM "Segment" s WHERE s.id = $1 FOR UPDATE`, [
      id,
    ]);
    return rows[0];
  }

  /** Latest first. */
  async findNewest(limit: number, db: Queryable): Promise<StoredSegment[]> {
    const { rows } = await db.query<StoredSegment>(`SELECT ${COLUMNS} FROM "Segment" s ORDER BY s.id DESC LIMIT $1`, [
      limit,
    ]);
    return rows;
  }

  async findPage({ text, kind, sort, after, limit }: SegmentSearch): Promise<ListedSegment[]> {
    const isDescending = sort.startsWith('-');
    const key = SORT_KEYS[sort.replace('-', '') as keyof typeof SORT_KEYS];
    const direction = isDescending ? 'DESC' : 'ASC';
    const { rows } = await this.pool.query<ListedSegment>(
      `SELECT ${COLUMNS}, ${USE_COUNTS}
       FROM "Segment" s
       WHERE ($1::text IS NULL OR s."nameKey" LIKE $1) AND ($2::"SegmentKind" IS NULL OR s.kind = $2)
         AND ($3::${key.type} IS NULL OR (${key.sql}, s.id) ${isDescending ? '<' : '>'} ($3::${key.type}, $4::uuid))
       ORDER BY ${key.sql} ${direction}, s.id ${direction} LIMIT $5`,
      [
        text === undefined ? null : `%${escapeLike(foldText(text))}%`,
        kind?.toUpperCase() ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit,
      ],
    );
    return rows;
  }

  /** The campaigns and segments that use it, the latest 100 of each. */
  async findUsers(id: string, db: Queryable = this.pool): Promise<SegmentUsers> {
    const campaigns = await db.query<SegmentUsers['campaigns'][number]>(
      `SELECT id, name, status FROM "Campaign" WHERE "segmentId" = $1 ORDER BY id DESC LIMIT ${USERS_SHOWN}`,
      [id],
    );
    const segments = await db.query<SegmentUsers['segments'][number]>(
      `SELECT id, name FROM "Segment" WHERE $1::uuid = ANY ("usedSegmentIds") ORDER BY id DESC LIMIT ${USERS_SHOWN}`,
      [id],
    );
    return { campaigns: campaigns.rows, segments: segments.rows };
  }

  /**
   * The campaigns that are to be launched and would get another audience if this segment had
   * another one, the latest 100.
   */
  async findNotLaunchedOn(id: string): Promise<{ id: string; name: string }[]> {
    const { rows } = await this.pool.query<{ id: string; name: string }>(
      // A static segment that refers to it keeps its own audience until it is refreshed.
      `WITH RECURSIVE affected(id) AS (
         SELECT $1::uuid
         UNION
         SELECT s.id FROM affected JOIN "Segment" s ON affected.id = ANY (s."usedSegmentIds") WHERE s.kind = 'DYNAMIC'
       )
       SELECT id, name FROM "Campaign" WHERE status IN ('DRAFT', 'SCHEDULED') AND "segmentId" IN (SELECT id FROM affected)
       ORDER BY id DESC LIMIT ${USERS_SHOWN}`,
      [id],
    );
    return rows;
  }
}

/** Only a static segment keeps its ids. */
function audienceSql(kind: SegmentKind, { text }: CompiledRules): string {
  return kind === 'static'
    ? `${FROZEN} FROM (${text}) AS audience`
    : `SELECT '{}'::uuid[] AS ids, count(*)::int AS size FROM (${text}) AS audience`;
}

function contentValues({ name, kind, rules, usedSegmentIds, usedCampaignIds }: SegmentContent): unknown[] {
  return [name, foldText(name), JSON.stringify(rules), kind.toUpperCase(), usedSegmentIds, usedCampaignIds];
}
