import { createHash, randomInt } from 'node:crypto';

/** Crockford's base 32, which has no letters that are read as others. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 28;
const GROUP = /.{4}(?=.)/g;
/** What people write for a digit that the code never has. */
const MISREAD: Record<string, string> = { O: '0', I: '1', L: '1' };

/** A code of 140 random bits that people can read aloud: `7ZQ4-M0K8-...`. */
export function makeClaimCode(): string {
  const digits = Array.from({ length: LENGTH }, () => DIGITS[randomInt(DIGITS.length)]);
  return digits.join('').replace(GROUP, '$&-');
}

/**
 * SHA-256 of a code in hexadecimal, however it was written down: the same for small letters, without
 * hyphens, and with O for 0. (A code is random enough for a hash that is quick to compute.)
 */
export function hashClaimCode(code: string): string {
  const read = code
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll(/[OIL]/g, (letter) => MISREAD[letter] ?? letter);
  return createHash('sha256').update(read).digest('hex');
}
