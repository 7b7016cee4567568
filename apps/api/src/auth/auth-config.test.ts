import { describe, expect, it } from '@jest/globals';

import { readApiConfig } from '../config.ts';
import { googleClientOf, sessionRulesOf } from './auth-config.ts';

const DATABASE_URL = 'postgres://herald@localhost/herald';
const SECRET = 's'.repeat(32);
const PRODUCTION = {
  NODE_ENV: 'production',
  RECEIPT_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://herald.example.com',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  SESSION_SECRET: SECRET,
};
const read = (env: Record<string, string | undefined>) => readApiConfig({ DATABASE_URL, ...env });

describe('how people come in', () => {
  it('is in no way, by default', () => {
    const config = read({});
    expect(config).toMatchObject({
      LOCAL_SIGN_IN: 'off',
      ALLOWED_EMAIL_DOMAINS: [],
      ALLOWED_DOMAINS_ROLE: 'analyst',
      SESSION_SECRET: [],
      SESSION_IDLE_MINUTES: 720,
      SESSION_MAX_HOURS: 168,
    });
    expect([config.TRUST_PROXY, config.PUBLIC_URL, googleClientOf(config)]).toEqual([undefined, undefined, undefined]);
  });

  it('is with Google, at the addresses that Google has', () => {
    expect(googleClientOf(read(PRODUCTION))).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      userInfoUrl: 'https://openidconnect.googleapis.com/v1/userinfo',
    });
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('is by a name of this machine only, at %s', (HOST) => {
    expect(read({ LOCAL_SIGN_IN: 'on', HOST }).LOCAL_SIGN_IN).toBe('on');
  });

  it('has domains in small letters, and secrets one by one', () => {
    const config = read({
      ALLOWED_EMAIL_DOMAINS: ' Example.com, example.org,',
      SESSION_SECRET: `${SECRET}1, ${SECRET}2`,
    });
    expect(config.ALLOWED_EMAIL_DOMAINS).toEqual(['example.com', 'example.org']);
    expect(config.SESSION_SECRET).toEqual([`${SECRET}1`, `${SECRET}2`]);
  });

  it.each<[string, number | string[]]>([
    ['1', 1],
    ['loopback', ['loopback']],
    ['10.0.0.0/8, 192.168.1.7,fd00::/8', ['10.0.0.0/8', '192.168.1.7', 'fd00::/8']],
  ])('believes the proxies %s', (TRUST_PROXY, expected) => {
    expect(read({ TRUST_PROXY }).TRUST_PROXY).toEqual(expected);
  });

  it('signs with a secret of its own where none is given, until the process ends', () => {
    const [first, second] = [sessionRulesOf(read({})), sessionRulesOf(read({}))];
    expect(first.secrets).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(first.secrets).not.toEqual(second.secrets);
    expect(first).toMatchObject({ isSecure: false, idleMs: 43_200_000, maxMs: 604_800_000 });
    expect(sessionRulesOf(read(PRODUCTION))).toMatchObject({ secrets: [SECRET], isSecure: true });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ ALLOWED_EMAIL_DOMAINS: 'example.com,gmail.com' }, /ALLOWED_EMAIL_DOMAINS: must not have gmail.com/],
    [{ ALLOWED_EMAIL_DOMAINS: 'GoogleMail.com' }, /ALLOWED_EMAIL_DOMAINS: must not have gmail.com/],
    [{ ALLOWED_EMAIL_DOMAINS: '@example.com' }, /ALLOWED_EMAIL_DOMAINS: must be domains/],
    [{ ALLOWED_EMAIL_DOMAINS: '*' }, /ALLOWED_EMAIL_DOMAINS: must be domains/],
    [{ ALLOWED_DOMAINS_ROLE: 'admin' }, /ALLOWED_DOMAINS_ROLE: /],
    [{ SESSION_SECRET: 'x'.repeat(31) }, /SESSION_SECRET: each must be at least 32 bytes/],
    [{ SESSION_SECRET: `${SECRET},short` }, /SESSION_SECRET: each must be at least 32 bytes/],
    [{ SESSION_IDLE_MINUTES: '0' }, /SESSION_IDLE_MINUTES: /],
    [{ SESSION_MAX_HOURS: 'never' }, /SESSION_MAX_HOURS: /],
    [{ TRUST_PROXY: 'true' }, /TRUST_PROXY: must be the number of proxies/],
    [{ TRUST_PROXY: '99' }, /TRUST_PROXY: /],
    [{ TRUST_PROXY: '10.0.0.0/33' }, /TRUST_PROXY: /],
    [{ TRUST_PROXY: '10.0.0.1,' }, /TRUST_PROXY: /],
    [{ PUBLIC_URL: 'herald.example.com' }, /PUBLIC_URL: must be an http/],
    [{ PUBLIC_URL: 'javascript:alert(1)' }, /PUBLIC_URL: must be an http/],
    [{ GOOGLE_TOKEN_URL: 'token', NODE_ENV: 'production' }, /GOOGLE_TOKEN_URL: must be an http/],
    [{ PUBLIC_URL: 'https://herald.example.com/crm' }, /PUBLIC_URL: must be an address without a path/],
    [{ PUBLIC_URL: 'https://a:b@herald.example.com' }, /PUBLIC_URL: must be an address without a path/],
    [{ GOOGLE_CLIENT_ID: 'id' }, /GOOGLE_CLIENT_SECRET: is needed with GOOGLE_CLIENT_ID/],
    [{ GOOGLE_CLIENT_SECRET: 'x' }, /GOOGLE_CLIENT_ID: is needed with GOOGLE_CLIENT_SECRET/],
    [{ GOOGLE_USERINFO_URL: 'https://example.com/me' }, /GOOGLE_USERINFO_URL: must end with \/userinfo/],
    [{ GOOGLE_TOKEN_URL: 'http://127.0.0.1/token' }, /GOOGLE_USERINFO_URL: must be http:\/\/ or https:\/\/ as/],
    [{ LOCAL_SIGN_IN: 'on', HOST: '0.0.0.0' }, /LOCAL_SIGN_IN: needs HOST to be a loopback address/],
    [{ LOCAL_SIGN_IN: 'on', HOST: '192.168.1.5' }, /LOCAL_SIGN_IN: needs HOST to be a loopback address/],
    [{ LOCAL_SIGN_IN: 'yes' }, /LOCAL_SIGN_IN: /],
  ])('is never as %j', (env, message) => {
    expect(() => read(env)).toThrow(message);
  });
});

