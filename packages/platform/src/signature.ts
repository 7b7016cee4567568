import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks of signer and verifier may be apart, and how long a signed call can be sent again. */
export const SIGNATURE_TOLERANCE_SEC = 300;

const SCHEME = 'sha256=';
const DIGEST_HEX = /^[0-9a-f]{64}$/i;
const UNIX_SECONDS = /^\d{1,12}$/;

/** Why a signature does not stand. */
export type SignatureFault = 'missing' | 'malformed' | 'out_of_time' | 'wrong';

/** As they came in the headers of a call. */
export interface SignatureHeaders {
  timestamp: string | undefined;
  signature: string | undefined;
}

/**
 * Signs the bytes of a body, and when that was, so that neither can be exchanged.
 *
 * @returns `sha256=` and the HMAC-SHA256 of the timestamp, a full stop and the body, in hexadecimal.
 */
export function signBody(secret: string, timestampSec: number, body: Buffer | string): string {
  return SCHEME + digestOf(secret, String(timestampSec), body).toString('hex');
}

/**
 * Whether `body` was signed with the secret, lately. A call that is repeated within the tolerance
 * passes: who takes it must be able to take it twice.
 *
 * @param nowSec Unix time in seconds.
 * @returns what is wrong with it; undefined when nothing is.
 */
export function findSignatureFault(
  secret: string,
  { timestamp, signature }: SignatureHeaders,
  body: Buffer | string,
  nowSec: number,
): SignatureFault | undefined {
  if (timestamp === undefined || signature === undefined) return 'missing';
  const hex = signature.slice(SCHEME.length);
  // Buffer.from() would pass over what is not hexadecimal.
  if (!UNIX_SECONDS.test(timestamp) || !signature.startsWith(SCHEME) || !DIGEST_HEX.test(hex)) return 'malformed';
  if (Math.abs(nowSec - Number(timestamp)) > SIGNATURE_TOLERANCE_SEC) return 'out_of_time';
  // The time that it takes must not tell how much of a guess was right.
  return timingSafeEqual(digestOf(secret, timestamp, body), Buffer.from(hex, 'hex')) ? undefined : 'wrong';
}

function digestOf(secret: string, timestamp: string, body: Buffer | string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}
