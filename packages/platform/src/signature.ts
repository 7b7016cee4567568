import { createHmac, timingSafeEqual } from 'node:crypto';

import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';

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
 * Signs the bytes of a body, and when that was, so that neither can be exchanged. Of a call that has
 * no body, its path with the query counts as the body, as it stands in the first line of the request:
 * one begins with a slash and the other with a bracket, so neither passes for the other.
 *
 * @returns `sha256=` and the HMAC-SHA256 of the timestamp, a full stop and the body, in hexadecimal.
 */
export function signBody(secret: string, timestampSec: number, body: Buffer | string): string {
  return SCHEME + digestOf(secret, String(timestampSec), body).toString('hex');
}

/**
 * The headers of a call that is signed now; none without a secret.
 *
 * @param content its body, or its path with the query when it has none.
 */
export function signatureHeaders(secret: string | undefined, content: Buffer | string): Record<string, string> {
  if (secret === undefined) return {};
  const timestampSec = Math.floor(Date.now() / 1_000);
  return { [TIMESTAMP_HEADER]: String(timestampSec), [SIGNATURE_HEADER]: signBody(secret, timestampSec, content) };
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
  const shown = readSignature({ timestamp, signature }, nowSec);
  if (typeof shown === 'string') return shown;
  // The time that it takes must not tell how much of a guess was right.
  return timingSafeEqual(digestOf(secret, shown.timestamp, body), shown.digest) ? undefined : 'wrong';
}

/**
 * What is wrong with a signature whatever was signed, so that nobody need read that first.
 *
 * @param nowSec Unix time in seconds.
 */
export function findSignatureFormFault(headers: SignatureHeaders, nowSec: number): SignatureFault | undefined {
  const shown = readSignature(headers, nowSec);
  return typeof shown === 'string' ? shown : undefined;
}

function readSignature({ timestamp, signature }: SignatureHeaders, nowSec: number) {
  if (timestamp === undefined || signature === undefined) return 'missing';
  const hex = signature.slice(SCHEME.length);
  // Buffer.from() would pass over what is not hexadecimal.
  if (!UNIX_SECONDS.test(timestamp) || !signature.startsWith(SCHEME) || !DIGEST_HEX.test(hex)) return 'malformed';
  if (Math.abs(nowSec - Number(timestamp)) > SIGNATURE_TOLERANCE_SEC) return 'out_of_time';
  return { timestamp, digest: Buffer.from(hex, 'hex') };
}

function digestOf(secret: string, timestamp: string, body: Buffer | string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}
