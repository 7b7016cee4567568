import { foldText } from '@herald/shared';
import type { Role } from '@herald/shared';

import type { Pool, Queryable, Transaction } from '../db/pool.ts';

export interface Member {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  /** Google's name for the account; null until the first sign-in. */
  googleSub: string | null;
  isLocal: boolean;
  createdAt: Date;
  lastSignInAt: Date | null;
  removedAt: Date | null;
}

export type NewMember = Pick<Member, 'id' | 'email' | 'name' | 'role' | 'googleSub' | 'isLocal'> & {
  invitedBy: string | null;
};

/** What a sign-in may change of a member. */
export type MemberChanges = Partial<Pick<Member, 'email' | 'name' | 'role' | 'googleSub' | 'lastSignInAt'>>;

const COLUMNS = `id, email, name, lower(role::text) AS role, "googleSub", "isLocal", "createdAt", "lastSignInAt",
  "removedAt"`;

/** Writes Member: everybody who may sign in, and those who may not any more. */
export class MemberRepository {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /**
   * Until the transaction ends nobody else decides who owns the workspace: two owners who remove
   * each other, or two who claim it, wait for each other.
   */
  async lockOwnership(tx: Transaction): Promise<void> {
    await tx.query(`SELECT FROM "Workspace" FOR NO KEY UPDATE`);
  }

  async findById(id: string, db: Queryable = this.pool): Promise<Member | undefined> {
    return this.findOne(db, 'id = $1', id);
  }

  async lockById(tx: Transaction, id: string): Promise<Member | undefined> {
    return this.findOne(tx, 'id = $1 FOR UPDATE', id);
  }

  /** Whose Google account it is; removed ones too. */
  async lockByGoogleSub(tx: Transaction, googleSub: string): Promise<Member | undefined> {
    return this.findOne(tx, '"googleSub" = $1 FOR UPDATE', googleSub);
  }

  /** Removed ones too. */
  async lockByEmail(tx: Transaction, email: string): Promise<Member | undefined> {
    return this.findOne(tx, '"emailKey" = $1 FOR UPDATE', foldText(email));
  }

  async findLocal(tx: Transaction): Promise<Member | undefined> {
    const { rows } = await tx.query<Member>(`SELECT ${COLUMNS} FROM "Member" WHERE "isLocal" ORDER BY id LIMIT 1`);
    return rows[0];
  }

  /** Those who have not been removed, in the order in which they came. */
  async findPage({ afterId, limit }: { afterId: string | undefined; limit: number }): Promise<Member[]> {
    const { rows } = await this.pool.query<Member>(
      `SELECT ${COLUMNS} FROM "Member" WHERE "removedAt" IS NULL AND ($1::uuid IS NULL OR id > $1)
       ORDER BY id LIMIT $2`,
      [afterId ?? null, limit],
    );
    return rows;
  }

  /** Owners who have shown that they can sign in with Google. */
  async countGoogleOwners(db: Queryable = this.pool): Promise<number> {
    return this.countOwners(db, '"googleSub" IS NOT NULL');
  }

  async countLocalOwners(db: Queryable = this.pool): Promise<number> {
    return this.countOwners(db, '"isLocal"');
  }

  async insert(tx: Transaction, member: NewMember): Promise<void> {
    await tx.query(
      `INSERT INTO "Member" (id, email, "emailKey", name, role, "googleSub", "isLocal", "invitedBy")
       VALUES ($1, $2, $3, $4, upper($5)::"MemberRole", $6, $7, $8)`,
      [
        member.id,
        member.email,
        foldText(member.email),
        member.name,
        member.role,
        member.googleSub,
        member.isLocal,
        member.invitedBy,
      ],
    );
  }

  async update(tx: Transaction, id: string, changes: MemberChanges): Promise<void> {
    const { email, name, role, googleSub, lastSignInAt } = changes;
    await tx.query(
      `UPDATE "Member"
       SET email = COALESCE($2, email), "emailKey" = COALESCE($3, "emailKey"), name = COALESCE($4, name),
           role = COALESCE(upper($5)::"MemberRole", role), "googleSub" = COALESCE($6, "googleSub"),
           "lastSignInAt" = COALESCE($7, "lastSignInAt")
       WHERE id = $1`,
      [
        id,
        email ?? null,
        email && foldText(email),
        name ?? null,
        role ?? null,
        googleSub ?? null,
        lastSignInAt ?? null,
      ],
    );
  }

  /** Another member is this account now. */
  async forgetGoogleSub(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE "Member" SET "googleSub" = NULL WHERE id = $1`, [id]);
  }

  async remove(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query(`UPDATE "Member" SET "removedAt" = $2 WHERE id = $1`, [id, at]);
  }

  /** Whoever next proves the address by Google is this member; the account of before may not be theirs any more. */
  async inviteAgain(
    tx: Transaction,
    id: string,
    { role, invitedBy }: { role: Role; invitedBy: string | null },
  ): Promise<void> {
    await tx.query(
      `UPDATE "Member"
       SET "removedAt" = NULL, "googleSub" = NULL, "lastSignInAt" = NULL, role = upper($2)::"MemberRole", "invitedBy" = $3
       WHERE id = $1`,
      [id, role, invitedBy],
    );
  }

  private async findOne(db: Queryable, condition: string, value: string): Promise<Member | undefined> {
    const { rows } = await db.query<Member>(`SELECT ${COLUMNS} FROM "Member" WHERE ${condition}`, [value]);
    return rows[0];
  }

  private async countOwners(db: Queryable, condition: string): Promise<number> {
    const { rows } = await db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Member" WHERE role = 'OWNER' AND "removedAt" IS NULL AND ${condition}`,
    );
    return rows[0]?.count ?? 0;
  }
}
