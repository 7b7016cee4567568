import type { Pool, Queryable } from '../db/pool.ts';

export type AuditActor = 'MEMBER' | 'KEY' | 'OPERATOR' | 'NOBODY';

/** What somebody did, or tried to do. Ids and codes only: it is kept for ever. */
export interface AuditEvent {
  id: string;
  at: Date;
  actor: AuditActor;
  actorId: string | null;
  /** As `campaign.launch`. */
  action: string;
  outcome: 'DONE' | 'REFUSED';
  /** Why it was refused, as a code. */
  reason: string | null;
  subjectId: string | null;
  /** The address that the call came from. */
  address: string | null;
  requestId: string | null;
}

export type NewAuditEvent = Omit<AuditEvent, 'at'>;

export interface AuditSearch {
  action: string | undefined;
  actorId: string | undefined;
  subjectId: string | undefined;
  beforeId: string | undefined;
  limit: number;
}

/** Writes AuditEvent, which a trigger keeps from being changed. */
export class AuditEventRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** @param db the transaction of what is told, so that neither is without the other. */
  async insert(event: NewAuditEvent, db: Queryable = this.pool): Promise<void> {
    await db.query(
      `INSERT INTO "AuditEvent" (id, actor, "actorId", action, outcome, reason, "subjectId", address, "requestId")
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        event.id,
        event.actor,
        event.actorId,
        event.action,
        event.outcome,
        event.reason,
        event.subjectId,
        event.address,
        event.requestId,
      ],
    );
  }

  /** Newest first, those older than `beforeId`. */
  async findPage({ action, actorId, subjectId, beforeId, limit }: AuditSearch): Promise<AuditEvent[]> {
    const { rows } = await this.pool.query<AuditEvent>(
      `SELECT id, at, actor, "actorId", action, outcome, reason, "subjectId", address, "requestId" FROM "AuditEvent"
       WHERE ($1::text IS NULL OR action = $1 OR starts_with(action, $1 || '.'))
         AND ($2::uuid IS NULL OR "actorId" = $2) AND ($3::uuid IS NULL OR "subjectId" = $3)
         AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [action ?? null, actorId ?? null, subjectId ?? null, beforeId ?? null, limit],
    );
    return rows;
  }
}
