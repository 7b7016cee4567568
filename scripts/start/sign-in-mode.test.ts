import { expect, it } from '@jest/globals';

import { chooseSignIn } from './sign-in-mode.ts';

const GOOGLE = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
const HTTPS = { PUBLIC_URL: 'https://herald.example' };

it.each([
  ['a trial on this machine', {}, '127.0.0.1', 'local', 'development', 'on'],
  ['a trial by another name of this machine', {}, 'localhost', 'local', 'development', 'on'],
  ['a trial that others can reach', {}, '0.0.0.0', 'none', 'development', 'off'],
  ['a trial that is to have none', { LOCAL_SIGN_IN: 'off' }, '127.0.0.1', 'none', 'development', 'off'],
  ['Google without HTTPS', GOOGLE, '127.0.0.1', 'google', 'development', 'off'],
  [
    'Google behind HTTPS in capitals',
    { ...GOOGLE, PUBLIC_URL: 'HTTPS://herald.example' },
    '0.0.0.0',
    'google',
    'production',
    'off',
  ],
  ['Google behind HTTPS', { ...GOOGLE, ...HTTPS }, '0.0.0.0', 'google', 'production', 'off'],
  ['half of the credentials', { GOOGLE_CLIENT_ID: 'id' }, '127.0.0.1', 'local', 'development', 'on'],
  [
    'production without credentials, which does not boot',
    { NODE_ENV: 'production' },
    '127.0.0.1',
    'none',
    'production',
    'off',
  ],
])('%s', (_what, env, host, mode, nodeEnv, local) => {
  expect(chooseSignIn(env, host)).toEqual({ mode, env: { NODE_ENV: nodeEnv, LOCAL_SIGN_IN: local } });
});

it('refuses to let others sign in with Google without HTTPS', () => {
  const start = () => chooseSignIn({ ...GOOGLE, PUBLIC_URL: 'http://herald.example' }, '0.0.0.0');
  expect(start).toThrow(/^PUBLIC_URL must be the https:\/\/ address .* listens on 0\.0\.0\.0/);
});
