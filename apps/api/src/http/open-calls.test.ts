import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { OpenCalls } from './open-calls.ts';

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that answers `/wait` when the test says so, and everything else at once. */
async function serve() {
  // Longer than any test: no connection ends because nothing was asked for a while.
  const server = createServer({ keepAliveTimeout: 60_000 });
  const calls = new OpenCalls(server);
  const waiting: ServerResponse[] = [];
  const arrived: (() => void)[] = [];
  server.on(
    'request',
    calls.follow((request, response) => {
      if (request.url?.startsWith('/wait') !== true) return void response.end('ok');
      waiting.push(response);
      arrived.splice(0).forEach((tell) => tell());
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { calls, port, waiting, untilWaiting: () => new Promise<void>((resolve) => arrived.push(resolve)) };
}

/** A connection that a caller keeps open; what comes on it is gathered. */
async function dial(port: number) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  stops.push(() => socket.destroy());
  return { socket, ended, ask: (path: string) => socket.write(get(path)), received: () => received };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: herald\r\n\r\n`;
const untilAnswered = (socket: Socket) => new Promise<void>((resolve) => socket.once('data', () => resolve()));

describe('open calls', () => {
  it('are named, without what was searched for', async () => {
    const { calls, port, untilWaiting } = await serve();
    const caller = await dial(port);
    const waits = untilWaiting();
    caller.ask('/wait?name=Ada');
    await waits;
    expect(calls.describe()).toBe('1 call (GET /wait)');
  });

  it('are answered while connections that ask nothing, or never said anything, are closed at once', async () => {
    const { calls, port, waiting, untilWaiting } = await serve();
    const [busy, idle, silent] = [await dial(port), await dial(port), await dial(port)];
    idle.ask('/');
    await untilAnswered(idle.socket);
    const waits = untilWaiting();
    busy.ask('/wait');
    await waits;

    let isClosed = false;
    const closed = calls.close().then(() => (isClosed = true));
    await Promise.all([idle.ended, silent.ended]);
    expect(isClosed).toBe(false);
    waiting[0]?.end('at last');
    await Promise.all([busy.ended, closed]);
    expect(busy.received()).toMatch(/^HTTP\/1.1 200 [\s\S]*connection: close[\s\S]*at last/i);
  });

  it('that had begun to be answered end their connection too', async () => {
    const { calls, port, waiting, untilWaiting } = await serve();
    const caller = await dial(port);
    const waits = untilWaiting();
    caller.ask('/wait');
    await waits;
    waiting[0]?.write('first');
    const closed = calls.close();
    waiting[0]?.end('last');
    await Promise.all([caller.ended, closed]);
    expect(caller.received()).toMatch(/first[\s\S]*last/);
  });

  it('that begin while it drains are answered, each the last of its connection', async () => {
    const { calls, port } = await serve();
    const caller = await dial(port);
    calls.drain();
    caller.ask('/');
    await caller.ended;
    expect(caller.received()).toMatch(/connection: close/i);
    await calls.close();
  });
});
