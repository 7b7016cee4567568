import { DomainError, emailSchema, newId, storableText } from '@herald/shared';
import type { Role, SignInMethodsOutput, SignInRefusal } from '@herald/shared';
import type { ClaimCodes, Member, MemberRepository, Transact, Transaction } from '@herald/platform';

import type { AuditService } from '../audit/audit.service.ts';
import type { Arrival } from '../auth/caller-session.ts';
import type { OfferedMethods } from './member.service.ts';
import { SignInRefused } from './sign-in-refused.ts';

/** What Google vouches for. */
export interface GoogleAccount {
  /** Google's name for the account, which never changes. */
  sub: string;
  email: string | undefined;
  isEmailVerified: boolean;
  name: string | undefined;
  /** The domain whose Google Workspace the account belongs to. */
  hostedDomain: string | undefined;
}

export interface AllowedDomains {
  domains: readonly string[];
  role: Role;
}

const LOCAL_OWNER = {
  email: 'demo@localhost',
  name: 'Demo owner',
  role: 'owner',
  googleSub: null,
  isLocal: true,
} as const;
type SignedIn = Pick<Member, 'id' | 'role' | 'removedAt'>;

const SIGN_IN = 'member.sign_in';
const CLAIM = 'workspace.claim';
const nameSchema = storableText(200);

/** Decides who may come in. */
export class SignInService {
  private readonly transact: Transact;
  private readonly members: MemberRepository;
  private readonly claimCodes: ClaimCodes;
  private readonly audit: Pick<AuditService, 'record'>;
  private readonly offered: OfferedMethods;
  private readonly allowed: AllowedDomains;
  private readonly now: () => Date;

  constructor(deps: {
    /** Runs again after a collision: two first sign-ins of one account may meet. */
    transact: Transact;
    members: MemberRepository;
    claimCodes: ClaimCodes;
    audit: Pick<AuditService, 'record'>;
    offered: OfferedMethods;
    allowed: AllowedDomains;
    now: () => Date;
  }) {
    this.transact = deps.transact;
    this.members = deps.members;
    this.claimCodes = deps.claimCodes;
    this.audit = deps.audit;
    this.offered = deps.offered;
    this.allowed = deps.allowed;
    this.now = deps.now;
  }

  /**
   * Somebody who came back from Google.
   *
   * @returns the id of the member
   * @throws SignInRefused
   */
  async signInWithGoogle(account: GoogleAccount, arrival: Arrival): Promise<string> {
    try {
      return await this.transact(async (tx) => {
        const member = await this.recognise(tx, account, arrival);
        await this.welcome(tx, member, arrival);
        return member.id;
      });
    } catch (error) {
      if (error instanceof SignInRefused) await this.noteRefusal(error.code, arrival);
      throw error;
    }
  }

  /** The ways in for somebody who calls from here or elsewhere. */
  async methods({ isOnThisMachine }: { isOnThisMachine: boolean }): Promise<SignInMethodsOutput> {
    const { google, local } = this.offered;
    return { google, local: local && isOnThisMachine, claimable: google && (await this.claimCodes.isClaimable()) };
  }

  /** @returns the id of the code @throws DomainError `forbidden`, the same whatever is wrong with it */
  async checkClaim(code: string, { address, requestId }: Arrival): Promise<string> {
    try {
      return await this.claimCodes.check(code);
    } catch (error) {
      if (error instanceof DomainError) {
        const caller = { kind: 'nobody' as const, address };
        await this.audit.record({ caller, action: CLAIM, refusedFor: error.code, requestId });
      }
      throw error;
    }
  }

  /**
   * The owner of a trial on one's own machine, who is made when first asked for.
   *
   * @returns the id of the member
   * @throws DomainError `not_found` where it is not offered, or not to this caller
   */
  async signInLocally(arrival: Arrival, { isOnThisMachine }: { isOnThisMachine: boolean }): Promise<string> {
    if (!this.offered.local || !isOnThisMachine) throw new DomainError('not_found', 'there is no local sign-in here');
    return this.transact(async (tx) => {
      await this.members.lockOwnership(tx);
      const member = (await this.members.findLocal(tx)) ?? (await this.insert(tx, LOCAL_OWNER));
      if (member.removedAt !== null) throw new DomainError('forbidden', 'the demo owner was removed');
      await this.welcome(tx, member, arrival);
      return member.id;
    });
  }

  /** Notes a sign-in that came to nothing before anybody knew who it was. */
  async noteRefusal(refusedFor: SignInRefusal, { address, requestId }: Arrival): Promise<void> {
    await this.audit.record({ caller: { kind: 'nobody', address }, action: SIGN_IN, refusedFor, requestId });
  }

  private async welcome(tx: Transaction, member: SignedIn, arrival: Arrival): Promise<void> {
    await this.members.update(tx, member.id, { lastSignInAt: this.now() });
    await this.note(SIGN_IN, member, arrival, tx);
  }

