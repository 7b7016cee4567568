import { DomainError } from '@herald/shared';
import type { Request, RequestHandler, Response } from 'express';
import expressSession from 'express-session';
import type { SessionData, Store } from 'express-session';

import type { Sessions } from '../access/access-door.ts';
import type { MemberCaller } from '../access/caller.ts';
import { addressOf } from '../access/callers.ts';
import type { CallerSession } from './caller-session.ts';
import { isFromThisMachine } from './this-machine.ts';

declare module 'express-session' {
  interface SessionData {
    /** Where passport would keep who is signed in. */
    passport?: { user: string };
    /** In milliseconds since 1970. */
    signedInAt?: number;
    claimCodeId?: string;
  }
}

export interface SessionRules {
  /** The first signs, all verify. */
  secrets: string[];
  /** Whether browsers keep it to HTTPS and to this very host. */
  isSecure: boolean;
  /** Without a call for so long it ends. */
  idleMs: number;
  /** So long after the sign-in it ends in any case. */
  maxMs: number;
}

/** Says who a session belongs to, as it is now. */
export interface SignedInMembers {
  /** Undefined for one who may not be here any more. */
  findSignedIn(memberId: string): Promise<Omit<MemberCaller, 'kind'> | undefined>;
}

/** What somebody who has not signed in has in it is about to be used, or never. */
const BEFORE_SIGN_IN_MS = 10 * 60 * 1_000;

/** The sessions of members: a signed id in a cookie, all the rest in the database. */
export class MemberSessions implements Sessions {
  readonly handlers: RequestHandler[];
  private readonly rules: SessionRules;
  private readonly members: SignedInMembers;
  private readonly now: () => Date;
  private readonly found = new WeakMap<Request, MemberCaller>();
  private readonly name: string;
  private readonly cookie: { httpOnly: true; sameSite: 'lax'; secure: boolean; path: '/' };

  constructor(store: Store, rules: SessionRules, members: SignedInMembers, now: () => Date) {
    this.rules = rules;
    this.members = members;
    this.now = now;
    // Browsers take the prefix from HTTPS only, without a domain and for every path: no other host can set it.
    this.name = rules.isSecure ? '__Host-herald' : 'herald';
    this.cookie = { httpOnly: true, sameSite: 'lax', secure: rules.isSecure, path: '/' };
    const read = expressSession({
      store,
      name: this.name,
      secret: rules.secrets,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { ...this.cookie, maxAge: rules.idleMs },
    });
    this.handlers = [read, this.findMember];
  }

  memberOf(request: Request): MemberCaller | undefined {
    return this.found.get(request);
  }

  /** Whether a cookie of ours would reach the browser of this call. */
  canKeep(request: Request): boolean {
    return !this.rules.isSecure || request.secure;
  }

  callerSession(request: Request, response: Response): CallerSession {
    return {
      arrival: {
        address: addressOf(request),
        // As `requestLog` made it.
        requestId: request.id as string,
        claimCodeId: request.session?.claimCodeId,
      },
      isOnThisMachine: isFromThisMachine({ socketAddress: request.socket.remoteAddress, headers: request.headers }),
      signIn: (memberId) => this.renew(request, { passport: { user: memberId }, signedInAt: this.now().getTime() }),
      signOut: () => this.end(request, response),
      holdClaim: (claimCodeId) => this.renew(request, { ...signInOf(request), claimCodeId }),
    };
  }

  /** Begins what only leads to a sign-in, and is forgotten soon. */
  prepare(request: Request): void {
    if (request.session.passport === undefined) request.session.cookie.maxAge = BEFORE_SIGN_IN_MS;
  }

  /** Asks on every call: a role that changes and a member who is removed take effect at once. */
  private readonly findMember: RequestHandler = async (request, response, next) => {
    const { passport, signedInAt = 0 } = request.session;
    if (passport !== undefined) {
      const isOver = this.now().getTime() >= signedInAt + this.rules.maxMs;
      const member = isOver ? undefined : await this.members.findSignedIn(passport.user);
      if (member === undefined) await this.end(request, response);
      else this.found.set(request, { kind: 'member', ...member });
    }
    next();
  };

  /** Under a new id, so that whoever knew the old one, or planted it, has no part in what begins. */
  private async renew(request: Request, data: Partial<SessionData>): Promise<void> {
    if (request.session === undefined) makeNew(request);
    else await called((done) => request.session.regenerate(done));
    Object.assign(request.session, data);
    this.prepare(request);
    // Before the answer: the next call may be here sooner than what is saved after it.
    await called((done) => request.session.save(done));
  }

  private async end(request: Request, response: Response): Promise<void> {
    if (request.session !== undefined) await called((done) => request.session.destroy(done));
    response.clearCookie(this.name, this.cookie);
  }
}

/** Who showed a claim code stays signed in as whoever they are. */
function signInOf({ session }: Request): Partial<SessionData> {
  const { passport, signedInAt } = session ?? {};
  return passport === undefined || signedInAt === undefined ? {} : { passport, signedInAt };
}

/** For a call whose session ended while it was read. */
function makeNew(request: Request): void {
  // Calls with an API key bring no session, and get none.
  if (request.sessionStore === undefined) throw new DomainError('forbidden', 'a call with an API key has no session');
  request.sessionStore.generate(request);
}

function called(call: (done: (error?: Error) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}
