import { DomainError, ERROR_STATUS, MAX_BYTES_PER_CALL } from '@herald/shared';
import type { Problem } from '@herald/shared';
import { isDatabaseUnavailable, isPoolExhausted, isStorageRefused } from '@herald/platform';
import type { ErrorRequestHandler, RequestHandler } from 'express';

import { failOnPurpose } from './request-log.ts';
import { NoAnswer } from './route.ts';

const BYTES_PER_MB = 1024 * 1024;
const CANNOT_STORE =
  'the database cannot store anything now (its disk is full, or it is read-only); nothing was stored, try again later';
/** Somebody has to make room, or another database takes over. */
const RETRY_STORING_SEC = 10;

/** For whatever no route serves. */
export const notFound: RequestHandler = (request) => {
  throw new DomainError('not_found', `there is nothing at ${request.method} ${request.path}`);
};

/** Turns every error into `application/problem+json`; unknown ones into a bare 500, logged once. */
export const handleErrors: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  if (error instanceof NoAnswer) return void response.destroy();
  if (response.headersSent) {
    request.log.error({ err: error }, 'http.answer.broken_off');
    // Whoever reads it must see that half of it is missing.
    return void response.destroy();
  }
  const refusal = toDomainError(error);
  if (refusal.code === 'internal' || refusal.code === 'unavailable') {
    // Whoever throws it under that name means it: the mock vendor on a bad day.
    if (refusal === error) failOnPurpose(response);
    else request.log.error({ err: error }, 'http.request.failed');
  }
  // As `requestLog` made it.
  const problem = problemOf(refusal, request.id as string);
  if (refusal.code === 'unauthorized') response.setHeader('WWW-Authenticate', 'Bearer realm="herald"');
  if (refusal.retryAfterSec !== undefined) response.setHeader('Retry-After', String(refusal.retryAfterSec));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
};

/** The body in which a refusal is answered. */
export function problemOf(refusal: DomainError, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: refusal.code.replaceAll('_', ' '),
    status: ERROR_STATUS[refusal.code],
    code: refusal.code,
    detail: refusal.message,
    requestId,
    ...(refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
  };
}

/** Whatever was thrown, as the refusal that is answered. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { type, status, limit } = error as { type?: string; status?: number; limit?: number };
  if (type === 'entity.too.large') {
    return new DomainError('too_large', `a call takes at most ${(limit ?? MAX_BYTES_PER_CALL) / BYTES_PER_MB} MB`);
  }
  if (type === 'entity.parse.failed') return new DomainError('malformed_json', 'the body is not valid JSON');
  if (type?.startsWith('encoding.') || type?.startsWith('charset.')) {
    return new DomainError('unsupported_media_type', 'the body must be UTF-8, plain or compressed with gzip');
  }
  if (error instanceof URIError) return new DomainError('invalid_input', 'the address is not well formed');
  // The JSON parser's word for what it cannot read: a body that breaks off or does not unpack.
  if (status === 400) return new DomainError('malformed_json', 'the body cannot be read to its end');
  if (isPoolExhausted(error)) {
    return new DomainError('unavailable', 'too much is asked at once; nothing was stored, try again');
  }
  if (isStorageRefused(error)) {
    return new DomainError('unavailable', CANNOT_STORE, [], RETRY_STORING_SEC);
  }
  if (isDatabaseUnavailable(error)) {
    return new DomainError('unavailable', 'the database is not available; nothing was stored, try again');
  }
  return new DomainError('internal', 'something went wrong; the request id names it in the log');
}
