import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from '@jest/globals';
import { findSignatureFault, LOOPBACK_ADDRESSES } from '@herald/platform';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';

import { createWorkerMetrics } from '../worker-metrics.ts';
import { VendorClient } from './vendor-client.ts';
import type { VendorClientOptions } from './vendor-client.ts';

const MESSAGE = { communicationLogId: 'row-1', customerId: 'customer-1', message: 'Hi' };
const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A client of a vendor that answers as the test says. */
async function clientOf(answer: RequestListener, options: Partial<VendorClientOptions> = {}) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return clientAt({ url: `${origin}/send?a=1`, lookupUrl: `${origin}/messages/{key}?b=2`, ...options });
}

function clientAt(options: Partial<VendorClientOptions> & { url: string }): VendorClient {
  const { vendorCalls: calls } = createWorkerMetrics();
  const defaults = { lookupUrl: undefined, privateAddresses: LOOPBACK_ADDRESSES, connections: 2, timeoutMs: 5_000 };
  const client = new VendorClient({ ...defaults, calls, ...options });
  stops.push(() => client.close());
  return client;
}

const answering =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status).end(body);
const QUEUED = JSON.stringify({ status: 'QUEUED_BY_VENDOR', vendorMessageId: 'v-1' });

describe('the vendor', () => {
  it('is asked with the idempotency key', async () => {
    const asked: unknown[] = [];
    const client = await clientOf((request, response) => {
      void json(request).then((body) => {
        const { 'idempotency-key': key, 'content-type': type } = request.headers;
        asked.push([request.method, request.url, key, type, body]);
        response.end(QUEUED);
      });
    });
    expect(await client.send(MESSAGE, 'key-1')).toEqual({ outcome: 'accepted', vendorMessageId: 'v-1' });
    expect(asked).toEqual([['POST', '/send?a=1', 'key-1', 'application/json', MESSAGE]]);
  });

  it.each([400, 401, 404, 422])('that answers %d has refused for good', async (status) => {
    const client = await clientOf(answering(status, 'no'));
    expect(await client.send(MESSAGE, 'key-1')).toEqual({
      outcome: 'refused',
      reason: `the vendor answered ${status}`,
    });
  });

  it.each([408, 409, 425, 429, 500, 502, 503])('that answers %d is asked again', async (status) => {
    const client = await clientOf(answering(status, 'later'));
    expect(await client.send(MESSAGE, 'key-1')).toEqual({
      outcome: 'unanswered',
      reason: `the vendor answered ${status}`,
      isTaken: [425, 429, 503].includes(status) ? 'no' : 'unknown',
    });
  });

  it.each([
    ['7', 7_000, 7_000],
    [new Date(Date.now() + 60_000).toUTCString(), 50_000, 60_000],
    ['999999999', 3_600_000, 3_600_000],
    [new Date(0).toUTCString(), 0, 0],
    ['soon', undefined, undefined],
  ])('that answers 429 with Retry-After: %s says for how long to wait', async (header, least, most) => {
    const client = await clientOf((_request, response) => {
      response.writeHead(429, { 'retry-after': header }).end();
    });
    const answer = await client.send(MESSAGE, 'key-1');
    const { retryAfterMs } = answer as { retryAfterMs?: number };
    if (least === undefined || most === undefined) expect(retryAfterMs).toBeUndefined();
    else
      expect([retryAfterMs !== undefined, Number(retryAfterMs) >= least, Number(retryAfterMs) <= most]).toEqual([
        true,
        true,
        true,
      ]);
  });

  it('that takes too long is asked again', async () => {
    const client = await clientOf(() => {}, { timeoutMs: 100 });
    expect(await client.send(MESSAGE, 'key-1')).toMatchObject({ outcome: 'unanswered', isTaken: 'unknown' });
  });

  it.each(['', 'ok', '{}', '{"status":"SENT","vendorMessageId":"v"}', QUEUED.slice(0, -3)])(
    'that answers 200 with %j is asked again, because nobody knows what it means',
    async (body) => {
      const client = await clientOf(answering(200, body));
      expect(await client.send(MESSAGE, 'key-1')).toMatchObject({ outcome: 'unanswered' });
    },
  );

  it('that hangs up, or is not there, is asked again', async () => {
    const client = await clientOf((request) => request.socket.destroy());
    expect(await client.send(MESSAGE, 'key-1')).toMatchObject({
      outcome: 'unanswered',
      reason: expect.stringContaining('no answer'),
    });
    const nobody = clientAt({ url: 'http://127.0.0.1:9/' });
    expect(await nobody.send(MESSAGE, 'key-1')).toEqual({
      outcome: 'unanswered',
      reason: 'no answer from the vendor (ECONNREFUSED)',
      isTaken: 'no',
    });
  });

  it('never has more calls open than connections', async () => {
    let open = 0;
    let most = 0;
    const client = await clientOf(
      (_request, response) => {
        open += 1;
        most = Math.max(most, open);
        // Long enough for all calls that are under way to arrive.
        setTimeout(() => {
          open -= 1;
          response.end(QUEUED);
        }, 20);
      },
      { connections: 3 },
    );
    await Promise.all(Array.from({ length: 30 }, () => client.send(MESSAGE, 'key-1')));
    expect(most).toBe(3);
  });
});

