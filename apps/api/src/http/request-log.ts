import type { ServerResponse } from 'node:http';

import { newId } from '@herald/shared';
import type { Logger } from '@herald/platform';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';

const meant = new WeakSet<ServerResponse>();

/** Says of an answer that it is a failure on purpose, into which nobody needs to look. */
export function failOnPurpose(response: ServerResponse): void {
  meant.add(response);
}

/**
 * One line per request, and its id in `X-Request-Id`. Only the path is logged: query
 * strings hold what people search for.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = newId();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customSuccessMessage: () => 'http.request.answered',
    customErrorMessage: () => 'http.request.failed',
    customLogLevel: (_request, response) => (response.statusCode >= 500 && !meant.has(response) ? 'error' : 'debug'),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}
