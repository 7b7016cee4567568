import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';

import { afterEach, describe, expect, it } from '@jest/globals';
import { MAX_BYTES_PER_CALL } from '@herald/shared';
import { createLogger } from '@herald/platform';
import express from 'express';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { handleErrors } from './error-handler.ts';
import { requestLog } from './request-log.ts';
import { createLimitedServer, refuseLargeBody, serverLimits, withinLimits } from './server-limits.ts';
import type { ServerLimits } from './server-limits.ts';

/** Nothing is cut within the time of a test, unless the test says so. */
const PATIENT: ServerLimits = {
  headersMs: 30_000,
  requestMs: 30_000,
  checkEveryMs: 20,
  keepAliveMs: 30_000,
  idleMs: 30_000,
  answerMs: 30_000,
  lingerMs: 30_000,
  maxBytes: 1_000_000,
  maxConnections: 10,
};
const SHORT_MS = 150;
const DRIP_MS = 10;
const DONE = 'HTTP/1.1 200 OK';

let server: Server;
const clients = new Set<Socket>();
const timers = new Set<NodeJS.Timeout>();

const answerAtOnce: RequestListener = (_request, response) => void response.end('done');

async function serve(answer: RequestListener, limits: Partial<ServerLimits>): Promise<void> {
  const all = { ...PATIENT, ...limits };
  server = createLimitedServer(all);
  server.on('request', withinLimits(answer, all));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}
afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  for (const client of clients) client.destroy();
  clients.clear();
  await new Promise((resolve) => server.close(resolve));
});

/** A client that sends what it is told, and nothing by itself. */
function open(): Socket {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  clients.add(client);
  return client;
}

/** Sends `text` again and again, in time with a clock. */
function drip(client: Socket, text: string): void {
  timers.add(setInterval(() => client.write(text), DRIP_MS));
}

/** Everything that a client gets until its connection is closed. */
async function untilClosed(client: Socket): Promise<string> {
  let heard = '';
  client.setEncoding('utf8').on('data', (text: string) => (heard += text));
  await new Promise((resolve) => client.once('close', resolve));
  return heard;
}

const connections = () => promisify<number>((done) => server.getConnections(done))();
const untilNobodyIsConnected = () => eventually(async () => expect(await connections()).toBe(0));

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n';
const POST = 'POST / HTTP/1.1\r\nHost: x\r\n';

