import { problemSchema } from '@herald/shared';
import type { z } from 'zod';

const TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;

/** A call that was not answered as the contract says. `message` is fit for the page. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Statuses beside 2xx whose body follows the schema too. */
  expectedStatuses?: readonly number[];
}

/**
 * GETs JSON from Herald's API and parses it with the contract.
 *
 * @throws {ApiError} when Herald cannot be reached, refuses, or answers something else.
 */
export function getJson<T>(path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  return callJson({ method: 'GET', headers: { accept: 'application/json' } }, path, schema, options);
}

/**
 * POSTs JSON to Herald's API and parses the answer with the contract.
 *
 * @throws {ApiError} as `getJson` does.
 */
export function postJson<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return callJson({ method: 'POST', headers, body: JSON.stringify(body) }, path, schema, {});
}

/** Whether Herald does not know who asks: nobody has signed in, or not any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === UNAUTHORIZED;
}

async function callJson<T>(
  call: RequestInit,
  path: string,
  schema: z.ZodType<T>,
  { signal, expectedStatuses = [] }: CallOptions,
): Promise<T> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      ...call,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ApiError('Herald cannot be reached. Is it running?', undefined, { cause: error });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok && !expectedStatuses.includes(response.status)) {
    const problem = problemSchema.safeParse(body).data;
    throw new ApiError(problem?.detail ?? `Herald answered with status ${response.status}.`, response.status);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new ApiError('Herald answered something this page does not understand.', response.status, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
