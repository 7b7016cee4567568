import { DomainError } from '@herald/shared';

import type { Caller } from '../access/caller.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { SignInService } from '../members/sign-in.service.ts';

export class AuthController {
  private readonly service: SignInService;

  constructor(service: SignInService) {
    this.service = service;
  }

  getSignInMethods = async ({ session }: CallInput<'getSignInMethods'>): Promise<Reply<'getSignInMethods'>> => ({
    status: 200,
    body: await this.service.methods({ isOnThisMachine: session().isOnThisMachine }),
  });

  claimWorkspace = async ({ body, caller, session }: CallInput<'claimWorkspace'>): Promise<Reply<'claimWorkspace'>> => {
    refuseKey(caller);
    const current = session();
    await current.holdClaim(await this.service.checkClaim(body.code, current.arrival));
    return { status: 200, body: { continueAt: '/auth/google' } };
  };

  signInLocally = async ({ caller, session }: CallInput<'signInLocally'>): Promise<Reply<'signInLocally'>> => {
    refuseKey(caller);
    const current = session();
    await current.signIn(await this.service.signInLocally(current.arrival, current));
    return { status: 200, body: { signedIn: true } };
  };

  signOut = async ({ caller, session }: CallInput<'signOut'>): Promise<Reply<'signOut'>> => {
    await session().signOut();
    return { status: 200, body: { signedOut: true }, changedNothing: caller.kind !== 'member' };
  };
}

/** Before anything is done for a session that there is not. */
function refuseKey(caller: Caller): void {
  if (caller.kind === 'key') throw new DomainError('forbidden', 'a call with an API key has no session');
}
