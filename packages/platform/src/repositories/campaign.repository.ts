import { ACTIVE_CAMPAIGN_STATUSES, CAMPAIGN_TRANSITIONS, statesBefore } from '@herald/shared';
import type { CampaignStatus } from '@herald/shared';

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
  sentCount: number;
  failedCount: number;
  failureReason: string | null;
  createdAt: Date;
  launchedAt: Date | null;
  completedAt: Date | null;
}

export interface NewCampaign {
  id: string;
  name: string;
  messageTemplate: string;
  segmentId: string;
}

/** How many rows of a campaign ended now, and how. */
export interface CountChange {
  campaignId: string;
  sent: number;
  failed: number;
}

const COLUMNS = `c.id, c.name, c."messageTemplate", c."segmentId", s.name AS "segmentName", c.status,
  c."audienceSize", c."audienceCursor", c."sentCount", c."failedCount", c."failureReason",
  c."createdAt", c."launchedAt", c."completedAt"`;
const CAMPAIGN_WITH_SEGMENT = `"Campaign" c JOIN "Segment" s ON s.id = c."segmentId"`;

const NO_RULES: CompiledRules = { text: '', values: [] };

/** Writes Campaign. */
export class CampaignRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Saves a campaign and freezes its audience in it: that of a static segment as it was
   * frozen, or whom `rules` select now. The ids never leave PostgreSQL.
   *
   * @returns false when there is no such segment.
   */
  async insertLaunched(campaign: NewCampaign, rules?: CompiledRules, db: Queryable = this.pool): Promise<boolean> {
    if (rules === undefined) {
      return this.insert(campaign, `'PROCESSING', s."audienceUserIds", s."audienceSize", now()`, NO_RULES, db);
    }
    const audience = { text: `, LATERAL (${FROZEN} FROM (${rules.text}) AS audience) AS frozen`, values: rules.values };
    return this.insert(campaign, `'PROCESSING', frozen.ids, frozen.size, now()`, audience, db);
  }

  /** Saves a campaign whose audience is frozen when it is launched. */
  async insertDraft(campaign: NewCampaign, db: Queryable = this.pool): Promise<boolean> {
    return this.insert(campaign, `'DRAFT', '{}'::uuid[], s."audienceSize", NULL`, NO_RULES, db);
  }

  private async insert(
    campaign: NewCampaign,
    statusIdsSizeLaunchedAt: string,
    audience: CompiledRules,
    db: Queryable,
  ): Promise<boolean> {
    const at = (offset: number) => `$${audience.values.length + offset}`;
    const { rowCount } = await db.query(
      `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId",
                               status, "audienceUserIds", "audienceSize", "launchedAt")
       SELECT ${at(1)}::uuid, ${at(2)}::text, ${at(3)}::text, s.id, ${statusIdsSizeLaunchedAt}
       FROM "Segment" s${audience.text} WHERE s.id = ${at(4)}::uuid`,
      [...audience.values, campaign.id, campaign.name, campaign.messageTemplate, campaign.segmentId],
    );
    return rowCount === 1;
  }

  async findById(id: string): Promise<Campaign | undefined> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT} WHERE c.id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Newest first, those older than `beforeId`. */
  async findPage(beforeId: string | undefined, limit: number): Promise<Campaign[]> {
    const { rows } = await this.pool.query<Campaign>(
      `SELECT ${COLUMNS} FROM ${CAMPAIGN_WITH_SEGMENT}
       WHERE $1::uuid IS NULL OR c.id < $1 ORDER BY c.id DESC LIMIT $2`,
      [beforeId ?? null, limit],
    );
    return rows;
  }

  /** The campaigns that are PROCESSING or SENDING, oldest first. */
  async findActive(limit: number): Promise<Pick<Campaign, 'id' | 'status'>[]> {
    const { rows } = await this.pool.query<Pick<Campaign, 'id' | 'status'>>(
      `SELECT id, status FROM "Campaign" WHERE status = ANY($1::"CampaignStatus"[]) ORDER BY id LIMIT $2`,
      [ACTIVE_CAMPAIGN_STATUSES, limit],
    );
    return rows;
  }

  /**
   * Remembers that the audience up to `to` has its rows; with the last of them the
   * campaign is SENDING, or COMPLETED when nothing is left to send.
   *
   * @returns false when somebody else moved the cursor: the page must be rolled back.
   */
  async advanceCursor(
    tx: Transaction,
    page: { campaignId: string; from: number; to: number; failed: number },
  ): Promise<boolean> {
    const { rowCount } = await tx.query(
      `UPDATE "Campaign"
       SET "audienceCursor" = $3, "failedCount" = "failedCount" + $4,
           status = CASE WHEN $3 < "audienceSize" THEN status
                         WHEN "sentCount" + "failedCount" + $4 = "audienceSize" THEN 'COMPLETED'
                         ELSE 'SENDING' END,
           "completedAt" = CASE WHEN $3 = "audienceSize" AND "sentCount" + "failedCount" + $4 = "audienceSize"
                                THEN now() END
       WHERE id = $1 AND "audienceCursor" = $2 AND status = ANY($5::"CampaignStatus"[])`,
      [page.campaignId, page.from, page.to, page.failed, statesBefore(CAMPAIGN_TRANSITIONS, 'SENDING')],
    );
    return rowCount === 1;
  }

  /** Ends a launch that can never succeed. */
  async markFailed(campaignId: string, failureReason: string): Promise<void> {
    await this.pool.query(
      `UPDATE "Campaign" SET status = 'FAILED', "failureReason" = $2
       WHERE id = $1 AND status = ANY($3::"CampaignStatus"[])`,
      [campaignId, failureReason, statesBefore(CAMPAIGN_TRANSITIONS, 'FAILED')],
    );
  }

  /**
   * Moves the counters by the rows that really ended in this transaction, and completes
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
           status = CASE WHEN ${NOTHING_OPEN} THEN 'COMPLETED' ELSE c.status END,
           "completedAt" = CASE WHEN ${NOTHING_OPEN} THEN now() ELSE c."completedAt" END
       FROM unnest($1::uuid[], $2::int[], $3::int[]) AS change(id, sent, failed)
       WHERE c.id = change.id`,
      [ids, changes.map(({ sent }) => sent), changes.map(({ failed }) => failed)],
    );
  }
}

/** Every recipient has a row, and with this change every row has ended. */
const NOTHING_OPEN = `c.status = 'SENDING'
  AND c."sentCount" + change.sent + c."failedCount" + change.failed = c."audienceSize"`;
