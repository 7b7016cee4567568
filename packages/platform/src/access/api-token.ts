import { createHash, randomBytes } from 'node:crypto';

import type { ApiKeyMode } from '@herald/shared';

const RANDOM_BYTES = 32;
/** 32 bytes are 43 characters of base64url. */
const TOKEN = /^hrd_(?:live|test)_[\w-]{43}$/;
const HINT_LENGTH = 4;

/** A new API key: the key itself, to be shown once, and what is kept of it. */
export interface ApiToken {
  token: string;
  hash: string;
  /** Its end, to tell keys apart. */
  hint: string;
}

/** A key of 256 random bits, `hrd_live_...` or `hrd_test_...`. */
export function makeApiToken(mode: ApiKeyMode): ApiToken {
  const token = `hrd_${mode}_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  return { token, hash: hashApiToken(token), hint: token.slice(-HINT_LENGTH) };
}

/** SHA-256 of a key in hexadecimal. (A key is random enough for a hash that is quick to compute.) */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether it looks like a key; what does not need not be looked for. */
export function isApiToken(text: string): boolean {
  return TOKEN.test(text);
}
