import type { IncomingMessage, ServerResponse } from 'node:http';

import { newId } from '@herald/shared';
import { runInCall } from '@herald/platform';
import type { Logger } from '@herald/platform';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';

const meant = new WeakSet<ServerResponse>();

/** Says of an answer that it is a failure on purpose, into which nobody needs to look. */
export function failOnPurpose(response: ServerResponse): void {
  meant.add(response);
}

/**
 * Makes the request a call with an id, which stands in `X-Request-Id` and in every log line that it
 * leads to, here and in workers. The id is always made here: one that callers choose could be that of
 * others, in the log that is to tell them apart.
 */
export function requestLog(logger: Logger): RequestHandler {
  const logLine = requestLine(logger);
  return (request, response, next) =>
    logLine(request, response, () => runInCall({ requestId: request.id as string }, next));
}

/** One line per request. Only the path is logged: query strings hold what people search for. */
function requestLine(logger: Logger) {
  // It is written when the answer is out, of which Node tells outside of the call.
  const withId = ({ id }: IncomingMessage, _response: ServerResponse, line: object) => ({ ...line, requestId: id });
  return pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = newId();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customSuccessObject: withId,
    customErrorObject: (request, response, _error, line: object) => withId(request, response, line),
    customSuccessMessage: () => 'http.request.answered',
    customErrorMessage: () => 'http.request.failed',
    customLogLevel: (_request, response) => (response.statusCode >= 500 && !meant.has(response) ? 'error' : 'debug'),
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}
