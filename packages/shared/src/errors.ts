import { z } from 'zod';

/** Every way in which Herald refuses, with the HTTP status that says it. */
export const ERROR_STATUS = {
  invalid_input: 400,
  malformed_json: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  rate_limited: 429,
  unavailable: 503,
  timed_out: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One field that broke the contract. `path` is dotted: `3.address.city`; empty for the whole. */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** The body of every error (RFC 9457, `application/problem+json`). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem', description: 'Why a call was refused (RFC 9457).' });
export type Problem = z.infer<typeof problemSchema>;

/** A refusal whose message may be shown to the caller. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  /** After how many seconds the same call may be tried again, where that is known. */
  readonly retryAfterSec: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, fields: FieldError[] = [], retryAfterSec?: number) {
    super(publicMessage);
    this.code = code;
    this.fields = fields;
    this.retryAfterSec = retryAfterSec;
  }
}

/** The refusal for input that breaks a contract: every bad field by its dotted path. */
export function invalidInput(error: z.ZodError, prefix: string[] = []): DomainError {
  const fields = error.issues.flatMap((issue) => fieldErrors(issue, prefix));
  const first = fields[0];
  const rest = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  const detail = first ? `${first.path || 'the body'}: ${first.message}${rest}` : 'invalid input';
  return new DomainError('invalid_input', detail, fields);
}

function fieldErrors(issue: z.core.$ZodIssue, prefix: string[]): FieldError[] {
  const path = [...prefix, ...issue.path.map(String)];
  const meant = meantBranch(issue);
  if (meant !== undefined) return meant.flatMap((each) => fieldErrors(each, path));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }));
  }
  return [{ path: path.join('.'), message: issue.message }];
}

/** Zod's own words for a value that is none of what a union takes. */
const NOTHING_SAID = 'Invalid input';

/**
 * Of a union such as "one or an array of them", what is wrong with the value as the one thing that
 * it looks like; undefined when that may be several, or when the contract says it in its own words.
 */
function meantBranch(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.message !== NOTHING_SAID) return undefined;
  const likely = issue.errors.filter((branch) => !branch.some(isOfAnotherType));
  return likely.length === 1 ? likely[0] : undefined;
}

const isOfAnotherType = (issue: z.core.$ZodIssue) => issue.code === 'invalid_type' && issue.path.length === 0;