  /** Who of the members it is, or becomes. */
  private async recognise(tx: Transaction, account: GoogleAccount, arrival: Arrival): Promise<SignedIn> {
    const email = verifiedEmail(account);
    const isClaim = arrival.claimCodeId !== undefined && (await this.claimCodes.use(tx, arrival.claimCodeId));
    const known = await this.findKnown(tx, account, email, arrival);
    if (isClaim) return this.makeOwner(tx, known, account, email, arrival);
    if (known !== undefined) return known;
    if (this.isOfAllowedDomain(account)) return this.insertFrom(tx, account, email, this.allowed.role);
    throw new SignInRefused('not_invited');
  }

  private async makeOwner(
    tx: Transaction,
    known: Member | undefined,
    account: GoogleAccount,
    email: string,
    arrival: Arrival,
  ): Promise<SignedIn> {
    if (known !== undefined) await this.members.update(tx, known.id, { role: 'owner' });
    const { id } = known ?? (await this.insertFrom(tx, account, email, 'owner'));
    const owner = { id, role: 'owner', removedAt: null } as const;
    await this.note(CLAIM, owner, arrival, tx);
    return owner;
  }

  /** A member by Google's name for the account, or by an invitation to its address. */
  private async findKnown(
    tx: Transaction,
    account: GoogleAccount,
    email: string,
    arrival: Arrival,
  ): Promise<Member | undefined> {
    const bySub = await this.members.lockByGoogleSub(tx, account.sub);
    if (bySub !== undefined && bySub.removedAt === null) {
      await this.takeOver(tx, bySub, account, email, arrival);
      return bySub;
    }
    const byEmail = await this.members.lockByEmail(tx, email);
    // What was proved for one member says nothing for another one, whom an old address may have belonged to.
    if (byEmail === undefined && bySub === undefined) return undefined;
    if (byEmail === undefined || byEmail.removedAt !== null) throw new SignInRefused('removed');
    // Bound while this sign-in waited for the row: two of the same person met.
    if (byEmail.googleSub === account.sub) return byEmail;
    if (byEmail.googleSub !== null) throw new SignInRefused('other_account');
    // Somebody who was removed is invited again under another address.
    if (bySub !== undefined) await this.members.forgetGoogleSub(tx, bySub.id);
    await this.members.update(tx, byEmail.id, { googleSub: account.sub, ...nameOf(account) });
    return byEmail;
  }

  /** An address that changed at Google changes here, unless another member has it. */
  private async takeOver(
    tx: Transaction,
    member: Member,
    account: GoogleAccount,
    email: string,
    arrival: Arrival,
  ): Promise<void> {
    await this.members.update(tx, member.id, nameOf(account));
    if (email === member.email) return;
    const owner = await this.members.lockByEmail(tx, email);
    if (owner !== undefined && owner.id !== member.id) return;
    await this.members.update(tx, member.id, { email });
    await this.note('member.email_changed', member, arrival, tx);
  }

  /** By Google's claim only: an address of the domain may be an account that the domain knows nothing of. */
  private isOfAllowedDomain({ hostedDomain }: GoogleAccount): boolean {
    return hostedDomain !== undefined && this.allowed.domains.includes(hostedDomain.toLowerCase());
  }

  private insertFrom(tx: Transaction, account: GoogleAccount, email: string, role: Role): Promise<SignedIn> {
    const { name = null } = nameOf(account);
    return this.insert(tx, { email, name, role, googleSub: account.sub, isLocal: false });
  }

  private async insert(
    tx: Transaction,
    member: Pick<Member, 'email' | 'name' | 'role' | 'googleSub' | 'isLocal'>,
  ): Promise<SignedIn> {
    const id = newId();
    await this.members.insert(tx, { ...member, id, invitedBy: null });
    return { id, role: member.role, removedAt: null };
  }

  private async note(action: string, { id, role }: Pick<Member, 'id' | 'role'>, arrival: Arrival, tx: Transaction) {
    const { address, requestId } = arrival;
    const caller = { kind: 'member' as const, memberId: id, role, address };
    await this.audit.record({ caller, action, subjectId: id, requestId }, tx);
  }
}

/**
 * The address that Google has seen to be the account's. One with letters beyond ASCII fits no
 * invitation, and could look like one that does.
 *
 * @throws SignInRefused
 */
function verifiedEmail({ email, isEmailVerified }: GoogleAccount): string {
  if (email === undefined || !isEmailVerified) throw new SignInRefused('email_not_verified');
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) throw new SignInRefused('not_invited');
  return parsed.data;
}

function nameOf({ name }: GoogleAccount): { name?: string } {
  const parsed = nameSchema.safeParse(name).data;
  return parsed ? { name: parsed } : {};
}
