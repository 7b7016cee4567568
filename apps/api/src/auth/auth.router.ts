import type { SignInRefusal } from '@herald/shared';
import type { Logger } from '@herald/platform';
import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-google-oauth20';
import type { Profile, VerifyCallback } from 'passport-google-oauth20';

import { SignInRefused } from '../members/sign-in-refused.ts';
import type { GoogleAccount, SignInService } from '../members/sign-in.service.ts';
import { agentWithTimeout } from './agent-with-timeout.ts';
import type { MemberSessions } from './sessions.ts';
import { isLoopback } from './this-machine.ts';

/** The client that Herald is to Google, and where Google's endpoints are. */
export interface GoogleClient {
  clientId: string;
  clientSecret: string;
  authorizationUrl: string;
  tokenUrl: string;
  userInfoUrl: string;
}

export interface AuthRouterDependencies {
  google: GoogleClient;
  /** The address by which browsers reach Herald. */
  publicUrl: string;
  sessions: MemberSessions;
  signIn: Pick<SignInService, 'signInWithGoogle' | 'noteRefusal'>;
  /** Before every page here. */
  guard: RequestHandler[];
  logger: Logger;
}

const START = '/auth/google';
const CALLBACK = '/auth/google/callback';
const SCOPE = ['openid', 'email', 'profile'];
/** Google answers in a fraction of it; somebody waits in front of an empty page. */
const GOOGLE_TIMEOUT_MS = 10_000;

/**
 * The way to Google and back. People navigate here, so every answer sends them on to a page of ours:
 * to the overview, or to the sign-in page with a code of why. Where they are sent is never taken from
 * the call, and what Google says of an error is shown to nobody.
 */
export function authRouter({ google, publicUrl, sessions, signIn, guard, logger }: AuthRouterDependencies): Router {
  const authenticator = new passport.Passport();
  authenticator.use(new GoogleStrategy(google, new URL(CALLBACK, publicUrl).href));
  // Google asks which account, even where it knows but one: nobody is signed in by a link that they followed.
  const how = { scope: SCOPE, prompt: 'select_account', session: false };
  const askGoogle = authenticator.authenticate('google', how) as RequestHandler;

  const home = new URL(START, publicUrl);
  const begin: RequestHandler = (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (isOtherName(request, home)) return response.redirect(home.href);
    if (!sessions.canKeep(request)) {
      logger.warn({ path: START }, 'auth.connection.not_secure');
      return refuse(response, 'failed');
    }
    sessions.prepare(request);
    return askGoogle(request, response, next);
  };

  const comeIn = async (request: Request, response: Response): Promise<void> => {
    const session = sessions.callerSession(request, response);
    const come = await comeBack(authenticator, request, response);
    if (!('account' in come)) {
      logger.warn({ reason: come.reason, cause: come.cause }, 'auth.google.refused');
      await signIn.noteRefusal(come.reason, session.arrival);
      return refuse(response, come.reason);
    }
    try {
      await session.signIn(await signIn.signInWithGoogle(come.account, session.arrival));
    } catch (error) {
      if (error instanceof SignInRefused) return refuse(response, error.code);
      throw error;
    }
    response.redirect('/');
  };

  const finish: RequestHandler = (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    return comeIn(request, response);
  };

  const router = Router();
  router.get(START, ...guard, ...sessions.handlers, begin);
  router.get(CALLBACK, ...guard, ...sessions.handlers, finish);
  return router;
}

/**
 * Whether one came by another name of this machine (localhost for 127.0.0.1) than that to which Google
 * sends people back: the cookie would not come along. Of names that a proxy may have changed nothing is known.
 */
function isOtherName(request: Request, { host, hostname }: URL): boolean {
  const asked = request.get('host') ?? '';
  return isLoopback(hostname) && isLoopback(asked.replace(/:\d+$/, '')) && asked !== host;
}

function refuse(response: Response, reason: SignInRefusal): void {
  response.redirect(`/sign-in?refused=${reason}`);
}

type Came = { account: GoogleAccount } | { reason: 'denied' | 'failed'; cause: string };

/** What somebody who comes back from Google brings. */
function comeBack(authenticator: passport.Authenticator, request: Request, response: Response): Promise<Came> {
  // Without a code the strategy would send them to Google once more, and round again.
  if (!request.query['error'] && !request.query['code']) {
    return Promise.resolve({ reason: 'failed', cause: 'no code' });
  }
  return new Promise((resolve) => {
    const take = (error: unknown, account: GoogleAccount | false | null | undefined) => {
      // The name only: the rest is Google's, and may tell of a person.
      if (error) return resolve({ reason: 'failed', cause: (error as Error).name });
      if (account) return resolve({ account });
      const isDenied = request.query['error'] === 'access_denied';
      resolve(isDenied ? { reason: 'denied', cause: 'access_denied' } : { reason: 'failed', cause: 'wrong state' });
    };
    const authenticate = authenticator.authenticate('google', { session: false }, take) as RequestHandler;
    void authenticate(request, response, (error: unknown) => take(error, undefined));
  });
}

/** Google's strategy, with what it leaves out: a limit of time, and a token that is not part of an address. */
class GoogleStrategy extends Strategy {
  constructor({ clientId, clientSecret, authorizationUrl, tokenUrl, userInfoUrl }: GoogleClient, callbackURL: string) {
    super(
      {
        clientID: clientId,
        clientSecret,
        authorizationURL: authorizationUrl,
        tokenURL: tokenUrl,
        userProfileURL: userInfoUrl,
        callbackURL,
        state: true,
        pkce: true,
      },
      (_accessToken: string, _refreshToken: string, profile: Profile, done: VerifyCallback) =>
        done(null, accountOf(profile)),
    );
    this._oauth2.useAuthorizationHeaderforGET(true);
    this._oauth2.setAgent(agentWithTimeout(tokenUrl, GOOGLE_TIMEOUT_MS));
  }
}

/** What Google tells of an account in its user-info answer. */
function accountOf({ _json: told }: Profile): GoogleAccount {
  const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const sub = textOf(told.sub);
  if (sub === undefined) throw new TypeError('Google named no account');
  return {
    sub,
    email: textOf(told.email),
    // Some of Google's answers have it as text.
    isEmailVerified: String(told.email_verified) === 'true',
    name: textOf(told.name),
    hostedDomain: textOf(told.hd),
  };
}
