import { DomainError, MAX_BYTES_PER_CALL, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import { findSignatureFault, SIGNATURE_TOLERANCE_SEC } from '@herald/platform';
import type { SignatureFault } from '@herald/platform';
import express from 'express';
import type { RequestHandler } from 'express';

const LIMITS = { limit: MAX_BYTES_PER_CALL, strict: true };

/** Parses JSON bodies of at most 10 MB; anything but a JSON object or array is malformed. */
export const jsonBody = express.json(LIMITS);

const REASONS: Record<SignatureFault, string> = {
  missing: `the call must be signed, with ${TIMESTAMP_HEADER} and ${SIGNATURE_HEADER}`,
  malformed: `${TIMESTAMP_HEADER} must be Unix time in seconds, and ${SIGNATURE_HEADER} sha256= and 64 hexadecimal digits`,
  out_of_time: `${TIMESTAMP_HEADER} is more than ${SIGNATURE_TOLERANCE_SEC} seconds off`,
  wrong: `${SIGNATURE_HEADER} is not that of this body and ${TIMESTAMP_HEADER}`,
};

/** `jsonBody` for calls that are signed: who did not sign the bytes is not told what is wrong with them. */
export function signedJsonBody(secret: string): RequestHandler {
  return express.json({
    ...LIMITS,
    verify: ({ headers }, _response, bytes) => {
      const fault = findSignatureFault(
        secret,
        { timestamp: onlyValue(headers[TIMESTAMP_HEADER]), signature: onlyValue(headers[SIGNATURE_HEADER]) },
        bytes,
        Math.floor(Date.now() / 1_000),
      );
      if (fault !== undefined) throw new DomainError('unauthorized', REASONS[fault]);
    },
  });
}

/** Node joins repeated headers by a comma, which makes them malformed; its types do not know that. */
function onlyValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
