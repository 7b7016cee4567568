import { GoogleGenerativeAIFetchError } from '@google/generative-ai';
import type { AiOutcome } from '@herald/shared';
import { z } from 'zod';

/** A call that brought no answer. */
export interface GeminiFailure {
  outcome: Exclude<AiOutcome, 'answered' | 'malformed'>;
  /** What came instead, as text. */
  received: string | null;
  isRetryable: boolean;
  /** Whether it may be billed all the same. */
  isBilled: boolean;
  httpStatus?: number;
  /** How long the server asks to be left alone. */
  retryAfterMs?: number;
  why?: 'too_long' | 'schema' | 'key' | 'model';
}

const MAX_ERROR_LENGTH = 2_000;
/** As `"3.5s"`. */
const delaySchema = z
  .string()
  .regex(/^\d{1,9}(?:\.\d{1,9})?s$/)
  .transform((delay) => Number(delay.slice(0, -1)));
const retryInfoSchema = z.array(
  z
    .object({ '@type': z.string().endsWith('google.rpc.RetryInfo'), retryDelay: delaySchema })
    .transform(({ retryDelay }) => retryDelay)
    .optional()
    .catch(undefined),
);
const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504];
/**
 * What Gemini says when it does not take a schema. The last one is all that the newer models say of a schema
 * that is too much for them, and of some other calls too, with which another form of the schema does no harm.
 */
const SCHEMA_REFUSALS = /schema|\$ref|\$defs|nesting|too many states|unknown name|contains an invalid argument/i;
const KEY_REFUSALS = /api[ _]key/i;

/** A failure that another try may mend. */
export function retryable(outcome: 'timed_out' | 'cut_off', received: string): GeminiFailure {
  return { outcome, received, isRetryable: true, isBilled: true };
}

/**
 * What an error of the client means.
 *
 * @param heard what had come before it.
 */
export function failureOf(error: unknown, heard: { hasBegun: boolean; text: string }): GeminiFailure {
  if (error instanceof GoogleGenerativeAIFetchError && error.status !== undefined)
    return refusalOf(error, error.status);
  if (heard.hasBegun) return retryable('cut_off', heard.text);
  return { outcome: 'unreachable', received: null, isRetryable: true, isBilled: false };
}

function refusalOf(error: GoogleGenerativeAIFetchError, httpStatus: number): GeminiFailure {
  // Before it stands the address that was called.
  const received = error.message.slice(error.message.indexOf(`[${httpStatus}`)).slice(0, MAX_ERROR_LENGTH);
  const retryAfterMs = retryDelayOf(error);
  const why = whyOf(httpStatus, received);
  return {
    outcome: httpStatus === 429 ? 'rate_limited' : 'failed',
    received,
    isRetryable: RETRIED_STATUSES.includes(httpStatus),
    isBilled: false,
    httpStatus,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(why !== undefined && { why }),
  };
}

function whyOf(httpStatus: number, received: string): GeminiFailure['why'] {
  if (httpStatus === 401 || httpStatus === 403) return 'key';
  if (httpStatus === 404) return 'model';
  if (httpStatus !== 400) return undefined;
  if (KEY_REFUSALS.test(received)) return 'key';
  return SCHEMA_REFUSALS.test(received) ? 'schema' : undefined;
}

/**
 * The `RetryInfo` of an error, where Gemini says how long to wait; the client hands out no headers. It hands
 * out the details unread, which between here and Gemini may be anybody's: they are looked at as what they may be.
 */
function retryDelayOf({ errorDetails }: { errorDetails?: unknown }): number | undefined {
  const seconds = retryInfoSchema.safeParse(errorDetails).data?.find((detail) => detail !== undefined);
  return seconds === undefined ? undefined : seconds * 1_000;
}
