import { once } from 'node:events';
import path from 'node:path';

import { DomainError, invalidInput, OPERATIONS } from '@herald/shared';
import type {
  Operation,
  OperationBody,
  OperationHeaders,
  OperationId,
  OperationOutput,
  OperationParams,
  OperationQuery,
} from '@herald/shared';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';

import type { Caller } from '../access/caller.ts';
import { callerOf } from '../access/callers.ts';
import type { CallerSession } from '../auth/caller-session.ts';
import type { Door } from './door.ts';
import { isReplayed } from './effects.ts';
import type { AdmittedCall, Effects } from './effects.ts';
import { jsonBody } from './json-body.ts';
import { signedCallHandlers } from './signed-calls.ts';
import type { SigningSecrets } from './signed-calls.ts';

/** What a controller's method gets: parsed by the operation's contract. */
export interface CallInput<K extends OperationId> {
  params: OperationParams<K>;
  query: OperationQuery<K>;
  /** Those that the operation reads. */
  headers: OperationHeaders<K>;
  body: OperationBody<K>;
  caller: Caller;
  /** The session of the call, for those that sign in and out. */
  session: () => CallerSession;
  /** Aborted when the caller goes away before it has its answer. */
  signal: AbortSignal;
}

/** What a controller's method answers. */
export interface Reply<K extends OperationId> {
  status: keyof (typeof OPERATIONS)[K]['responses'] & number;
  body: ReplyBody<K>;
  /** Cursor of the next page, when there is one. */
  next?: string | undefined;
  /** What is answered instead when the call is repeated with its `Idempotency-Key`: a secret is shown once. */
  replay?: ReplyBody<K>;
  /** It turned out that there was nothing to change, which is nothing for the audit log. */
  changedNothing?: boolean;
  /** What the audit log says of it besides the `audit` of its operation. */
  alsoDone?: readonly string[];
}

type ReplyBody<K extends OperationId> = (typeof OPERATIONS)[K] extends { contentType: string }
  ? WriteText
  : OperationOutput<K>;

/**
 * Writes an answer that is text, piece by piece; `send` waits until the caller has room for
 * more. What it throws before the first piece is answered as any other refusal.
 */
type WriteText = (send: (text: string) => Promise<void>) => Promise<void>;

export type Endpoint<K extends OperationId> = (input: CallInput<K>) => Promise<Reply<K>>;

/** Every operation with the method that answers it. */
export type Endpoints = { [K in OperationId]: Endpoint<K> };

/** What stands around every endpoint. */
export interface Surroundings {
  door: Door;
  effects: Effects;
  secrets: SigningSecrets;
}

/** Serves one operation: lets the caller in, parses the call, asks the endpoint, writes the answer. */
export function mountOperation<K extends OperationId>(
  router: Router,
  id: K,
  endpoint: Endpoint<K>,
  { door, effects, secrets }: Surroundings,
): void {
  const operation: Operation = OPERATIONS[id];
  const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const { check, readBody } = signatureOf(operation, secrets);
  const handle: RequestHandler = async (request, response) => {
    const input = parseCall<K>(operation, request);
    const signal = signalOf(response);
    const caller = callerOf(request);
    const answer = await effects.run(admitted(id, operation, caller, request), () =>
      endpoint({ ...input, caller, session: () => door.sessionOf(request, response), signal }),
    );
    response.status(answer.status);
    if (isReplayed(answer)) return sendReplayed(response, answer.json);
    if (answer.next !== undefined) response.setHeader('Link', `<${nextPage(request, answer.next)}>; rel="next"`);
    if (operation.contentType === undefined) response.json(answer.body);
    else await sendText(request, response, operation, answer.body as WriteText, signal);
  };
  // Who may not call is refused before anything of the body is read.
  router[operation.method](route, ...door.guard(id, operation), ...check, ...readersOf(operation, readBody), handle);
}

function signatureOf(operation: Operation, secrets: SigningSecrets) {
  const signed = signedCallHandlers(operation, secrets);
  return signed === undefined
    ? { check: [], readBody: jsonBody }
    : { check: [signed.check], readBody: signed.readBody };
}

