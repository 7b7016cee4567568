import { newId } from '@herald/shared';
import type { AuditEventOutput, AuditQuery } from '@herald/shared';
import type { AuditActor, AuditEvent, AuditEventRepository, Queryable } from '@herald/platform';

import type { Caller } from '../access/caller.ts';

/** Something that a caller did, or was refused. */
export interface Deed {
  caller: Caller;
  /** As `campaign.launch`. */
  action: string;
  subjectId?: string | undefined;
  /** A code, when it was refused, */
  refusedFor?: string | undefined;
  /** or when it ended before it was done, after which some of it may be. */
  brokeOffFor?: string | undefined;
  /** What exactly was done, as a code, where the action leaves that open. */
  detail?: string | undefined;
  requestId?: string | undefined;
}

/** Writes and shows the audit log. */
export class AuditService {
  private readonly events: AuditEventRepository;

  constructor(events: AuditEventRepository) {
    this.events = events;
  }

  /** @param db the transaction of what was done, so that neither is without the other. */
  async record(deed: Deed, db?: Queryable): Promise<void> {
    const { caller, action, subjectId, refusedFor, brokeOffFor, detail, requestId } = deed;
    const event = {
      id: newId(),
      ...actorOf(caller),
      action,
      outcome: refusedFor === undefined ? ('DONE' as const) : ('REFUSED' as const),
      reason: refusedFor ?? brokeOffFor ?? detail ?? null,
      subjectId: subjectId ?? null,
      address: caller.address,
      requestId: requestId ?? null,
    };
    await this.events.insert(event, db);
  }

  async list({ action, actorId, subjectId, cursor, limit }: AuditQuery): Promise<AuditEventOutput[]> {
    const events = await this.events.findPage({ action, actorId, subjectId, beforeId: cursor, limit });
    return events.map(toOutput);
  }
}

function actorOf(caller: Caller): { actor: AuditActor; actorId: string | null } {
  switch (caller.kind) {
    case 'member':
      return { actor: 'MEMBER', actorId: caller.memberId };
    case 'key':
      return { actor: 'KEY', actorId: caller.keyId };
    case 'signer':
    case 'nobody':
      return { actor: 'NOBODY', actorId: null };
  }
}

function toOutput({ at, actor, outcome, ...event }: AuditEvent): AuditEventOutput {
  return {
    ...event,
    at: at.toISOString(),
    actor: actor.toLowerCase() as AuditEventOutput['actor'],
    outcome: outcome.toLowerCase() as AuditEventOutput['outcome'],
  };
}