describe('a call to the vendor', () => {
  const SECRET = 'a secret of at least 32 characters';
  const faults: unknown[] = [];
  const verifying: RequestListener = (request, response) => {
    void text(request).then((body) => {
      const { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature } = request.headers as Record<
        string,
        string
      >;
      const content = request.method === 'GET' ? String(request.url) : body;
      faults.push(findSignatureFault(SECRET, { timestamp, signature }, content, Date.now() / 1_000));
      response.end(QUEUED);
    });
  };
  const callBoth = async (client: VendorClient) => {
    faults.length = 0;
    await client.send(MESSAGE, 'key-1');
    await client.find('key/1 é');
    return faults;
  };

  it('is signed with the secret: by its body, or by its path and query', async () => {
    expect(await callBoth(await clientOf(verifying, { secret: SECRET }))).toEqual([undefined, undefined]);
    expect(await callBoth(await clientOf(verifying, { secret: `${SECRET}!` }))).toEqual(['wrong', 'wrong']);
  });

  it('is not signed without one', async () => {
    expect(await callBoth(await clientOf(verifying))).toEqual(['missing', 'missing']);
  });

  it('is not made to a private address, unless that is allowed', async () => {
    let asked = 0;
    const answer: RequestListener = (_request, response) => {
      asked += 1;
      response.end(QUEUED);
    };
    const client = await clientOf(answer, { privateAddresses: [] });
    expect(await client.send(MESSAGE, 'key-1')).toEqual({
      outcome: 'unanswered',
      reason:
        'the vendor was not called: 127.0.0.1 is not a public address (loopback), ' +
        'and OUTGOING_PRIVATE_ADDRESSES does not allow it',
      isTaken: 'no',
    });
    expect(await client.find('key-1')).toEqual({ outcome: 'unanswered' });
    expect(asked).toBe(0);
    expect(await (await clientOf(answer)).send(MESSAGE, 'key-1')).toMatchObject({ outcome: 'accepted' });
  });

  it.each([301, 302, 307, 308])('that is answered %d goes nowhere else', async (status) => {
    const asked: unknown[] = [];
    const client = await clientOf((request, response) => {
      asked.push(request.url);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await client.send(MESSAGE, 'key-1')).toEqual({
      outcome: 'refused',
      reason: `the vendor answered ${status}`,
    });
    expect(await client.find('key-1')).toEqual({ outcome: 'unanswered' });
    expect(asked).toEqual(['/send?a=1', '/messages/key-1?b=2']);
  });
});

describe('asking the vendor what became of a message', () => {
  const KNOWN = {
    key: 'key/1',
    communicationLogId: '00000000-0000-7000-8000-000000000001',
    customerId: '00000000-0000-7000-8000-000000000002',
    message: 'Hi',
    vendorMessageId: 'v-1',
    status: 'SENT',
    acceptedAt: '2026-11-22T10:00:00.000Z',
    settledAt: '2026-11-22T10:00:01.000Z',
    receiptTakenAt: null,
  };
  const asJson = (body: object) => answering(200, JSON.stringify(body));

  it('asks by the key', async () => {
    const asked: unknown[] = [];
    const client = await clientOf((request, response) => {
      asked.push([request.method, request.url]);
      response.end(JSON.stringify(KNOWN));
    });
    expect(await client.find('key/1')).toEqual({
      outcome: 'reported',
      vendorMessageId: 'v-1',
      status: 'SENT',
      settledAt: new Date('2026-11-22T10:00:01.000Z'),
    });
    expect(asked).toEqual([['GET', '/messages/key%2F1?b=2']]);
  });

  it.each([
    [
      asJson({ ...KNOWN, status: 'QUEUED_BY_VENDOR', settledAt: null }),
      { outcome: 'accepted', vendorMessageId: 'v-1' },
    ],
    [
      asJson({ vendorMessageId: 'v-1', status: 'FAILED' }),
      expect.objectContaining({ outcome: 'reported', status: 'FAILED' }),
    ],
    [asJson({ vendorMessageId: 'v\0', status: 'SENT' }), { outcome: 'unanswered' }],
    [answering(404, ''), { outcome: 'unknown' }],
    [answering(500, ''), { outcome: 'unanswered' }],
    [answering(200, '{}'), { outcome: 'unanswered' }],
    [((request) => request.socket.destroy()) satisfies RequestListener, { outcome: 'unanswered' }],
  ])('understands its answer (%#)', async (answer, expected) => {
    const client = await clientOf(answer);
    expect(await client.find('key-1')).toEqual(expected);
  });

  it('is not possible without an address for it', async () => {
    expect(await clientAt({ url: 'http://127.0.0.1:9/' }).find('key-1')).toEqual({ outcome: 'unsupported' });
  });
});

describe('a client that hangs up', () => {
  it('tells those who wait at once, and can be closed', async () => {
    let asked = 0;
    const client = await clientOf(() => {
      asked += 1;
      if (asked === 2) client.hangUp();
    });
    const [sent, found] = await Promise.all([client.send(MESSAGE, 'key-1'), client.find('key-1')]);
    expect(sent).toMatchObject({ outcome: 'unanswered', isTaken: 'unknown' });
    expect(found).toEqual({ outcome: 'unanswered' });
    expect(await client.send(MESSAGE, 'key-2')).toMatchObject({ outcome: 'unanswered' });
    await client.close();
    expect(asked).toBe(2);
  });
});