describe('a client that is slow', () => {
  it('to say anything is cut', async () => {
    await serve(answerAtOnce, { headersMs: SHORT_MS });
    await untilClosed(open());
  });

  it('with its header is told so and cut', async () => {
    await serve(answerAtOnce, { headersMs: SHORT_MS });
    const client = open();
    client.write(`${GET}X-Slow: `);
    drip(client, 'x');
    expect(await untilClosed(client)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('with its body is told so and cut, whether the body is read or not', async () => {
    for (const answer of [(() => {}) as RequestListener, ((request) => void request.resume()) as RequestListener]) {
      await serve(answer, { headersMs: SHORT_MS, requestMs: SHORT_MS });
      const client = open();
      client.write(`${POST}Content-Length: 1000000\r\n\r\n`);
      drip(client, 'x');
      expect(await untilClosed(client)).toMatch(/^HTTP\/1\.1 408 /);
      await new Promise((resolve) => server.close(resolve));
    }
    await serve(answerAtOnce, {});
  });

  it('to take an answer is cut', async () => {
    const large = 'x'.repeat(50_000_000);
    await serve((_request, response) => void response.end(large), { answerMs: SHORT_MS });
    const client = open();
    client.pause();
    client.write(`${GET}\r\n`);
    await eventually(async () => expect(await connections()).toBe(1));
    await untilNobodyIsConnected();
  });

  it('to ask again is let go', async () => {
    await serve(answerAtOnce, { keepAliveMs: SHORT_MS });
    const client = open();
    client.write(`${GET}\r\n`);
    expect(await untilClosed(client)).toContain(DONE);
  });

  it('is cut when nothing moves at all', async () => {
    await serve(() => {}, { idleMs: SHORT_MS });
    const client = open();
    client.write(`${GET}\r\n`);
    expect(await untilClosed(client)).toBe('');
  });
});

it('an honest call may take longer to answer than to ask', async () => {
  const answerLater: RequestListener = (request, response) => {
    request.resume();
    timers.add(setTimeout(() => response.end('done'), 4 * SHORT_MS));
  };
  await serve(answerLater, { headersMs: SHORT_MS, requestMs: SHORT_MS, answerMs: SHORT_MS, lingerMs: SHORT_MS });
  const client = open();
  client.write(`${POST}Content-Length: 2\r\nConnection: close\r\n\r\n{}`);
  expect(await untilClosed(client)).toContain(DONE);
});

it('a slow call may take all the time that computing an audience may', () => {
  const limits = serverLimits({ FREEZE_TIMEOUT_MS: 3_600_000, HTTP_MAX_CONNECTIONS: 7 });
  expect(limits.idleMs).toBeGreaterThan(3_600_000);
  expect(limits.maxConnections).toBe(7);
  expect(limits.maxBytes).toBeGreaterThan(MAX_BYTES_PER_CALL);
});

describe('a header', () => {
  const ask = async (header: string) => {
    await serve(answerAtOnce, {});
    const client = open();
    client.write(`${GET}Connection: close\r\n${header}\r\n`);
    return (await untilClosed(client)).split('\r\n')[0];
  };
  const many = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}: x\r\n`).join('');

  it('of up to 16 KB is read', async () => {
    expect(await ask(`X-Long: ${'x'.repeat(15_000)}\r\n`)).toBe(DONE);
  });

  it('of 100 lines is read, and of more is not', async () => {
    expect(await ask(many(98))).toBe(DONE);
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(many(99))).toBe('HTTP/1.1 431 Request Header Fields Too Large');
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(many(1_000))).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });

  it('of more than 16 KB is not read', async () => {
    expect(await ask(`X-Long: ${'x'.repeat(17_000)}\r\n`)).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });
});

it('connections beyond the limit are closed as they come, and taken again when there is room', async () => {
  await serve(answerAtOnce, { maxConnections: 2 });
  const first = open();
  open();
  await eventually(async () => expect(await connections()).toBe(2));
  expect(await untilClosed(open())).toBe('');
  first.destroy();
  await eventually(async () => expect(await connections()).toBe(1));
  const next = open();
  next.write(`${GET}Connection: close\r\n\r\n`);
  expect(await untilClosed(next)).toContain(DONE);
});

describe('a body that nobody wants', () => {
  const PIECE = `10000\r\n${'x'.repeat(0x10000)}\r\n`;

  it('is cut when it goes on for long after the answer', async () => {
    await serve(answerAtOnce, { lingerMs: SHORT_MS });
    const client = open();
    client.write(`${GET}Transfer-Encoding: chunked\r\n\r\n`);
    drip(client, '1\r\nx\r\n');
    expect(await untilClosed(client)).toContain(DONE);
  });

  it('is cut when it is large, answered or not', async () => {
    for (const answer of [answerAtOnce, ((request) => void request.resume()) as RequestListener]) {
      await serve(answer, {});
      const client = open();
      client.write(`${GET}Transfer-Encoding: chunked\r\n\r\n`);
      drip(client, PIECE);
      await untilClosed(client);
      await new Promise((resolve) => server.close(resolve));
    }
    await serve(answerAtOnce, {});
  });

  it('may come late, and the connection goes on with the next call', async () => {
    await serve(answerAtOnce, {});
    const client = open();
    client.write(`${GET}Content-Length: 3\r\n\r\nx`);
    await new Promise((resolve) => client.once('data', resolve));
    client.write(`xx${GET}Connection: close\r\n\r\n`);
    expect(await untilClosed(client)).toContain(DONE);
  });
});

describe('a body that says that it is too large', () => {
  const app = express();
  app.use(requestLog(createLogger('test', 'silent')));
  app.use(refuseLargeBody);
  app.all('/', (_request, response) => void response.end('done'));
  app.use(handleErrors);

  const ask = async (method: string, length: number) => {
    await serve(app, { lingerMs: SHORT_MS });
    const client = open();
    client.write(`${method} / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n{`);
    return untilClosed(client);
  };

  it.each(['POST', 'GET'])('is refused before it came (%s)', async (method) => {
    const answer = await ask(method, MAX_BYTES_PER_CALL + 1);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('a call takes at most 10 MB');
  });

  it('is not one that is just not too large', async () => {
    expect(await ask('GET', MAX_BYTES_PER_CALL)).toContain(DONE);
  });
});

describe('a body whose end can be read in two ways', () => {
  it.each([
    ['by its length and by its pieces', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'],
    ['by two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n'],
    ['by a header with a space in its name', 'Transfer-Encoding : chunked\r\n'],
    ['by pieces that are not the last coding', 'Transfer-Encoding: chunked, identity\r\n'],
  ])('(%s) is refused, and what follows is not taken for a call', async (_how, headers) => {
    let calls = 0;
    await serve((request, response) => {
      calls += 1;
      request.resume().on('end', () => response.end('done'));
    }, {});
    const client = open();
    client.write(`${POST}${headers}\r\n0\r\n\r\n${GET}\r\n`);
    expect(await untilClosed(client)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(calls).toBe(0);
  });
});
