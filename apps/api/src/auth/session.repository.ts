import type { Transaction } from '@herald/platform';

/** Ends sessions. Everything else of the table Session is written and pruned by connect-pg-simple. */
export class SessionRepository {
  /** In the transaction after which the member may not be here any more. */
  async deleteOfMember(tx: Transaction, memberId: string): Promise<void> {
    await tx.query(`DELETE FROM "Session" WHERE sess->'passport'->>'user' = $1`, [memberId]);
  }
}
