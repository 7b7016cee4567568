import { startThrowAwayHerald } from '../../herald/throw-away-herald.ts';
import type { ThrowAwayHerald, ThrowAwayHeraldOptions } from '../../herald/throw-away-herald.ts';

/** As `pnpm start` runs it on one's own machine: without Google, and whoever is here may come in. */
const TRIAL_ENV = {
  NODE_ENV: 'development',
  LOCAL_SIGN_IN: 'on',
  // Empty counts as not set: Herald's address is the one it listens on.
  PUBLIC_URL: '',
  GOOGLE_CLIENT_ID: '',
  GOOGLE_CLIENT_SECRET: '',
};

/** A Herald for browsers: the built processes with the built web app, or with the one in HERALD_E2E_WEB_DIR. */
export function startTrialHerald(options: ThrowAwayHeraldOptions = {}): Promise<ThrowAwayHerald> {
  const { HERALD_E2E_WEB_DIR: webDir } = process.env;
  const env = { ...TRIAL_ENV, ...(webDir ? { WEB_DIR: webDir } : {}), ...options.env };
  return startThrowAwayHerald({ ...options, env });
}
