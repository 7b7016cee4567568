import { OPERATIONS } from '@herald/shared';
import { Gauge, Histogram } from '@herald/platform';
import type { Registry } from '@herald/platform';
import type { Request, RequestHandler, Response } from 'express';

const BUCKETS_SEC = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];
const MS_PER_SEC = 1_000;

/** The path of each operation, by the pattern by which Express knows it. */
const OPERATION_PATHS = new Map<unknown, string>(
  Object.values(OPERATIONS).map(({ path }) => [path.replaceAll(/\{(\w+)\}/g, ':$1'), path]),
);
/** What is no operation; everything below counts as one route. */
const OTHER_ROUTES = ['/queues', '/auth', '/api/docs', '/api/openapi.json'];
const WEB_APP = '/*';
/** Nothing that Herald serves. */
const NO_ROUTE = 'none';
/** Methods that mean something here: callers may make up others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The caller was gone before the answer was written. */
const NO_STATUS = 'none';

/**
 * Measures every call. Labels have few values, whatever is asked: the route is a path template, never a path.
 * What streams events lasts for as long as its reader wants, and is left out of the durations.
 */
export function measureCalls(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'herald_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer; without streams of events',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SEC,
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: 'herald_http_requests_in_flight',
    help: 'Requests that are not answered to their end, streams of events among them',
    registers: [registry],
  });
  return (request, response, next) => {
    const startedAt = performance.now();
    inFlight.inc();
    // After the end of the answer, or instead of it.
    response.once('close', () => {
      inFlight.dec();
      if (isEventStream(response)) return;
      duration.observe(labelsOf(request, response), (performance.now() - startedAt) / MS_PER_SEC);
    });
    next();
  };
}

function isEventStream(response: Response): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

function labelsOf(request: Request, response: Response) {
  return {
    method: METHODS.has(request.method) ? request.method : 'other',
    route: routeOf(request, response),
    status: response.writableFinished ? String(response.statusCode) : NO_STATUS,
  };
}

function routeOf(request: Request, response: Response): string {
  const { route } = request as { route?: { path: unknown } };
  const operationPath = request.baseUrl === '' ? OPERATION_PATHS.get(route?.path) : undefined;
  if (operationPath !== undefined) return operationPath;
  if (response.statusCode === 404) return NO_ROUTE;
  const [path = ''] = request.originalUrl.split('?');
  return OTHER_ROUTES.find((known) => path === known || path.startsWith(`${known}/`)) ?? WEB_APP;
}
