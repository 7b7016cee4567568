import type { IncomingMessage } from 'node:http';

import { DomainError, MAX_BYTES_PER_SIGNED_CALL, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import type { Operation, Signer } from '@herald/shared';
import { findSignatureFault, findSignatureFormFault, SIGNATURE_TOLERANCE_SEC } from '@herald/platform';
import type { SignatureFault } from '@herald/platform';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';

import { SIGNED_BODY_LIMITS } from './json-body.ts';
import { refuseBodyAbove } from './server-limits.ts';

/** Counts a signature that does not stand against the address of the call. @throws DomainError `rate_limited` */
export type CountBadSignature = (request: Request, response: Response) => Promise<void>;

/** What each of them signs its calls with; who has no secret here may leave theirs unsigned. */
export type SigningSecrets = { readonly [S in Signer]?: string | undefined } & {
  readonly countBadSignature?: CountBadSignature | undefined;
};

/** What stands before an operation that takes only signed calls. */
export interface SignedCallHandlers {
  /** Before anything else: who did not sign, or not lately, is told nothing, and brings no body. */
  check: RequestHandler;
  /** In place of `jsonBody`. */
  readBody: RequestHandler;
}

const REASONS: Record<SignatureFault, string> = {
  missing: `the call must be signed, with ${TIMESTAMP_HEADER} and ${SIGNATURE_HEADER}`,
  malformed: `${TIMESTAMP_HEADER} must be Unix time in seconds, and ${SIGNATURE_HEADER} sha256= and 64 hexadecimal digits`,
  out_of_time: `${TIMESTAMP_HEADER} is more than ${SIGNATURE_TOLERANCE_SEC} seconds off`,
  wrong: `${SIGNATURE_HEADER} is not that of this body and ${TIMESTAMP_HEADER}, or without a body of this path and query`,
};

/** Undefined for an operation whose calls need no signature. */
export function signedCallHandlers(
  { access, body }: Pick<Operation, 'access' | 'body'>,
  secrets: SigningSecrets,
): SignedCallHandlers | undefined {
  if (typeof access === 'string') return undefined;
  const secret = secrets[access.signedBy];
  if (secret === undefined) return { check: passOn, readBody: unsignedJsonBody };
  const verifier = { secret, count: secrets.countBadSignature };
  return body === undefined
    ? { check: checkPath(verifier), readBody: passOn }
    : { check: checkForm(verifier), readBody: signedJsonBody(verifier) };
}

interface Verifier {
  secret: string;
  count: CountBadSignature | undefined;
}

const parseUnsigned = express.json(SIGNED_BODY_LIMITS);

/** Where nobody has a secret bodies are no larger than where somebody has. */
const unsignedJsonBody: RequestHandler = (request, response, next) => {
  refuseLongBody(request);
  parseUnsigned(request, response, next);
};

const passOn: RequestHandler = (_request, _response, next) => next();

/** A call without a body is signed by its path and query, as its caller wrote them. */
function checkPath({ secret, count }: Verifier): RequestHandler {
  return async (request, response, next) => {
    const fault = findSignatureFault(secret, signatureOf(request), request.originalUrl, nowSec());
    if (fault !== undefined) await refuse(fault, request, response, count);
    next();
  };
}

/** Whatever can be said of a signature before the body is read. */
function checkForm({ count }: Verifier): RequestHandler {
  return async (request, response, next) => {
    const fault = findSignatureFormFault(signatureOf(request), nowSec());
    if (fault !== undefined) await refuse(fault, request, response, count);
    next();
  };
}

/** `jsonBody` for calls that are signed: who did not sign the bytes is not told what is wrong with them. */
function signedJsonBody({ secret, count }: Verifier): RequestHandler {
  const faults = new WeakMap<object, SignatureFault | 'none'>();
  const parse = express.json({
    ...SIGNED_BODY_LIMITS,
    verify: (request, _response, bytes) => {
      const fault = findSignatureFault(secret, signatureOf(request), bytes, nowSec());
      faults.set(request, fault ?? 'none');
      // Ends the reading before the bytes are parsed; what is answered is said below, once it is counted.
      if (fault !== undefined) throw new Error(fault);
    },
  });
  return async (request, response, next) => {
    refuseLongBody(request);
    const error = await new Promise<unknown>((resolve) => {
      parse(request, response, resolve);
    });
    // Of a body that is not there, or that somebody has read before, no signature was looked at.
    const fault = faults.get(request) ?? (error === undefined ? 'wrong' : 'none');
    if (fault !== 'none') await refuse(fault, request, response, count);
    next(error);
  };
}

/** The parser would read a body off to its end before it says that it is too long. @throws DomainError `too_large` */
function refuseLongBody(request: Request): void {
  refuseBodyAbove(MAX_BYTES_PER_SIGNED_CALL, request);
}

/** @throws DomainError `unauthorized`, or what `count` throws. */
async function refuse(fault: SignatureFault, request: Request, response: Response, count?: CountBadSignature) {
  // Who shows none at all guesses nothing.
  if (fault !== 'missing') await count?.(request, response);
  throw new DomainError('unauthorized', REASONS[fault]);
}

function signatureOf({ headers }: Pick<IncomingMessage, 'headers'>) {
  return {
    timestamp: onlyValue(headers[TIMESTAMP_HEADER]),
    signature: onlyValue(headers[SIGNATURE_HEADER]),
  };
}

/** Node joins repeated headers by a comma, which makes them malformed; its types do not know that. */
function onlyValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function nowSec(): number {
  return Math.floor(Date.now() / 1_000);
}
