import { problemSchema } from '@herald/shared';
import type { ErrorCode, Problem } from '@herald/shared';
import type { z } from 'zod';

import { noteReachable } from './connection.ts';

const TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;
const NOT_FOUND = 404;

/**
 * What went wrong with a call. `refused`: Herald answered with a problem. `unreachable`: nothing
 * answered, or something between us and Herald. `timed_out`: no answer in time, so that what was
 * asked may have been done. `not_understood`: an answer that the contract does not know.
 */
type ApiErrorKind = 'refused' | 'unreachable' | 'timed_out' | 'not_understood';

interface ApiErrorDetails {
  kind?: ApiErrorKind;
  status?: number | undefined;
  code?: ErrorCode | undefined;
  fields?: Readonly<Record<string, string>>;
  requestId?: string | undefined;
  retryAfterSec?: number | undefined;
  cause?: unknown;
}

/** A call that was not answered as the contract says. `message` is fit for the page. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly code: ErrorCode | undefined;
  /** What is wrong with each field of the body or query, by its dotted path, as `address.city`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Under which the server's log knows the call. */
  readonly requestId: string | undefined;
  /** After how many seconds the same call may be tried again, where Herald said so. */
  readonly retryAfterSec: number | undefined;

  constructor(message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = details.kind ?? 'refused';
    this.status = details.status;
    this.code = details.code;
    this.fields = details.fields ?? {};
    this.requestId = details.requestId;
    this.retryAfterSec = details.retryAfterSec;
  }
}

/** Whether Herald does not know who asks: nobody has signed in, or not any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === UNAUTHORIZED;
}

/** Whether what was asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === NOT_FOUND;
}

/** Whether Herald could not be reached at all; the banner on top of the page says so. */
export function isOffline(error: unknown): boolean {
  return error instanceof ApiError && error.kind === 'unreachable';
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Statuses beside 2xx whose body follows the schema too. */
  expectedStatuses?: readonly number[];
  /** With the same key, a repeated call is answered with the first answer and changes nothing. */
  idempotencyKey?: string;
  /** The call goes on when the page is left; its body may be 64 KiB at most. */
  isKeptAlive?: boolean;
}

interface Call {
  method: string;
  /** With its query. */
  address: string;
  body?: unknown;
}

/** One answer, parsed; `next` is the cursor of the next page where there is one. */
export interface Answer<T> {
  data: T;
  next: string | null;
}

/**
 * Calls Herald's API and parses the answer with the contract.
 *
 * @throws {ApiError} when Herald cannot be reached, refuses, or answers something else.
 */
export async function callApi<T>(call: Call, schema: z.ZodType<T>, options: CallOptions = {}): Promise<Answer<T>> {
  const response = await send(call, options);
  const body: unknown = await response.json().catch(() => undefined);
  options.signal?.throwIfAborted();
  if (!response.ok && !options.expectedStatuses?.includes(response.status)) throw refusal(response, body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const requestId = response.headers.get('x-request-id') ?? undefined;
    throw new ApiError('Herald answered something that this page does not understand. Reload it; it may be outdated.', {
      kind: 'not_understood',
      status: response.status,
      requestId,
      cause: parsed.error,
    });
  }
  return { data: parsed.data, next: nextCursor(response.headers.get('link')) };
}

async function send(
  { method, address, body }: Call,
  { signal, timeoutMs = TIMEOUT_MS, idempotencyKey, isKeptAlive = false }: CallOptions,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  try {
    const response = await fetch(address, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(isKeptAlive && { keepalive: true }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    noteReachable(true);
    return response;
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) throw new ApiError('Herald did not answer in time.', { kind: 'timed_out', cause: error });
    noteReachable(false);
    throw new ApiError('Herald cannot be reached. Is it running?', { kind: 'unreachable', cause: error });
  }
}

function refusal(response: Response, body: unknown): ApiError {
  const problem = problemSchema.safeParse(body).data;
  return new ApiError(problem?.detail ?? `Herald answered with status ${response.status}.`, {
    // Herald says what is wrong; a bare 502 or 504 comes from something in front of it.
    kind: problem === undefined && response.status > 500 ? 'unreachable' : 'refused',
    status: response.status,
    code: problem?.code,
    fields: fieldsOf(problem),
    requestId: problem?.requestId ?? response.headers.get('x-request-id') ?? undefined,
    retryAfterSec: secondsOf(response.headers.get('retry-after')),
  });
}

function fieldsOf(problem: Problem | undefined): Record<string, string> {
  return Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message]));
}

function secondsOf(retryAfter: string | null): number | undefined {
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** The cursor in a `Link` header: `</api/customers?cursor=…>; rel="next"`. */
function nextCursor(link: string | null): string | null {
  const address = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1];
  return address === undefined ? null : new URL(address, window.location.origin).searchParams.get('cursor');
}

/** What was thrown, as an error whose message is fit for the page. */
export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
