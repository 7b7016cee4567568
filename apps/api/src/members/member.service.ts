import { DomainError, newId, permissionsOf } from '@herald/shared';
import type {
  InviteMemberInput,
  MemberOutput,
  MeOutput,
  PageQuery,
  Role,
  SignInMethodsOutput,
  UpdateMemberInput,
} from '@herald/shared';
import type { ApiKeyRepository, Member, MemberRepository, Transact, Transaction } from '@herald/platform';

import type { Caller } from '../access/caller.ts';
import type { SessionRepository } from '../auth/session.repository.ts';

/** Ways to sign in that this Herald offers. */
export type OfferedMethods = Pick<SignInMethodsOutput, 'google' | 'local'>;

/** Everybody who may sign in: who they are, and what owners do with them. */
export class MemberService {
  private readonly transact: Transact;
  private readonly members: MemberRepository;
  private readonly sessions: SessionRepository;
  private readonly keys: Pick<ApiKeyRepository, 'findById'>;
  private readonly offered: OfferedMethods;
  private readonly now: () => Date;

  constructor(deps: {
    transact: Transact;
    members: MemberRepository;
    sessions: SessionRepository;
    keys: Pick<ApiKeyRepository, 'findById'>;
    offered: OfferedMethods;
    now: () => Date;
  }) {
    this.transact = deps.transact;
    this.members = deps.members;
    this.sessions = deps.sessions;
    this.keys = deps.keys;
    this.offered = deps.offered;
    this.now = deps.now;
  }

  /** Whose session names this member; undefined when they may not be here any more. */
  async findSignedIn(memberId: string): Promise<{ memberId: string; role: Role } | undefined> {
    const member = await this.members.findById(memberId);
    if (member === undefined || member.removedAt !== null) return undefined;
    // Sessions of a trial must be worth nothing once the same database serves others.
    if (member.isLocal && !this.offered.local) return undefined;
    return { memberId, role: member.role };
  }

  /** Who calls, and what they may do. @throws DomainError `unauthorized` for nobody */
  async describe(caller: Caller): Promise<MeOutput> {
    if (caller.kind === 'member') {
      const { id, email, name, role, isLocal } = await this.find(caller.memberId);
      return { member: { id, email, name, role }, key: null, permissions: permissionsOf({ role }), isLocal };
    }
    const key = caller.kind === 'key' ? await this.keys.findById(caller.keyId) : undefined;
    if (key === undefined) throw new DomainError('unauthorized', 'nobody has signed in');
    const { id, name, scopes, mode } = key;
    return { member: null, key: { id, name, scopes, mode }, permissions: permissionsOf({ scopes }), isLocal: false };
  }

  async list({ cursor, limit }: PageQuery): Promise<MemberOutput[]> {
    return (await this.members.findPage({ afterId: cursor, limit })).map(toOutput);
  }

  /**
   * Lets whoever proves the address by Google in, also somebody who was removed.
   *
   * @throws DomainError `conflict` when there is a member with this address
   */
  async invite({ email, role }: InviteMemberInput, invitedBy: string | null): Promise<MemberOutput> {
    const id = await this.transact(async (tx) => {
      const known = await this.members.lockByEmail(tx, email);
      if (known === undefined) return this.insertInvited(tx, { email, role, invitedBy });
      if (known.removedAt === null) throw new DomainError('conflict', `${email} is a member already`);
      await this.members.inviteAgain(tx, known.id, { role, invitedBy });
      // One that was begun in the moment of the removal would be worth something again.
      await this.sessions.deleteOfMember(tx, known.id);
      return known.id;
    });
    return toOutput(await this.find(id));
  }

  /** @throws DomainError `not_found`, or `conflict` for the last owner who can sign in */
  async changeRole(id: string, { role }: UpdateMemberInput): Promise<MemberOutput> {
    await this.changeMember(id, (tx) => this.members.update(tx, id, { role }));
    return toOutput(await this.find(id));
  }

  /** They are out at once. @throws DomainError as `changeRole` does */
  async remove(id: string): Promise<MemberOutput> {
    const removed = await this.changeMember(id, async (tx) => {
      await this.members.remove(tx, id, this.now());
      await this.sessions.deleteOfMember(tx, id);
    });
    return toOutput(removed);
  }

  /** @returns the member as it was before */
  private changeMember(id: string, change: (tx: Transaction) => Promise<void>): Promise<Member> {
    return this.transact(async (tx) => {
      await this.members.lockOwnership(tx);
      const member = await this.members.lockById(tx, id);
      if (member === undefined || member.removedAt !== null) throw notFound(id);
      await change(tx);
      if (member.role === 'owner') await this.requireOwner(tx);
      return member;
    });
  }

  /** A workspace without an owner could be claimed by nobody but whoever has the server. */
  private async requireOwner(tx: Transaction): Promise<void> {
    const owners = [
      this.offered.google ? await this.members.countGoogleOwners(tx) : 0,
      this.offered.local ? await this.members.countLocalOwners(tx) : 0,
    ];
    if (owners.some((count) => count > 0)) return;
    throw new DomainError('conflict', 'this is the last owner who can sign in; make another member an owner first');
  }

  private async insertInvited(
    tx: Transaction,
    { email, role, invitedBy }: InviteMemberInput & { invitedBy: string | null },
  ): Promise<string> {
    const id = newId();
    await this.members.insert(tx, { id, email, name: null, role, googleSub: null, isLocal: false, invitedBy });
    return id;
  }

  private async find(id: string): Promise<Member> {
    const member = await this.members.findById(id);
    if (member === undefined) throw notFound(id);
    return member;
  }
}

function toOutput({ id, email, name, role, isLocal, createdAt, lastSignInAt }: Member): MemberOutput {
  return {
    id,
    email,
    name,
    role,
    isLocal,
    hasSignedIn: lastSignInAt !== null,
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  };
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `there is no member ${id}`);
}
