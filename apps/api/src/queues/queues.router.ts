import { DomainError } from '@herald/shared';
import type { Logger, Queues } from '@herald/platform';
import { Router } from 'express';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';

import { callerOf } from '../access/callers.ts';
import { declareAccess } from '../access/declared-access.ts';
import type { AuditService } from '../audit/audit.service.ts';
import { queueBoardPolicy } from '../http/security-headers.ts';
import { queueBoard } from './queue-board.ts';

const PATH = '/queues';
/** Most characters of what was changed that are told: ids of jobs are short. */
const MOST_TOLD = 200;

export const QUEUES_AUDIT = 'queues.change';

export interface QueuesRouterDependencies {
  queues: Pick<Queues, 'inspect'>;
  /** Lets owners in. */
  guard: RequestHandler[];
  audit: Pick<AuditService, 'record'>;
  logger: Logger;
}

/**
 * The queues themselves, for owners: what waits, runs and failed, and the means to mend it. What they
 * do to a queue loses nothing, because the truth is in PostgreSQL and sweeps publish again.
 */
export function queuesRouter({ queues, guard, audit, logger }: QueuesRouterDependencies): Router {
  const calls = new WeakMap<object, Request>();
  const noteCall: RequestHandler = (request, response, next) => {
    calls.set(request.headers, request);
    // Only the board's own files may be kept.
    if (!request.path.startsWith('/static/')) response.setHeader('Cache-Control', 'no-store');
    next();
  };
  const note = async ({ headers, what }: { headers: object; what: string }): Promise<void> => {
    const request = calls.get(headers);
    if (request === undefined) throw new Error('a change of the queues by nobody');
    await audit.record({
      caller: callerOf(request),
      action: QUEUES_AUDIT,
      detail: what.slice(0, MOST_TOLD),
      requestId: request.id as string,
    });
  };
  const router = declareAccess('queues.manage', Router());
  router.use(PATH, ...guard, noteCall, queueBoardPolicy, ...queueBoard({ queues, basePath: PATH, note, logger }));
  router.use(PATH, showRefusal);
  return router;
}

/** Whoever opens the page sees a page: where to sign in, or why not. Scripts get the refusal as it is. */
const showRefusal: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const isPage = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
  if (!isPage || !(error instanceof DomainError)) return next(error);
  response.setHeader('Cache-Control', 'no-store');
  if (error.code === 'unauthorized') return response.redirect('/sign-in');
  if (error.code !== 'forbidden') return next(error);
  response.status(403).type('html').send(FORBIDDEN);
};

const FORBIDDEN = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Not for you · Herald</title>
  </head>
  <body>
    <main>
      <h1>The queues are for owners</h1>
      <p>Ask an owner of this workspace to look at them, or to make you one.</p>
      <p><a href="/">Back to Herald</a></p>
    </main>
  </body>
</html>
`;
