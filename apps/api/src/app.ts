import { DomainError, OPERATIONS } from '@herald/shared';
import type { Operation, OperationId } from '@herald/shared';
import type { Logger, Registry } from '@herald/platform';
import express from 'express';
import type { Express, RequestHandler, Router } from 'express';

import { declareAccess } from './access/declared-access.ts';
import { docsRouter } from './http/docs.router.ts';
import { handleErrors, notFound } from './http/error-handler.ts';
import { measureCalls } from './http/http-metrics.ts';
import { requestLog } from './http/request-log.ts';
import { traceRequests } from './http/request-trace.ts';
import { mountOperation } from './http/route.ts';
import type { Endpoint, Endpoints, Surroundings } from './http/route.ts';
import { securityHeaders } from './http/security-headers.ts';
import { webAppRouter } from './http/web-app.router.ts';

export interface AppParts extends Surroundings {
  endpoints: Partial<Endpoints>;
  logger: Logger;
  /** Where calls are measured; without it they are not. */
  registry?: Registry;
  /** The built web app; without it none is served. */
  webDir?: string | undefined;
  /** Whether the documentation of the API is served. */
  hasDocs?: boolean;
  /** Whether browsers are told never to come without TLS again. */
  isProduction?: boolean;
  /** Which proxies are believed, as Express takes it; by default none. */
  trustProxy?: number | string[] | undefined;
  /** Before every route, each with what it is to its callers. */
  middleware?: RequestHandler[];
  /** The routes that are no operations of the API, as those on the way to Google and back. */
  routers?: Router[];
}

/** The API, its documentation and the web app on one origin. */
export function createApp(parts: AppParts): Express {
  const { logger, registry, webDir, hasDocs = true, isProduction = false, middleware = [], routers = [] } = parts;
  const app = express();
  app.disable('x-powered-by');
  // One value per name: `?limit=1&limit=2` and `?limit[a]=1` are refused by the contracts.
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.trustProxy ?? false);
  if (registry !== undefined) app.use(declareAccess('passes on', measureCalls(registry)));
  app.use(declareAccess('passes on', requestLog(logger)));
  app.use(declareAccess('passes on', traceRequests));
  for (const handler of securityHeaders({ isProduction })) app.use(declareAccess('passes on', handler));
  for (const handler of middleware) app.use(declareAccess('passes on', handler));
  app.use(apiRouter(parts));
  for (const router of routers) app.use(router);
  if (hasDocs) app.use(docsRouter());
  if (webDir !== undefined) app.use(webAppRouter(webDir));
  app.use(declareAccess('passes on', notFound));
  app.use(handleErrors);
  return app;
}

/** The operations that this process answers. */
function apiRouter({ endpoints, ...surroundings }: AppParts): Router {
  const router = express.Router();
  const ids = (Object.keys(OPERATIONS) as OperationId[]).filter((id) => endpoints[id] !== undefined);
  // Fixed paths before those with parameters: `/api/campaigns/history` is no id.
  const inOrder = ids.sort(
    (a, b) => Number(OPERATIONS[a].path.includes('{')) - Number(OPERATIONS[b].path.includes('{')),
  );
  for (const path of new Set(inOrder.map((id) => OPERATIONS[id].path))) {
    const ofPath = inOrder.filter((id) => OPERATIONS[id].path === path);
    for (const id of ofPath) mountOperation(router, id, endpoints[id] as Endpoint<typeof id>, surroundings);
    refuseOtherMethods(router, path);
  }
  return router;
}

function refuseOtherMethods(router: Router, path: string): void {
  const operations: Operation[] = Object.values(OPERATIONS);
  const allowed = operations.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase());
  const refuse: RequestHandler = (request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new DomainError('method_not_allowed', `${request.method} is not possible here, only ${allowed.join(', ')}`);
  };
  router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), declareAccess('passes on', refuse));
}
