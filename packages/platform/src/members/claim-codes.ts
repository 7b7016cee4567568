import { DomainError, newId } from '@herald/shared';

import type { Transact, Transaction } from '../db/pool.ts';
import type { ClaimCodeRepository } from '../repositories/claim-code.repository.ts';
import type { MemberRepository } from '../repositories/member.repository.ts';
import { hashClaimCode, makeClaimCode } from './claim-code.ts';

const VALID_MS = 24 * 60 * 60 * 1_000;

/** Codes by which a workspace that nobody owns gets its first owner. */
export class ClaimCodes {
  private readonly claimCodes: ClaimCodeRepository;
  private readonly members: MemberRepository;
  private readonly transact: Transact;
  private readonly now: () => Date;

  constructor(deps: {
    claimCodes: ClaimCodeRepository;
    members: MemberRepository;
    transact: Transact;
    now: () => Date;
  }) {
    this.claimCodes = deps.claimCodes;
    this.members = deps.members;
    this.transact = deps.transact;
    this.now = deps.now;
  }

  /**
   * A new code, for a day; unused ones of before are void. It is stored as a hash only.
   *
   * @throws DomainError `conflict` when there is an owner, who invites others
   */
  async issue(): Promise<string> {
    const code = makeClaimCode();
    const expiresAt = new Date(this.now().getTime() + VALID_MS);
    await this.transact(async (tx) => {
      await this.members.lockOwnership(tx);
      if (!(await this.isClaimable(tx))) {
        throw new DomainError('conflict', 'the workspace has an owner, who can invite others');
      }
      await this.claimCodes.replaceUnused(tx, { id: newId(), hash: hashClaimCode(code), expiresAt });
    });
    return code;
  }

  /** Whether somebody may have been given a code that can still be used. */
  async isAnyOut(): Promise<boolean> {
    return this.claimCodes.isAnyUsable(this.now());
  }

  /** Whether nobody owns the workspace yet. The owner of a local trial, who needs no Google account, is nobody here. */
  async isClaimable(tx?: Transaction): Promise<boolean> {
    return (await this.members.countGoogleOwners(tx)) === 0;
  }

  /** The id of the code, to be used later. @throws DomainError `forbidden`, the same for every wrong code */
  async check(code: string): Promise<string> {
    const id = await this.claimCodes.findUsable(hashClaimCode(code), this.now());
    if (id === undefined || !(await this.isClaimable())) {
      throw new DomainError('forbidden', 'the code is not right, not valid any more, or used');
    }
    return id;
  }

  /**
   * Uses a code that was checked, in the transaction that makes the owner.
   *
   * @returns whether it may make one: it is as it was when it was checked, and there is no owner yet.
   */
  async use(tx: Transaction, id: string): Promise<boolean> {
    await this.members.lockOwnership(tx);
    return (await this.isClaimable(tx)) && this.claimCodes.use(tx, id, this.now());
  }
}
