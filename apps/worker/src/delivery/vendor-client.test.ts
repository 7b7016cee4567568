import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from '@jest/globals';

import { VendorClient } from './vendor-client.ts';

const MESSAGE = { communicationLogId: 'row-1', customerId: 'customer-1', message: 'Hi' };
const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A client of a vendor that answers as the test says. */
async function clientOf(answer: RequestListener, connections = 2): Promise<VendorClient> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const client = new VendorClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/send?a=1`, connections);
  stops.push(() => client.close());
  return client;
}

const answering =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status).end(body);
const QUEUED = JSON.stringify({ status: 'QUEUED_BY_VENDOR', vendorMessageId: 'v-1' });

describe('the vendor', () => {
  it('is asked with the row as idempotency key', async () => {
    const asked: unknown[] = [];
    const client = await clientOf((request, response) => {
      void json(request).then((body) => {
        const { 'idempotency-key': key, 'content-type': type } = request.headers;
        asked.push([request.method, request.url, key, type, body]);
        response.end(QUEUED);
      });
    });
    expect(await client.send(MESSAGE)).toEqual({ outcome: 'accepted', vendorMessageId: 'v-1' });
    expect(asked).toEqual([['POST', '/send?a=1', 'row-1', 'application/json', MESSAGE]]);
  });

  it.each([400, 401, 404, 409, 422])('that answers %d has refused for good', async (status) => {
    const client = await clientOf(answering(status, 'no'));
    expect(await client.send(MESSAGE)).toEqual({ outcome: 'refused', reason: `the vendor answered ${status}` });
  });

  it.each([408, 425, 429, 500, 502, 503])('that answers %d is asked again', async (status) => {
    const client = await clientOf(answering(status, 'later'));
    expect(await client.send(MESSAGE)).toEqual({ outcome: 'unanswered', reason: `the vendor answered ${status}` });
  });

  it.each(['', 'ok', '{}', '{"status":"SENT","vendorMessageId":"v"}', QUEUED.slice(0, -3)])(
    'that answers 200 with %j is asked again, because nobody knows what it means',
    async (body) => {
      const client = await clientOf(answering(200, body));
      expect(await client.send(MESSAGE)).toMatchObject({ outcome: 'unanswered' });
    },
  );

  it('that hangs up, or is not there, is asked again', async () => {
    const client = await clientOf((request) => request.socket.destroy());
    expect(await client.send(MESSAGE)).toMatchObject({
      outcome: 'unanswered',
      reason: expect.stringContaining('no answer'),
    });
    const nobody = new VendorClient('http://127.0.0.1:9/', 1);
    stops.push(() => nobody.close());
    expect(await nobody.send(MESSAGE)).toEqual({
      outcome: 'unanswered',
      reason: 'no answer from the vendor (ECONNREFUSED)',
    });
  });

  it('never has more calls open than connections', async () => {
    let open = 0;
    let most = 0;
    const client = await clientOf((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      // Long enough for all calls that are under way to arrive.
      setTimeout(() => {
        open -= 1;
        response.end(QUEUED);
      }, 20);
    }, 3);
    await Promise.all(Array.from({ length: 30 }, () => client.send(MESSAGE)));
    expect(most).toBe(3);
  });
});
