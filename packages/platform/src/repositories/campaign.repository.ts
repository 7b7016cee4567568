import { ACTIVE_CAMPAIGN_STATUSES, CAMPAIGN_TRANSITIONS, foldText, statesBefore } from '@herald/shared';
import type { CampaignStatus, ContactChannel } from '@herald/shared';

import { escapeLike } from '../db/escape-like.ts';
import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { FROZEN } from '../rules/frozen-audience.ts';

export interface Campaign {
  id: string;
  name: string;
  messageTemplate: string;
  segmentId: string;
  segmentName: string;
  status: CampaignStatus;
  audienceSize: number;
  audienceCursor: number;
  publishedCursor: number;
  sentCount: number;
  failedCount: number;
  excludedCount: number;
  heldOutCount: number;
  cancelledCount: number;
  holdoutPercent: number;
  reachBy: ContactChannel | null;
  tags: string[];
  failureReason: string | null;
  pauseReason: string | null;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  scheduledAt: Date | null;
  launchedAt: Date | null;
  pausedAt: Date | null;
  cancelledAt: Date | null;
  completedAt: Date | null;
  sealedAt: Date | null;
  progressAt: Date | null;
}

export interface NewCampaign {
  id: string;
  name: string;
  messageTemplate: string;
  segmentId: string;
  holdoutPercent: number;
  reachBy: ContactChannel | null;
  tags?: readonly string[];
}

/** Changes of a draft; what is absent stays as it is. */
export type DraftChanges = { [K in keyof Omit<NewCampaign, 'id'>]?: NewCampaign[K] | undefined };

/** Which campaigns are wanted, newest first. */
export interface CampaignSearch {
  /** Part of a name. */
  text: string | undefined;
  status: CampaignStatus | undefined;
  tag: string | undefined;
  beforeId: string | undefined;
  limit: number;
}

/** By how much a campaign's counters must move; below 0 for rows that are opened again. */
export interface CountChange {
  campaignId: string;
  sent: number;
  failed: number;
  excluded: number;
  cancelled: number;
}

/** Whether messages may go out; `held` when the campaign, or all sending, is at rest. */
export type SendingState = 'open' | 'held' | 'cancelled';

/** Rows of one campaign by how they ended. */
export interface EndedCounts {
  sent: number;
  failed: number;
  excluded: number;
  heldOut: number;
  cancelled: number;
}

const COLUMNS = `c.id, c.name, c."messageTemplate", c."segmentId", s.name AS "segmentName", c.status,
  c."audienceSize", c."audienceCursor", c."publishedCursor", c."sentCount", c."failedCount", c."excludedCount",
  c."heldOutCount", c."cancelledCount", c."holdoutPercent", lower(c."reachBy"::text) AS "reachBy", c.tags,
  c."failureReason", c."pauseReason", c.revision, c."createdAt", c."updatedAt", c."scheduledAt", c."launchedAt", c."pausedAt",
  c."cancelledAt", c."completedAt", c."sealedAt", c."progressAt"`;
const CAMPAIGN_WITH_SEGMENT = `"Campaign" c JOIN "Segment" s ON s.id = c."segmentId"`;

/** Of a row `c` of Campaign: how many of its rows have ended. */
const ENDED = `(c."sentCount" + c."failedCount" + c."excludedCount" + c."heldOutCount" + c."cancelledCount")`;
/** Everybody has a row, and every row has ended. */
const NOTHING_OPEN = `c."audienceCursor" = c."audienceSize" AND ${ENDED} = c."audienceSize"`;

const before = (status: CampaignStatus) => statesBefore(CAMPAIGN_TRANSITIONS, status);
const BEFORE_COMPLETED = before('COMPLETED');
const NOT_LAUNCHED: CampaignStatus[] = ['DRAFT', 'SCHEDULED'];
/** Those whose rows may still have to be written, published or cancelled. */
const UNFINISHED: CampaignStatus[] = ['PROCESSING', 'SENDING', 'CANCELLED'];

