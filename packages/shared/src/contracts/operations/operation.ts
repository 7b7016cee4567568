import { z } from 'zod';

import type { Access } from '../../access.ts';
import type { ErrorCode } from '../../errors.ts';

/** One call of the API. Routes, controllers and the OpenAPI document are made from these. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  access: Access;
  /** A POST that changes nothing. */
  isQuestion?: boolean;
  /** The parameter of the query with which, as `true`, a call only says what it would do. */
  dryRunBy?: string;
  /** What it does is done to the session of its caller, and so once for each call. */
  changesSession?: boolean;
  /** A question that a model may be asked, on which no transaction may wait: a call that is repeated asks anew. */
  asksModel?: boolean;
  /** Asked by machines that watch: neither limited nor of anybody. */
  isProbe?: boolean;
  /** Under which name the audit log says that it was done; it says nothing of what has none. */
  audit?: `${string}.${string}`;
  /** It works in pages, each committed by itself, so that others need not wait for all of them. */
  worksInPages?: boolean;
  params: z.ZodType;
  query: z.ZodType;
  /** Those that the operation reads, by their names in small letters. */
  headers?: z.ZodType;
  /** Undefined when the call takes no body. */
  body: z.ZodType | undefined;
  /** Whether a call may come without its body, which is then `{}`. */
  bodyOptional?: boolean;
  /** Most rows when the body is an array; one more answers 413. */
  maxRows?: number;
  /** The answers when all is well (and 503 of readiness). */
  responses: Readonly<Record<number, z.ZodType>>;
  /** The type of an answer that is not JSON; its body is then text that is sent as it is made. */
  contentType?: 'text/csv' | 'text/event-stream';
  /** Whether the answer is one page of a list, with the next one in the `Link` header. */
  paged?: boolean;
  /** The refusals beyond those that every call can meet. */
  refusals: readonly ErrorCode[];
}

/** Whether a call that comes again with its `Idempotency-Key` is answered as the first time. */
export function isRepeatable({ method, changesSession, asksModel }: Operation): boolean {
  return method === 'post' && !changesSession && !asksModel;
}

/** What an operation has unless it says otherwise. */
export const base = { params: z.strictObject({}), query: z.strictObject({}), body: undefined };
/** Of every call with a body. */
export const BODY_REFUSALS = [
  'invalid_input',
  'malformed_json',
  'too_large',
  'unsupported_media_type',
] as const satisfies ErrorCode[];

/** Keeps the exact types of operations, which their routes and callers are typed by. */
export const operations = <const T extends Record<string, Operation>>(all: T): T => all;
