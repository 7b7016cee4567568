import type * as HeraldPlatform from '@herald/platform';
import type { Pool } from '@herald/platform';

/** Tells the audit log what somebody did who runs commands on the server. */
export async function noteDeed(
  { AuditEventRepository }: Pick<typeof HeraldPlatform, 'AuditEventRepository'>,
  pool: Pool,
  deed: { id: string; action: string; subjectId?: string },
): Promise<void> {
  await new AuditEventRepository(pool).insert({
    id: deed.id,
    actor: 'OPERATOR',
    actorId: null,
    action: deed.action,
    outcome: 'DONE',
    reason: null,
    subjectId: deed.subjectId ?? null,
    address: null,
    requestId: null,
  });
}
