import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

import { DomainError, MAX_BYTES_PER_CALL } from '@herald/shared';
import type { RequestHandler } from 'express';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
const BYTES_PER_MB = 1024 * 1024;
/** How often the bytes of a body without a length are looked at. */
const BYTES_CHECKED_EVERY_MS = 250;

/** What one connection may take of the server, so that slow clients and greedy ones leave room for others. */
export interface ServerLimits {
  /** From the first byte of a call to the last of its header; also for a connection that says nothing. */
  headersMs: number;
  /** From the first byte of a call to the last of its body. */
  requestMs: number;
  /** How often connections are looked at for the two. */
  checkEveryMs: number;
  /** In which a connection asks nothing more. */
  keepAliveMs: number;
  /** In which nothing moves at all; longer than any call may take. */
  idleMs: number;
  /** For taking the rest of an answer that is finished. */
  answerMs: number;
  /** For what still comes of a body when the call is answered. */
  lingerMs: number;
  /** Bytes of a body that nobody may want. */
  maxBytes: number;
  maxConnections: number;
}

interface LimitsConfig {
  FREEZE_TIMEOUT_MS: number;
  HTTP_MAX_CONNECTIONS: number;
}

/** The limits of a server in earnest. */
export function serverLimits({ FREEZE_TIMEOUT_MS, HTTP_MAX_CONNECTIONS }: LimitsConfig): ServerLimits {
  return {
    headersMs: 15_000,
    // 10 MB in this time are 0.7 Mbit/s.
    requestMs: 120_000,
    checkEveryMs: 5_000,
    keepAliveMs: 5_000,
    idleMs: FREEZE_TIMEOUT_MS + 60_000,
    answerMs: 120_000,
    lingerMs: 5_000,
    maxBytes: 2 * MAX_BYTES_PER_CALL,
    maxConnections: HTTP_MAX_CONNECTIONS,
  };
}

/** A server that answers nothing yet: its listener for `request` belongs into `withinLimits`. */
export function createLimitedServer(limits: ServerLimits): Server {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    keepAliveTimeout: limits.keepAliveMs,
  });
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleMs;
  return server;
}

/** Answers calls by `answer`, and cuts those off that take too much or too long. */
export function withinLimits(answer: RequestListener, limits: ServerLimits): RequestListener {
  return (request, response) => {
    if (request.rawHeaders.length > 2 * MAX_HEADERS) {
      response.writeHead(431, { Connection: 'close' }).end();
      return;
    }
    cutEndlessBody(request, limits);
    cutUnreadAnswer(request, response, limits);
    answer(request, response);
  };
}

/** Whoever says how long the body is, and that it is too long, is told so before any of it is read. */
export const refuseLargeBody: RequestHandler = (request, _response, next) => {
  refuseBodyAbove(MAX_BYTES_PER_CALL, request);
  next();
};

/** The same for calls that may bring less. @throws DomainError `too_large` */
export function refuseBodyAbove(maxBytes: number, { headers }: Pick<IncomingMessage, 'headers'>): void {
  if (Number(headers['content-length'] ?? 0) <= maxBytes) return;
  throw new DomainError('too_large', `a call takes at most ${maxBytes / BYTES_PER_MB} MB`);
}

/** A body that is refused or not wanted is read off to its end, and one without a length may have none. */
function cutEndlessBody(request: IncomingMessage, { maxBytes }: ServerLimits): void {
  const { socket } = request;
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = request.headers;
  if (encoding === undefined && Number(length) <= maxBytes) return;
  const before = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) clearInterval(timer);
    else if (socket.bytesRead - before > maxBytes) socket.destroy();
  }, BYTES_CHECKED_EVERY_MS).unref();
}

/** Neither the answer nor the rest of the body may hold the connection for long once all is said. */
function cutUnreadAnswer(request: IncomingMessage, response: ServerResponse, limits: ServerLimits): void {
  const { socket } = request;
  response.once('prefinish', () => {
    const timer = setTimeout(() => socket.destroy(), limits.answerMs).unref();
    response.once('close', () => clearTimeout(timer));
  });
  response.once('finish', () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, limits.lingerMs).unref();
  });
}
