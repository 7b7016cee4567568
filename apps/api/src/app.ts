import { DomainError, OPERATIONS } from '@herald/shared';
import type { Operation, OperationId } from '@herald/shared';
import type { Logger } from '@herald/platform';
import express from 'express';
import type { Express, RequestHandler, Router } from 'express';
import helmet from 'helmet';

import { docsRouter } from './http/docs.router.ts';
import { handleErrors, notFound } from './http/error-handler.ts';
import { jsonBody, signedJsonBody } from './http/json-body.ts';
import { requestLog } from './http/request-log.ts';
import { mountOperation } from './http/route.ts';
import type { Endpoint, Endpoints } from './http/route.ts';
import { webAppRouter } from './http/web-app.router.ts';

// Swagger UI sets inline styles; scripts come from this origin only.
const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
});

/**
 * The API, its documentation and the web app on one origin.
 *
 * @param receiptSecret what delivery receipts are signed with; without it none is verified.
 */
export function createApp(
  endpoints: Partial<Endpoints>,
  logger: Logger,
  webDir: string | undefined,
  receiptSecret?: string,
): Express {
  const app = express();
  app.disable('x-powered-by');
  // One value per name: `?limit=1&limit=2` and `?limit[a]=1` are refused by the contracts.
  app.set('query parser', 'simple');
  app.use(requestLog(logger));
  app.use(securityHeaders);
  app.use(apiRouter(endpoints, receiptSecret));
  app.use(docsRouter());
  if (webDir !== undefined) app.use(webAppRouter(webDir));
  app.use(notFound);
  app.use(handleErrors);
  return app;
}

/** The operations that this process answers. */
export function apiRouter(endpoints: Partial<Endpoints>, receiptSecret?: string): Router {
  const router = express.Router();
  const signedBody = receiptSecret === undefined ? jsonBody : signedJsonBody(receiptSecret);
  const bodyOf = (operation: Operation) => (operation.signed ? signedBody : jsonBody);
  const ids = (Object.keys(OPERATIONS) as OperationId[]).filter((id) => endpoints[id] !== undefined);
  // Fixed paths before those with parameters: `/api/campaigns/history` is no id.
  const inOrder = ids.sort(
    (a, b) => Number(OPERATIONS[a].path.includes('{')) - Number(OPERATIONS[b].path.includes('{')),
  );
  for (const path of new Set(inOrder.map((id) => OPERATIONS[id].path))) {
    const ofPath = inOrder.filter((id) => OPERATIONS[id].path === path);
    for (const id of ofPath) mountOperation(router, id, endpoints[id] as Endpoint<typeof id>, bodyOf(OPERATIONS[id]));
    refuseOtherMethods(router, path);
  }
  return router;
}

function refuseOtherMethods(router: Router, path: string): void {
  const operations: Operation[] = Object.values(OPERATIONS);
  const allowed = operations.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase());
  router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new DomainError('method_not_allowed', `${request.method} is not possible here, only ${allowed.join(', ')}`);
  });
}
