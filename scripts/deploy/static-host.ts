import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream';

import { headersAt, rewritten, type VercelFile } from './vercel-file.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Serves a built web app as Vercel does by its vercel.json: a file where there is one, else what the rewrites
 * say; calls go on to the API, with the address of the client. TLS is for a proxy in front.
 */
export class StaticHost {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /** @param api Where the API of this test answers, in place of the one that vercel.json names. */
  static async start(file: VercelFile, { folder, api }: { folder: string; api: string }): Promise<StaticHost> {
    const server = createServer((incoming, response) => void answer(file, { folder, api }, incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StaticHost(server);
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

async function answer(
  file: VercelFile,
  { folder, api }: { folder: string; api: string },
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://host');
  for (const [key, value] of Object.entries(headersAt(file, pathname))) response.setHeader(key, value);
  if (await sendFile(folder, pathname, response)) return;
  const destination = rewritten(file, pathname);
  if (destination?.startsWith('https://')) {
    return passOn(new URL(destination + search), api, incoming, response);
  }
  if (destination === undefined || !(await sendFile(folder, destination, response))) {
    response.writeHead(404).end();
  }
}

/** @returns false where there is no such file. */
async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<boolean> {
  const asked = path.join(folder, pathname);
  const type = TYPES[path.extname(asked)];
  // What has another ending is a page.
  if (type === undefined || !asked.startsWith(folder)) return false;
  try {
    const bytes = await readFile(asked);
    response.setHeader('Content-Type', type);
    response.end(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The call is one to the API's own name, as vercel.json has it; only the way there is another. */
function passOn(to: URL, api: string, incoming: IncomingMessage, response: ServerResponse): void {
  const forwarded = [incoming.headers['x-forwarded-for'], incoming.socket.remoteAddress].join(', ');
  const headers = { ...incoming.headers, host: to.host, 'x-forwarded-for': forwarded };
  const onward = request(new URL(to.pathname + to.search, api), { method: incoming.method, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    pipeline(answered, response, () => {});
  });
  onward.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  pipeline(incoming, onward, () => {});
}
