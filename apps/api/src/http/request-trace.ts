import { currentCall, isTracing, markFailed, parseTraceparent, runInCall, startServerSpan } from '@herald/platform';
import type { RequestHandler } from 'express';

/** The routes of Herald; not the files of the web app and what watches the process. */
const TRACED = /^\/(api|auth)\//;

/**
 * A span for each request, of the caller's trace where the caller says that it is in one. It says which
 * route was called and how that was answered, never with what.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
  const call = currentCall();
  if (!isTracing() || call === undefined || !TRACED.test(request.path)) return next();
  const { method } = request;
  const attributes = { 'http.request.method': method, 'herald.request_id': call.requestId };
  const span = startServerSpan(method, attributes, parseTraceparent(request.headers.traceparent));
  if (span === undefined) return next();
  response.once('close', () => {
    // Known once a route has taken it.
    const route = (request.route as { path?: unknown } | undefined)?.path;
    if (typeof route === 'string') span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    const { headersSent, statusCode } = response;
    if (headersSent) span.setAttribute('http.response.status_code', statusCode);
    if (!headersSent) markFailed(span, 'no_answer');
    else if (statusCode >= 500) markFailed(span, String(statusCode));
    span.end();
  });
  runInCall({ ...call, span: span.spanContext() }, next);
};
