import { isDatabaseUnavailable } from '@herald/platform';
import connectPgSimple from 'connect-pg-simple';
import expressSession from 'express-session';
import type { SessionData } from 'express-session';

/** Sessions in PostgreSQL. One that cannot be prolonged ends sooner, which is no reason to answer its call with a failure. */
export class SessionStore extends connectPgSimple(expressSession) {
  override touch(sid: string, session: SessionData, done?: (error?: unknown) => void): void {
    super.touch(sid, session, (...[error]: unknown[]) =>
      done?.(isDatabaseUnavailable(error ?? {}) ? undefined : error),
    );
  }
}