/** Writes Campaign. Every change of state is guarded by the states it may start from. */
export class CampaignRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Saves a campaign as a draft. Its audience is frozen when it is launched.
   *
   * @returns false when there is no such segment.
   */
  async insertDraft(campaign: NewCampaign, db: Queryable = this.pool): Promise<boolean> {
    const { rowCount } = await db.query(
      `INSERT INTO "Campaign" (id, name, "nameKey", "messageTemplate", "segmentId", status, "audienceSize",
                               "holdoutPercent", "reachBy", tags, "tagKeys")
       SELECT $1::uuid, $2::text, $7::text, $3::text, s.id, 'DRAFT', s."audienceSize", $5, upper($6)::"ContactChannel",
              $8::text[], $9::text[]
       FROM "Segment" s WHERE s.id = $4::uuid`,
      [
        campaign.id,
        campaign.name,
        campaign.messageTemplate,
        campaign.segmentId,
        campaign.holdoutPercent,
        campaign.reachBy,
        foldText(campaign.name),
        campaign.tags ?? [],
        (campaign.tags ?? []).map(foldText),
      ],
    );
    return rowCount === 1;
  }

  /** @returns false when it is no draft any more, or not at this revision. */
  async updateDraft(tx: Transaction, id: string, revision: number, changes: DraftChanges): Promise<boolean> {
    const { name, messageTemplate, segmentId, holdoutPercent, reachBy, tags } = changes;
    const { rowCount } = await tx.query(
      `UPDATE "Campaign" c
       SET name = COALESCE($3, c.name), "nameKey" = COALESCE($4, c."nameKey"),
           "messageTemplate" = COALESCE($5, c."messageTemplate"),
           "segmentId" = s.id, "audienceSize" = s."audienceSize",
           "holdoutPercent" = COALESCE($7::int, c."holdoutPercent"),
           "reachBy" = CASE WHEN $8 THEN upper($9)::"ContactChannel" ELSE c."reachBy" END,
           tags = COALESCE($10::text[], c.tags), "tagKeys" = COALESCE($11::text[], c."tagKeys"),
           revision = c.revision + 1, "updatedAt" = now()
       FROM "Segment" s
       WHERE c.id = $1 AND c.status = 'DRAFT' AND c.revision = $2 AND s.id = COALESCE($6::uuid, c."segmentId")`,
      [
        id,
        revision,
        name ?? null,
        name === undefined ? null : foldText(name),
        messageTemplate ?? null,
        segmentId ?? null,
        holdoutPercent ?? null,
        reachBy !== undefined,
        reachBy ?? null,
        tags ?? null,
        tags?.map(foldText) ?? null,
      ],
    );
    return rowCount === 1;
  }

  /** Labels change nothing of what is sent, and so no revision. @returns false when there is no such campaign. */
  async replaceTags(id: string, tags: readonly string[]): Promise<boolean> {
    const { rowCount } = await this.pool.query(`UPDATE "Campaign" SET tags = $2, "tagKeys" = $3 WHERE id = $1`, [
      id,
      tags,
      tags.map(foldText),
    ]);
    return rowCount === 1;
  }

  /** @returns false when it is no draft. */
  async deleteDraft(tx: Transaction, id: string): Promise<boolean> {
    const { rowCount } = await tx.query(`DELETE FROM "Campaign" WHERE id = $1 AND status = 'DRAFT'`, [id]);
    return rowCount === 1;
  }

  /** The segments whose rules name it, up to `limit` of them. */
  async findSegmentsNaming(id: string, limit: number, db: Queryable = this.pool): Promise<string[]> {
    const { rows } = await db.query<{ name: string }>(
      `SELECT name FROM "Segment" WHERE $1::uuid = ANY ("usedCampaignIds") ORDER BY id DESC LIMIT $2`,
      [id, limit],
    );
    return rows.map(({ name }) => name);
  }

  /**
   * Launches a campaign and freezes its audience in it: that of its static segment as it was
   * frozen, or whom `rules` select now. The ids never leave PostgreSQL.
   *
   * @param campaign as it was when `rules` were read: one that was changed since is not launched.
   * @param dueBy launches it only when it waits for a time that is not after this one.
   * @returns false when it is in no state to be launched, or was changed.
   */
  async launch(
    tx: Transaction,
    campaign: Pick<Campaign, 'id' | 'revision'>,
    rules: CompiledRules | undefined,
    dueBy?: Date,
  ): Promise<boolean> {
    const { text, values } = rules ?? { text: undefined, values: [] };
    const audience = text === undefined ? FROZEN_SEGMENT : `(${FROZEN} FROM (${text}) AS audience) AS frozen`;
    const at = (offset: number) => `$${values.length + offset}`;
    const { rowCount } = await tx.query(
      `UPDATE "Campaign" c
       SET status = 'PROCESSING', "audienceUserIds" = frozen.ids, "audienceSize" = frozen.size,
           "launchedAt" = now(), "progressAt" = now()
       FROM "Segment" s, LATERAL ${audience}
       WHERE c.id = ${at(1)}::uuid AND s.id = c."segmentId" AND c.status = ANY(${at(2)}::"CampaignStatus"[])
         AND c.revision = ${at(4)}
         AND (${at(3)}::timestamptz IS NULL OR (c.status = 'SCHEDULED' AND c."scheduledAt" <= ${at(3)}))`,
      [...values, campaign.id, NOT_LAUNCHED, dueBy ?? null, campaign.revision],
    );
    return rowCount === 1;
  }

  /** @returns false when it is in no state to wait for a time, or was changed since it was at this revision. */
  async schedule(
    tx: Transaction,
    { id, revision }: Pick<Campaign, 'id' | 'revision'>,
    scheduledAt: Date,
  ): Promise<boolean> {
    const { rowCount } = await tx.query(
      `UPDATE "Campaign" SET status = 'SCHEDULED', "scheduledAt" = $2
       WHERE id = $1 AND status = ANY($3::"CampaignStatus"[]) AND revision = $4`,
      [id, scheduledAt, NOT_LAUNCHED, revision],
    );
    return rowCount === 1;
  }

  /** @returns false when it is in no state to be paused. */
  async pause(id: string, pauseReason: string | null, db: Queryable = this.pool): Promise<boolean> {
    const { rowCount } = await db.query(
      `UPDATE "Campaign" SET status = 'PAUSED', "pausedAt" = now(), "pauseReason" = $2
       WHERE id = $1 AND status = ANY($3::"CampaignStatus"[])`,
      [id, pauseReason, before('PAUSED')],
    );
    return rowCount === 1;
  }

  /** Goes on as what it was. @returns false when it is not paused. */
  async resume(id: string, db: Queryable = this.pool): Promise<boolean> {
    const { rowCount } = await db.query(
      `UPDATE "Campaign"
       SET status = (CASE WHEN "audienceCursor" < "audienceSize" THEN 'PROCESSING' ELSE 'SENDING' END)::"CampaignStatus",
           "pausedAt" = NULL, "pauseReason" = NULL, "progressAt" = now()
       WHERE id = $1 AND status = 'PAUSED'`,
      [id],
    );
    return rowCount === 1;
  }

  /**
   * From now on nothing of it is sent. What it has not written or sent yet is for the worker to
   * end; one that was never launched has nothing, and is finished.
   *
   * @returns false when it is in no state to be cancelled.
   */
  async cancel(id: string, db: Queryable = this.pool): Promise<boolean> {
    const { rowCount } = await db.query(
      `UPDATE "Campaign"
       SET status = 'CANCELLED', "cancelledAt" = now(), "pausedAt" = NULL, "pauseReason" = NULL, "progressAt" = now(),
           "audienceSize" = CASE WHEN "launchedAt" IS NULL THEN 0 ELSE "audienceSize" END,
           "completedAt" = CASE WHEN "launchedAt" IS NULL THEN now() END,
           "sealedAt" = CASE WHEN "launchedAt" IS NULL THEN now() END
       WHERE id = $1 AND status = ANY($2::"CampaignStatus"[])`,
      [id, before('CANCELLED')],
    );
    return rowCount === 1;
  }

  async findById(id: string, db: Queryable = this.pool): Promise<Campaign | undefined> {
    const { rows } = await db.query<Campaign>(`SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT} WHERE c.id = $1`, [id]);
    return rows[0];
  }

  /** Whether messages of the campaign may go out now. */
  async findSendingState(id: string): Promise<SendingState> {
    const { rows } = await this.pool.query<{ state: SendingState }>(
      `SELECT CASE WHEN status = 'CANCELLED' THEN 'cancelled'
                   WHEN status = ANY($2::"CampaignStatus"[]) AND NOT EXISTS (SELECT 1 FROM "DeliveryStop") THEN 'open'
                   ELSE 'held' END AS state
       FROM "Campaign" WHERE id = $1`,
      [id, ACTIVE_CAMPAIGN_STATUSES],
    );
    return rows[0]?.state ?? 'held';
  }

  /** Newest first, those older than `beforeId`. */
  async findPage({ text, status, tag, beforeId, limit }: CampaignSearch): Promise<Campaign[]> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT}
       WHERE ($1::uuid IS NULL OR c.id < $1) AND ($3::text IS NULL OR c."nameKey" LIKE $3)
         AND ($4::"CampaignStatus" IS NULL OR c.status = $4)
         AND ($5::text IS NULL OR $5 = ANY (c."tagKeys"))
       ORDER BY c.id DESC LIMIT $2`,
      [
        beforeId ?? null,
        limit,
        text === undefined ? null : `%${escapeLike(foldText(text))}%`,
        status ?? null,
        tag === undefined ? null : foldText(tag),
      ],
    );
    return rows;
  }

  /** The campaigns with something left for the worker to write, publish, send or cancel, those after `afterId`. */
  async findUnfinished(afterId: string | undefined, limit: number): Promise<Campaign[]> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT}
       WHERE c.status = ANY($1::"CampaignStatus"[]) AND c."completedAt" IS NULL
         AND ($2::uuid IS NULL OR c.id > $2)
       ORDER BY c.id LIMIT $3`,
      [UNFINISHED, afterId ?? null, limit],
    );
    return rows;
  }

  /** The campaigns whose time has come, by that time. */
  async findDue(now: Date, limit: number): Promise<Campaign[]> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT}
       WHERE c.status = 'SCHEDULED' AND c."scheduledAt" <= $1 ORDER BY c."scheduledAt" LIMIT $2`,
      [now, limit],
    );
    return rows;
  }

  /** The launched campaigns whose counters may still move, those after `afterId`. */
  async findUnsealed(afterId: string | undefined, limit: number): Promise<Campaign[]> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT}
       WHERE c."launchedAt" IS NOT NULL AND c."sealedAt" IS NULL AND c.status <> 'FAILED'
         AND ($1::uuid IS NULL OR c.id > $1)
       ORDER BY c.id LIMIT $2`,
      [afterId ?? null, limit],
    );
    return rows;
  }

  /** The sealed campaigns that ended before this time and whose messages still have their texts. */
  async findWithTexts(completedBefore: Date, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM "Campaign"
       WHERE "completedAt" < $1 AND "sealedAt" IS NOT NULL AND "launchedAt" IS NOT NULL AND "textsRemovedAt" IS NULL
       ORDER BY id LIMIT $2`,
      [completedBefore, limit],
    );
    return rows.map(({ id }) => id);
  }

  async markTextsRemoved(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE "Campaign" SET "textsRemovedAt" = now() WHERE id = $1`, [id]);
  }

  /** The frozen audience at positions `from` (inclusive, from 0) to `to` (exclusive). */
  async findAudience(id: string, from: number, to: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ ids: string[] }>(
      // Array positions start at 1 and slices include both ends.
      `SELECT "audienceUserIds"[$2::int + 1:$3::int] AS ids FROM "Campaign" WHERE id = $1`,
      [id, from, to],
    );
    return rows[0]?.ids ?? [];
  }

  /**
   * Remembers that the audience up to `to` has its rows, and how many of them have ended with
   * that. With the last of them the campaign is SENDING, or COMPLETED when nothing is left to send.
   *
   * @returns false when somebody else moved the cursor, or the campaign's state changed: the page
   * must be rolled back.
   */
  async advanceCursor(
    tx: Transaction,
    page: {
      campaignId: string;
      from: number;
      to: number;
      /** What was handed to the queue before. */
      published: number;
      status: CampaignStatus;
      ended: Omit<EndedCounts, 'sent'>;
    },
  ): Promise<boolean> {
    const { ended } = page;
    const { rowCount } = await tx.query(
      `UPDATE "Campaign" c
       SET "audienceCursor" = $3, "failedCount" = c."failedCount" + $5, "excludedCount" = c."excludedCount" + $6,
           "heldOutCount" = c."heldOutCount" + $7, "cancelledCount" = c."cancelledCount" + $8,
           "publishedCursor" = GREATEST(c."publishedCursor", $10), "progressAt" = now(),
           status = CASE WHEN c.status <> 'PROCESSING' OR $3 < c."audienceSize" THEN c.status
                         WHEN ${ENDED} + $9 = c."audienceSize" THEN 'COMPLETED'
                         ELSE 'SENDING' END,
           "completedAt" = CASE WHEN $3 = c."audienceSize" AND ${ENDED} + $9 = c."audienceSize" THEN now() END
       WHERE id = $1 AND "audienceCursor" = $2 AND status = $4`,
      [
        page.campaignId,
        page.from,
        page.to,
        page.status,
        ended.failed,
        ended.excluded,
        ended.heldOut,
        ended.cancelled,
        ended.failed + ended.excluded + ended.heldOut + ended.cancelled,
        page.published,
      ],
    );
    return rowCount === 1;
  }

  /** Remembers that the rows up to `to` were handed to the queue. */
  async advancePublished(id: string, to: number): Promise<void> {
    await this.pool.query(`UPDATE "Campaign" SET "publishedCursor" = GREATEST("publishedCursor", $2) WHERE id = $1`, [
      id,
      to,
    ]);
  }

  /** Ends a launch that can never succeed. @returns false when the campaign is not in state `from` any more. */
  async markFailed(
    campaignId: string,
    from: Extract<CampaignStatus, 'PROCESSING' | 'SCHEDULED'>,
    failureReason: string,
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE "Campaign" SET status = 'FAILED', "failureReason" = $2
       WHERE id = $1 AND status = $3::"CampaignStatus"`,
      [campaignId, failureReason, from],
    );
    return rowCount === 1;
  }

  /**
   * Moves the counters by the rows that really changed in this transaction, and completes
   * the campaigns that have no open row left. Locks campaigns in id order.
   */
  async addToCounts(tx: Transaction, changes: CountChange[]): Promise<void> {
    const ids = changes.map(({ campaignId }) => campaignId);
    if (ids.length > 1) {
      await tx.query(`SELECT 1 FROM "Campaign" WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
    }
    await tx.query(
      `UPDATE "Campaign" c
       SET "sentCount" = c."sentCount" + change.sent, "failedCount" = c."failedCount" + change.failed,
           "excludedCount" = c."excludedCount" + change.excluded,
           "cancelledCount" = c."cancelledCount" + change.cancelled, "progressAt" = now(),
           status = CASE WHEN ${LAST_ENDS} AND c.status = ANY($6::"CampaignStatus"[]) THEN 'COMPLETED' ELSE c.status END,
           "completedAt" = CASE WHEN ${LAST_ENDS} THEN COALESCE(c."completedAt", now()) ELSE c."completedAt" END,
           "pausedAt" = CASE WHEN ${LAST_ENDS} THEN NULL ELSE c."pausedAt" END,
           "pauseReason" = CASE WHEN ${LAST_ENDS} THEN NULL ELSE c."pauseReason" END
       FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
         AS change(id, sent, failed, excluded, cancelled)
       WHERE c.id = change.id`,
      [
        ids,
        changes.map(({ sent }) => sent),
        changes.map(({ failed }) => failed),
        changes.map(({ excluded }) => excluded),
        changes.map(({ cancelled }) => cancelled),
        BEFORE_COMPLETED,
      ],
    );
  }

  /**
   * Opens a complete campaign again, for failed messages that are tried again.
   *
   * @returns false when it is in no state for that.
   */
  async reopen(tx: Transaction, id: string): Promise<boolean> {
    const { rowCount } = await tx.query(
      `UPDATE "Campaign"
       SET status = CASE WHEN status = 'COMPLETED' THEN 'SENDING' ELSE status END,
           "completedAt" = NULL, "sealedAt" = NULL, "progressAt" = now()
       WHERE id = $1 AND status = ANY('{SENDING,PAUSED,COMPLETED}'::"CampaignStatus"[])`,
      [id],
    );
    return rowCount === 1;
  }

  /** Waits for whoever moves the counters now, and lets nobody move them until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<Campaign | undefined> {
    const { rows } = await tx.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT} WHERE c.id = $1 FOR NO KEY UPDATE OF c`,
      [id],
    );
    return rows[0];
  }

  /**
   * Sets the counters to what was counted under the lock, completes the campaign when nothing is
   * open, and seals one that had been complete before: its counters are right for good.
   */
  async settle(tx: Transaction, id: string, counted: EndedCounts): Promise<void> {
    await tx.query(
      `UPDATE "Campaign" SET "sentCount" = $2, "failedCount" = $3, "excludedCount" = $4, "heldOutCount" = $5,
                             "cancelledCount" = $6
       WHERE id = $1
         AND ("sentCount", "failedCount", "excludedCount", "heldOutCount", "cancelledCount") IS DISTINCT FROM
             ($2::int, $3::int, $4::int, $5::int, $6::int)`,
      [id, counted.sent, counted.failed, counted.excluded, counted.heldOut, counted.cancelled],
    );
    await tx.query(
      `UPDATE "Campaign" c
       SET status = CASE WHEN status = ANY($2::"CampaignStatus"[]) THEN 'COMPLETED' ELSE status END,
           "completedAt" = COALESCE("completedAt", now()), "sealedAt" = now(), "pausedAt" = NULL, "pauseReason" = NULL
       WHERE id = $1 AND status <> 'FAILED' AND ${NOTHING_OPEN}`,
      [id, BEFORE_COMPLETED],
    );
  }
}

/** What a campaign's counters say. */
export function countersOf(campaign: Campaign): EndedCounts {
  return {
    sent: campaign.sentCount,
    failed: campaign.failedCount,
    excluded: campaign.excludedCount,
    heldOut: campaign.heldOutCount,
    cancelled: campaign.cancelledCount,
  };
}

/** What a static segment holds; a column of its own, so that an audience of rules fits in the same place. */
const FROZEN_SEGMENT = `(SELECT s."audienceUserIds" AS ids, s."audienceSize" AS size) AS frozen`;

/** With this change every row has ended. */
const LAST_ENDS = `(c."audienceCursor" = c."audienceSize"
  AND ${ENDED} + change.sent + change.failed + change.excluded + change.cancelled = c."audienceSize")`;