function admitted(id: OperationId, operation: Operation, caller: Caller, request: Request): AdmittedCall {
  return {
    id,
    operation,
    caller,
    // As `requestLog` made it.
    requestId: request.id as string,
    url: request.originalUrl,
    params: request.params,
    query: request.query,
    body: request.body as unknown,
    idempotencyKey: request.get('idempotency-key'),
  };
}

function sendReplayed(response: Response, json: string): void {
  const isRefusal = response.statusCode >= 400;
  response.setHeader('Idempotency-Replayed', 'true');
  response.type(isRefusal ? 'application/problem+json' : 'application/json').send(json);
}

function readersOf(operation: Operation, parseBody: RequestHandler): RequestHandler[] {
  if (operation.body === undefined) return [];
  return operation.bodyOptional ? [fillIn, requireJson, parseBody] : [requireJson, parseBody];
}

/** A call that brings no body at all is one that leaves everything in it out. */
const fillIn: RequestHandler = (request, _response, next) => {
  // Some clients say of no body that it has no bytes, others say nothing.
  const { 'content-length': length = '0', 'transfer-encoding': transfer } = request.headers;
  if (transfer === undefined && Number(length) === 0) request.body = {};
  next();
};

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.body !== undefined || request.is('application/json')) return next();
  throw new DomainError('unsupported_media_type', 'the body must be JSON, with Content-Type: application/json');
};

/** Too many rows are refused before each of them is looked at. */
function refuseTooManyRows(operation: Operation, body: unknown): void {
  const { maxRows } = operation;
  if (maxRows === undefined || !Array.isArray(body) || body.length <= maxRows) return;
  throw new DomainError('too_large', `a call takes at most ${maxRows} rows, this one has ${body.length}`);
}

type ParsedCall<K extends OperationId> = Omit<CallInput<K>, 'signal' | 'caller' | 'session'>;

function parseCall<K extends OperationId>(operation: Operation, request: Request): ParsedCall<K> {
  refuseTooManyRows(operation, request.body);
  return {
    params: parsePart(operation.params, request.params),
    query: parsePart(operation.query, request.query),
    headers: operation.headers && parsePart(operation.headers, request.headers),
    body: operation.body && parsePart(operation.body, request.body),
  } as ParsedCall<K>;
}

/** The caller is gone when the connection closes before the answer is written. */
function signalOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new CallerGone());
  });
  return controller.signal;
}

/** The call gets no answer: its connection is closed. */
export class NoAnswer extends Error {
  override readonly name: string = 'NoAnswer';
}

/** Nobody waits for the answer any more. */
export class CallerGone extends NoAnswer {
  override readonly name = 'CallerGone';
}

function parsePart(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** How long a caller may take nothing of an answer that is not finished. */
const STALLED_MS = 60_000;

/** What the head of an answer says of the text that follows. */
const TEXT_HEADERS: Record<
  NonNullable<Operation['contentType']>,
  (response: Response, operation: Operation) => void
> = {
  // The name as which browsers keep it; its end says of what type it is.
  'text/csv': (response, operation) => response.attachment(path.posix.basename(operation.path)),
  'text/event-stream': (response) =>
    response.set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Whoever packs it would keep it back until there is enough to pack.
      'Cache-Control': 'no-store, no-transform',
      // Some proxies keep an answer back until it is whole.
      'X-Accel-Buffering': 'no',
      // It has been open for so long that nothing else waits for the connection.
      Connection: 'close',
    }),
};

/** Of an answer to HEAD there is only the head. */
class OnlyHeadWanted extends Error {}

async function sendText(
  request: Request,
  response: Response,
  operation: Operation,
  write: WriteText,
  signal: AbortSignal,
): Promise<void> {
  const { contentType } = operation;
  try {
    await write(async (text) => {
      if (!response.headersSent && contentType !== undefined) TEXT_HEADERS[contentType](response, operation);
      if (request.method === 'HEAD') throw new OnlyHeadWanted();
      if (response.write(text)) return;
      const drained = once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(STALLED_MS)]) });
      await drained.catch(() => Promise.reject(new CallerGone()));
    });
  } catch (error) {
    if (!(error instanceof OnlyHeadWanted)) throw error;
  }
  response.end();
}

/** The address of this page with another cursor. */
function nextPage(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://herald');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}
