/**
 * Where the receipts of "transport only" go: an HTTP handler that parses and validates
 * them, and that is all. A process of its own, started over IPC: it says `ready` with its
 * port, is told how many receipts to expect and says `done` when they were there.
 */
import { createRequire } from 'node:module';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { deliveryReceiptsInput } from '@herald/shared';

type Handler = (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => void;
interface Express {
  (): RequestListener & { use(handler: unknown): void; post(path: string, handler: Handler): void };
  json(): unknown;
}
// The API's own express: nothing else outside of it needs one.
const apiRequire = createRequire(new URL('../../apps/api/package.json', import.meta.url));
const express = apiRequire('express') as Express;

let expected = Infinity;
let received = 0;

const app = express();
app.use(express.json());
app.post('/api/delivery-receipt', (request, response) => {
  received += [deliveryReceiptsInput.parse(request.body)].flat().length;
  response.setHeader('content-type', 'application/json').end('{"success":true}');
  if (received >= expected) process.send?.({ type: 'done' });
});

const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port });
});
process.on('message', ({ count }: { count: number }) => {
  expected = count;
  received = 0;
});
for (const event of ['disconnect', 'SIGTERM'] as const) process.on(event, () => process.exit(0));
