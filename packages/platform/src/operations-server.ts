import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ReadinessOutput } from '@herald/shared';
import type { Registry } from 'prom-client';

export interface OperationsServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  registry: Registry;
  /** Whether the process can do its work, and what it asked to find out. */
  readiness: () => Promise<ReadinessOutput>;
}

export interface OperationsServer {
  port: number;
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  type: string;
  text: string;
}

type Routes = Record<string, () => Promise<Answer>>;

const IN_WHICH_TO_ASK_MS = 10_000;

/**
 * What those who run a process ask of it, on a port of its own: `/metrics` for Prometheus, `/healthz` (it is
 * alive) and `/readyz` (it can work; 503 when not). It needs no credentials and tells nothing of anybody, but
 * belongs to the network of those who run Herald.
 *
 * @throws Error with the code `EADDRINUSE` or alike when it cannot listen there.
 */
export async function serveOperations(options: OperationsServerOptions): Promise<OperationsServer> {
  const routes = routesOf(options);
  const server = createServer((request, response) => void answer(routes, request, response));
  server.requestTimeout = IN_WHICH_TO_ASK_MS;
  server.headersTimeout = IN_WHICH_TO_ASK_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Whoever scrapes comes back every few seconds, and keeps its connection for that.
        server.closeAllConnections();
      }),
  };
}

function routesOf({ registry, readiness }: OperationsServerOptions): Routes {
  return {
    '/metrics': async () => ({ status: 200, type: registry.contentType, text: await registry.metrics() }),
    '/healthz': async () => json(200, { status: 'ok' }),
    '/readyz': async () => {
      const ready = await readiness();
      return json(ready.status === 'ready' ? 200 : 503, ready);
    },
  };
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?');
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined) return void response.writeHead(404).end();
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  }
  try {
    const { status, type, text } = await route();
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', text: JSON.stringify(body) };
}
