import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

import { roleSchema } from '@herald/shared';
import { integerVariable } from '@herald/platform';
import { z } from 'zod';

import type { GoogleClient } from './auth.router.ts';
import type { SessionRules } from './sessions.ts';
import { isLoopback } from './this-machine.ts';

const MIN_SECRET_BYTES = 32;
const MINUTE_MS = 60_000;
/** Whose addresses anybody can have; nobody vouches for who is behind one. */
const PUBLIC_DOMAINS = ['gmail.com', 'googlemail.com'];
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const ADDRESS_NAMES = ['loopback', 'linklocal', 'uniquelocal'];
const MOST_HOPS = 10;

const webAddress = z.url({
  protocol: /^https?$/,
  error: 'must be an http:// or https:// address',
  // What is checked next needs an address.
  abort: true,
});

/** What is between commas, without blanks and empty parts. */
const listVariable = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** The variables by which people sign in. */
export const authConfigShape = {
  /** The address by which browsers reach Herald; by default the one it listens on. */
  PUBLIC_URL: webAddress
    .refine(isOrigin, 'must be an address without a path, as https://herald.example.com')
    .optional(),
  /** What of proxies in front of Herald to believe: how many there are, or their addresses. By default nothing. */
  TRUST_PROXY: z.string().transform(readTrustProxy).optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_AUTHORIZATION_URL: webAddress.default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: webAddress.default('https://oauth2.googleapis.com/token'),
  GOOGLE_USERINFO_URL: webAddress
    .refine((url) => new URL(url).pathname.endsWith('/userinfo'), 'must end with /userinfo')
    .default('https://openidconnect.googleapis.com/v1/userinfo'),
  /** Google Workspace domains whose people are members without an invitation. */
  ALLOWED_EMAIL_DOMAINS: listVariable
    .transform((domains) => domains.map((domain) => domain.toLowerCase()))
    .refine((domains) => domains.every((domain) => DOMAIN.test(domain)), 'must be domains, as example.com,example.org')
    .refine(
      (domains) => !domains.some((domain) => PUBLIC_DOMAINS.includes(domain)),
      'must not have gmail.com or googlemail.com, where anybody can have an address',
    ),
  ALLOWED_DOMAINS_ROLE: roleSchema.default('analyst'),
  /** What session cookies are signed with: the first signs, the others are still taken. */
  SESSION_SECRET: listVariable.refine(
    (secrets) => secrets.every((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES),
    `each must be at least ${MIN_SECRET_BYTES} bytes`,
  ),
  /** A session ends when it was not used for so long, */
  SESSION_IDLE_MINUTES: integerVariable(1, 43_200).default(720),
  /** and in any case so long after the sign-in. */
  SESSION_MAX_HOURS: integerVariable(1, 8_760).default(168),
  /** Whether this machine may sign in as the owner of a trial, without Google. */
  LOCAL_SIGN_IN: z.enum(['on', 'off']).default('off'),
};

type AuthConfig = z.infer<z.ZodObject<typeof authConfigShape>> & { NODE_ENV: string; HOST: string };

/** Names every variable with which nobody, or anybody, could sign in. */
export function checkAuthConfig(config: AuthConfig, context: z.core.$RefinementCtx): void {
  const refuse = (variable: keyof AuthConfig, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  if (config.NODE_ENV === 'production') checkProduction(config, refuse);
  if (config.LOCAL_SIGN_IN === 'on' && !isLoopback(config.HOST)) {
    refuse('LOCAL_SIGN_IN', `needs HOST to be a loopback address, and it is ${config.HOST}: others could sign in too`);
  }
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret } = config;
  if (id !== undefined && secret === undefined) refuse('GOOGLE_CLIENT_SECRET', 'is needed with GOOGLE_CLIENT_ID');
  if (id === undefined && secret !== undefined) refuse('GOOGLE_CLIENT_ID', 'is needed with GOOGLE_CLIENT_SECRET');
  if (protocolOf(config.GOOGLE_TOKEN_URL) !== protocolOf(config.GOOGLE_USERINFO_URL)) {
    refuse('GOOGLE_USERINFO_URL', 'must be http:// or https:// as GOOGLE_TOKEN_URL is');
  }
}

/** Undefined where nobody signs in with Google. */
export function googleClientOf(config: AuthConfig): GoogleClient | undefined {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = config;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return {
    clientId,
    clientSecret,
    authorizationUrl: config.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: config.GOOGLE_TOKEN_URL,
    userInfoUrl: config.GOOGLE_USERINFO_URL,
  };
}

export function sessionRulesOf(config: AuthConfig): SessionRules {
  return {
    // Without one, on a developer's machine, sessions last as long as the process.
    secrets: config.SESSION_SECRET.length > 0 ? config.SESSION_SECRET : [randomBytes(MIN_SECRET_BYTES).toString('hex')],
    isSecure: config.NODE_ENV === 'production',
    idleMs: config.SESSION_IDLE_MINUTES * MINUTE_MS,
    maxMs: config.SESSION_MAX_HOURS * 60 * MINUTE_MS,
  };
}

function checkProduction(config: AuthConfig, refuse: (variable: keyof AuthConfig, message: string) => void): void {
  if (config.GOOGLE_CLIENT_ID === undefined && config.GOOGLE_CLIENT_SECRET === undefined) {
    refuse('GOOGLE_CLIENT_ID', 'is needed in production: without it nobody could sign in');
    refuse('GOOGLE_CLIENT_SECRET', 'is needed in production: without it nobody could sign in');
  }
  if (config.SESSION_SECRET.length === 0) {
    refuse('SESSION_SECRET', `is needed in production: at least ${MIN_SECRET_BYTES} random bytes that sign sessions`);
  }
  if (config.PUBLIC_URL === undefined || protocolOf(config.PUBLIC_URL) !== 'https:') {
    refuse('PUBLIC_URL', 'is needed in production and must be https://: sessions are never sent in the clear');
  }
  if (config.LOCAL_SIGN_IN === 'on') {
    refuse('LOCAL_SIGN_IN', 'must be off in production: it makes whoever is on this machine an owner');
  }
  for (const variable of ['GOOGLE_AUTHORIZATION_URL', 'GOOGLE_TOKEN_URL', 'GOOGLE_USERINFO_URL'] as const) {
    const { protocol, hostname } = new URL(config[variable]);
    if (protocol !== 'https:' && !isLoopback(hostname)) refuse(variable, 'must be https:// in production');
  }
}

function protocolOf(url: string): string {
  return new URL(url).protocol;
}

function isOrigin(url: string): boolean {
  const { origin, href } = new URL(url);
  return href === `${origin}/`;
}

/** As Express takes it: a number of hops, or addresses, networks and their names. */
function readTrustProxy(text: string, context: z.core.$RefinementCtx): number | string[] {
  if (/^\d{1,2}$/.test(text) && Number(text) <= MOST_HOPS) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every(isNetwork)) return parts;
  const error = `must be the number of proxies, at most ${MOST_HOPS}, or their addresses, as loopback,10.0.0.0/8`;
  context.addIssue({ code: 'custom', message: error });
  return z.NEVER;
}

function isNetwork(part: string): boolean {
  if (ADDRESS_NAMES.includes(part)) return true;
  const [address = '', bits, ...rest] = part.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