describe('in production', () => {
  it.each<[Record<string, string | undefined>, RegExp]>([
    [{ GOOGLE_CLIENT_ID: undefined }, /GOOGLE_CLIENT_ID: is needed with GOOGLE_CLIENT_SECRET/],
    [{ GOOGLE_CLIENT_SECRET: undefined }, /GOOGLE_CLIENT_SECRET: is needed with GOOGLE_CLIENT_ID/],
    [{ SESSION_SECRET: undefined }, /SESSION_SECRET: is needed in production/],
    [{ SESSION_SECRET: ' , ' }, /SESSION_SECRET: is needed in production/],
    [{ PUBLIC_URL: undefined }, /PUBLIC_URL: is needed in production and must be https/],
    [{ PUBLIC_URL: 'http://herald.example.com' }, /PUBLIC_URL: is needed in production and must be https/],
    [{ LOCAL_SIGN_IN: 'on' }, /LOCAL_SIGN_IN: must be off in production/],
    [{ GOOGLE_AUTHORIZATION_URL: 'http://example.com/auth' }, /GOOGLE_AUTHORIZATION_URL: must be https/],
  ])('a process with %j does not start', (change, message) => {
    expect(read(PRODUCTION)).toMatchObject({ NODE_ENV: 'production' });
    expect(() => read({ ...PRODUCTION, ...change })).toThrow(message);
  });

  it('everything that is missing is named at once', () => {
    expect(() => read({ NODE_ENV: 'production' })).toThrow(
      /RECEIPT_SECRET: is needed.*GOOGLE_CLIENT_ID: is needed.*GOOGLE_CLIENT_SECRET: is needed.*SESSION_SECRET: is needed.*PUBLIC_URL: is needed/,
    );
  });
});
