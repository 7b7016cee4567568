import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';

import { Gate } from './gate.ts';
import { until } from './until.ts';

let gate: Gate;
let server: Server;
const asked: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];

beforeEach(async () => {
  asked.length = 0;
  server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      asked.push({ url: incoming.url, headers: incoming.headers, body });
      response.writeHead(429, { 'retry-after': '7' }).end(`answer ${asked.length}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  gate = await Gate.start();
  gate.target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await gate.stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const call = (body: string, signal?: AbortSignal) =>
  request(`${gate.url}/path?x=1`, {
    method: 'POST',
    headers: { 'idempotency-key': `key of ${body}`, 'x-signature': 'signed' },
    body,
    ...(signal ? { signal } : {}),
  });

describe('the gate', () => {
  it('passes on what the caller says, and how it is answered', async () => {
    const answer = await call('one');
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
    expect(await answer.body.text()).toBe('answer 1');
    expect(asked).toMatchObject([{ url: '/path?x=1', headers: { 'x-signature': 'signed' }, body: 'one' }]);
    expect(gate.passed).toEqual([{ key: 'key of one', answer: 'answer 1' }]);
  });

  it('keeps calls that are such, and lets the others through', async () => {
    gate.keepCalls((body) => body === 'kept');
    const kept = call('kept');
    await (await call('other')).body.text();
    await gate.untilKept(1);
    expect(gate.keptKeys).toEqual(['key of kept']);
    expect(asked.map(({ body }) => body)).toEqual(['other']);
    gate.openUp();
    expect(await (await kept).body.text()).toBe('answer 2');
  });

  it('keeps answers of what was done', async () => {
    gate.keepAnswers();
    const answer = call('one');
    await gate.untilKept(1);
    expect(asked).toHaveLength(1);
    gate.openUp();
    expect(await (await answer).body.text()).toBe('answer 1');
  });

  it('forgets the calls of a caller that is gone', async () => {
    gate.keepCalls();
    const caller = new AbortController();
    const given = expect(call('one', caller.signal)).rejects.toThrow();
    await gate.untilKept(1);
    caller.abort();
    await given;
    await until(() => gate.keptKeys.length === 0, 'the gate keeps nothing');
    gate.openUp();
    await (await call('two')).body.text();
    expect(asked.map(({ body }) => body)).toEqual(['two']);
  });
});
