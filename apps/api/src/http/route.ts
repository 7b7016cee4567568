import { once } from 'node:events';

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

/** What a controller's method gets: parsed by the operation's contract. */
export interface CallInput<K extends OperationId> {
  params: OperationParams<K>;
  query: OperationQuery<K>;
  /** Those that the operation reads. */
  headers: OperationHeaders<K>;
  body: OperationBody<K>;
  /** Aborted when the caller goes away before it has its answer. */
  signal: AbortSignal;
}

/** What a controller's method answers. */
export interface Reply<K extends OperationId> {
  status: keyof (typeof OPERATIONS)[K]['responses'] & number;
  body: ReplyBody<K>;
  /** Cursor of the next page, when there is one. */
  next?: string | undefined;
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

/** Serves one operation: parses the call, asks the endpoint, writes the answer. */
export function mountOperation<K extends OperationId>(
  router: Router,
  id: K,
  endpoint: Endpoint<K>,
  parseBody: RequestHandler,
): void {
  const operation: Operation = OPERATIONS[id];
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const handle: RequestHandler = async (request, response) => {
    const call = parseCall<K>(operation, request);
    const signal = signalOf(response);
    const reply = await endpoint({ ...call, signal });
    if (reply.next !== undefined) response.setHeader('Link', `<${nextPage(request, reply.next)}>; rel="next"`);
    response.status(reply.status);
    if (operation.contentType === undefined) response.json(reply.body);
    else await sendText(response, operation.contentType, reply.body as WriteText, signal);
  };
  router[operation.method](path, ...readersOf(operation, parseBody), handle);
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

function parseCall<K extends OperationId>(operation: Operation, request: Request): Omit<CallInput<K>, 'signal'> {
  refuseTooManyRows(operation, request.body);
  return {
    params: parsePart(operation.params, request.params),
    query: parsePart(operation.query, request.query),
    headers: operation.headers && parsePart(operation.headers, request.headers),
    body: operation.body && parsePart(operation.body, request.body),
  } as Omit<CallInput<K>, 'signal'>;
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

async function sendText(response: Response, contentType: string, write: WriteText, signal: AbortSignal): Promise<void> {
  await write(async (text) => {
    if (!response.headersSent) response.type(contentType).attachment();
    if (response.write(text)) return;
    const drained = once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(STALLED_MS)]) });
    await drained.catch(() => Promise.reject(new CallerGone()));
  });
  response.end();
}

/** The address of this page with another cursor. */
function nextPage(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://herald');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}
