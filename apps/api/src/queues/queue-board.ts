import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { AppViewRoute, BullBoardRequest, ControllerHandlerReturnType } from '@bull-board/api/typings/app';
import { ExpressAdapter } from '@bull-board/express';
import type { InspectableQueue, Logger, Queues } from '@herald/platform';
import type { RequestHandler } from 'express';

/** A change that somebody asks of the board. */
export interface QueueChange {
  /** Those of the call, by which its maker is known. */
  headers: object;
  /** The queue and what is done to it, as `deliveryQueue/clean/failed`. */
  what: string;
}

export interface QueueBoardDependencies {
  queues: Pick<Queues, 'inspect'>;
  /** Where it is mounted. */
  basePath: string;
  /** Called before anything is changed, which it then is not if this fails; so it tells of an attempt. */
  note: (change: QueueChange) => Promise<void>;
  logger: Logger;
}

const requireHere = createRequire(import.meta.url);
/** The board's own pages, scripts and styles. */
const uiDir = path.dirname(
  createRequire(requireHere.resolve('@bull-board/api')).resolve('@bull-board/ui/package.json'),
);
const API = '/api/queues/';

/** Bull Board over Herald's queues, on whichever backend they run. Who may call it is decided before. */
export function queueBoard({ queues, basePath, note, logger }: QueueBoardDependencies): RequestHandler[] {
  const adapter = new BoardServer(basePath, logger);
  const { addQueue } = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: {
      uiBasePath: uiDir,
      uiConfig: {
        boardTitle: 'Herald queues',
        // It leads to a site of its makers.
        hideDocsLink: true,
        miscLinks: [{ text: 'Back to Herald', url: '/' }],
      },
      handlerHooks: {
        before: async ({ method, route, request }) => {
          if (method !== 'get' && request !== undefined) await note(changeOf(route, request));
        },
      },
    },
  });
  const shown = new Map<string, InspectableQueue>();
  const showQueues: RequestHandler = (_request, _response, next) => {
    for (const queue of queues.inspect()) {
      if (shown.get(queue.name) === queue) continue;
      shown.set(queue.name, queue);
      addQueue(new BullMQAdapter(queue));
    }
    next();
  };
  return [showQueues, adapter.handler()];
}

function changeOf(route: string, { params, headers }: BullBoardRequest): QueueChange {
  const values: Record<string, string> = params;
  const what = route.slice(API.length).replaceAll(/:(\w+)/g, (_name, key: string) => values[key] ?? '');
  return { headers, what };
}

/** Bull Board's own server, with a page that asks nothing of other sites and needs no inline styles. */
class BoardServer extends ExpressAdapter {
  private readonly logger: Logger;

  constructor(basePath: string, logger: Logger) {
    super();
    this.logger = logger;
    this.setBasePath(basePath);
    this.app.disable('x-powered-by');
  }

  handler(): RequestHandler {
    return this.app as RequestHandler;
  }

  override setEntryRoute({ method, route }: AppViewRoute): this {
    const page = pageOf(`${this.basePath}/`, JSON.stringify(this.uiConfig));
    this.app[method](route, (_request, response) => void response.type('html').send(page));
    return this;
  }

  /** What was thrown is for the log: it may name what is behind. */
  override setErrorHandler(): this {
    return super.setErrorHandler((error: Error & { statusCode?: unknown }): ControllerHandlerReturnType => {
      // Of a body that cannot be read.
      const isCallers = error.statusCode === 400;
      if (!isCallers) this.logger.error({ err: error }, 'queues.board.failed');
      return { status: isCallers ? 400 : 500, body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } } };
    });
  }
}

/** The board's own page without what it loads from elsewhere (a font) and what its policy forbids (inline styles). */
function pageOf(base: string, uiConfig: string): string {
  const built = readFileSync(path.join(uiDir, 'dist/index.ejs'), 'utf8');
  const styles = [...built.matchAll(/<link href="(static\/css\/[\w.-]+)" rel="stylesheet">/g)];
  const scripts = [...built.matchAll(/<script defer src="(static\/js\/[\w.-]+)"><\/script>/g)];
  if (styles.length === 0 || scripts.length === 0)
    throw new Error('the page of Bull Board is another one than expected');
  return `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <base href="${base}" />
    <title>Queues · Herald</title>
    <link rel="icon" type="image/svg+xml" href="static/images/logo.svg" />
    ${styles.map(([, href]) => `<link rel="stylesheet" href="${href}" />`).join('\n    ')}
  </head>
  <body class="preload">
    <script id="__UI_CONFIG__" type="application/json">${uiConfig.replaceAll('<', String.raw`\u003c`)}</script>
    <div id="root"></div>
    ${scripts.map(([, src]) => `<script defer src="${src}"></script>`).join('\n    ')}
  </body>
</html>
`;
}
