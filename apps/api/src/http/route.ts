import { DomainError, invalidInput, OPERATIONS } from '@herald/shared';
import type {
  Operation,
  OperationBody,
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
  body: OperationBody<K>;
}

/** What a controller's method answers. */
export interface Reply<K extends OperationId> {
  status: keyof (typeof OPERATIONS)[K]['responses'] & number;
  body: OperationOutput<K>;
  /** Cursor of the next page, when there is one. */
  next?: string | undefined;
}

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
    send(request, response, await endpoint(parseCall<K>(operation, request)));
  };
  const handlers = operation.body === undefined ? [handle] : [requireJson, parseBody, handle];
  router[operation.method](path, ...handlers);
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json')) return next();
  throw new DomainError('unsupported_media_type', 'the body must be JSON, with Content-Type: application/json');
};

/** Too many rows are refused before each of them is looked at. */
function refuseTooManyRows(operation: Operation, body: unknown): void {
  const { maxRows } = operation;
  if (maxRows === undefined || !Array.isArray(body) || body.length <= maxRows) return;
  throw new DomainError('too_large', `a call takes at most ${maxRows} rows, this one has ${body.length}`);
}

function parseCall<K extends OperationId>(operation: Operation, request: Request): CallInput<K> {
  refuseTooManyRows(operation, request.body);
  return {
    params: parsePart(operation.params, request.params),
    query: parsePart(operation.query, request.query),
    body: operation.body && parsePart(operation.body, request.body),
  } as CallInput<K>;
}

function parsePart(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

function send<K extends OperationId>(request: Request, response: Response, reply: Reply<K>): void {
  if (reply.next !== undefined) response.setHeader('Link', `<${nextPage(request, reply.next)}>; rel="next"`);
  response.status(reply.status).json(reply.body);
}

/** The address of this page with another cursor. */
function nextPage(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://herald');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}
