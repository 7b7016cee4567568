import { isLoopback } from '../../apps/api/src/auth/this-machine.ts';
import { StartError } from './start-error.ts';

/** How people come in: with Google, as the owner of a trial on this machine, or not at all. */
export type SignInMode = 'google' | 'local' | 'none';

export interface SignIn {
  mode: SignInMode;
  env: { NODE_ENV: string; LOCAL_SIGN_IN: 'on' | 'off' };
}

/**
 * With Google's credentials and an address for HTTPS Herald runs as in production. Without
 * credentials it is a trial: whoever is on this machine may come in, unless others can reach it too.
 *
 * @throws StartError when others would sign in with cookies that are not kept to HTTPS.
 */
export function chooseSignIn(env: NodeJS.ProcessEnv, host: string): SignIn {
  const hasGoogle = Boolean(env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET);
  const isPublic = hasGoogle && /^https:/i.test(env.PUBLIC_URL ?? '');
  if (hasGoogle && !isPublic && !env.NODE_ENV && !isLoopback(host)) {
    throw new StartError(
      `PUBLIC_URL must be the https:// address under which browsers reach Herald: it listens on ${host}, for others too.`,
    );
  }
  const nodeEnv = env.NODE_ENV || (isPublic ? 'production' : 'development');
  const mayBeLocal = !hasGoogle && nodeEnv !== 'production' && isLoopback(host);
  const isLocal = env.LOCAL_SIGN_IN ? env.LOCAL_SIGN_IN === 'on' : mayBeLocal;
  const withoutGoogle = isLocal ? 'local' : 'none';
  return {
    mode: hasGoogle ? 'google' : withoutGoogle,
    env: { NODE_ENV: nodeEnv, LOCAL_SIGN_IN: isLocal ? 'on' : 'off' },
  };
}
