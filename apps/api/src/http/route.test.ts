import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, IDEMPOTENCY_KEY_HEADER, MOCK_VENDOR_FAULTS_HEADER, newId } from '@herald/shared';
import request from 'supertest';

import { CallerGone, NoAnswer } from './route.ts';
import type { Endpoint, Endpoints } from './route.ts';
import { openApp } from './testing/open-app.ts';

const PIECE = 'x'.repeat(1_000_000);

type Download = Endpoint<'exportSegmentAudience'>;
type WriteText = Awaited<ReturnType<Download>>['body'];

let download: Download;
const app = openApp({ exportSegmentAudience: (input) => download(input) });
const server = createServer(app);
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}/api/segments/${newId()}/audience.csv`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const writes = (body: WriteText): void => {
  download = async () => ({ status: 200, body });
};

describe('an answer that is text', () => {
  it('is sent piece by piece, as what it is', async () => {
    writes(async (send) => {
      for (const piece of ['a,b\r\n', '', 'c,d\r\n']) await send(piece);
    });
    const response = await fetch(address);
    expect([response.status, await response.text()]).toEqual([200, 'a,b\r\nc,d\r\n']);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=audience.csv');
  });

  it('is a refusal like any other when it fails before its first piece', async () => {
    writes(async () => {
      throw new DomainError('timed_out', 'it took too long');
    });
    const response = await fetch(address);
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'timed_out' }]);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBeNull();
  });

  it('is broken off when it fails later, so that nobody takes it for the whole', async () => {
    writes(async (send) => {
      await send('a,b\r\n');
      throw new Error('the database went away');
    });
    await expect(fetch(address).then((response) => response.text())).rejects.toThrow();
  });

  it('waits for a caller that is slow', async () => {
    let pieces = 0;
    writes(async (send) => {
      for (; pieces < 20; pieces += 1) await send(PIECE);
    });
    const response = await fetch(address);
    // What fits between the two is less than all.
    const waiting = pieces;
    expect(waiting).toBeLessThan(20);
    expect((await response.text()).length).toBe(20 * PIECE.length);
    expect(pieces).toBe(20);
  });

  it('ends when the caller goes away, whoever waits for it', async () => {
    const ended = new Promise<{ error: unknown; aborted: boolean }>((resolve) => {
      download = async ({ signal }) => ({
        status: 200,
        body: async (send) => {
          try {
            for (;;) await send(PIECE);
          } catch (error) {
            resolve({ error, aborted: signal.aborted });
            throw error;
          }
        },
      });
    });
    const controller = new AbortController();
    const response = await fetch(address, { signal: controller.signal });
    controller.abort();
    await expect(response.text()).rejects.toThrow();
    expect(await ended).toEqual({ error: expect.any(CallerGone), aborted: true });
  });
});

describe('a stream of events', () => {
  let stream: Endpoint<'streamCampaign'>;
  const streaming = createServer(openApp({ streamCampaign: (input) => stream(input) }));
  let streamAddress: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => streaming.listen(0, '127.0.0.1', resolve));
    streamAddress = `http://127.0.0.1:${(streaming.address() as AddressInfo).port}/api/campaigns/${newId()}/events`;
  });
  afterAll(() => new Promise((resolve) => streaming.close(resolve)));

  it('comes as it is written, and is kept by nobody', async () => {
    let goOn = () => {};
    stream = async () => ({
      status: 200,
      body: async (send) => {
        await send('data: 1\n\n');
        await new Promise<void>((resolve) => (goOn = resolve));
        await send('data: 2\n\n');
      },
    });
    const response = await fetch(streamAddress);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: 1\n\n');
    goOn();
    expect((await reader.read()).value).toBe('data: 2\n\n');
    expect((await reader.read()).done).toBe(true);
  });

  it('is not written for who wants the head alone, and whoever writes it is told', async () => {
    let isEnded = false;
    stream = async () => ({
      status: 200,
      body: async (send) => {
        try {
          for (;;) await send('data: 1\n\n');
        } finally {
          isEnded = true;
        }
      },
    });
    const response = await fetch(streamAddress, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(isEnded).toBe(true);
  });
});

const appOf = (endpoints: Partial<Endpoints>) => openApp(endpoints);

describe('a call whose body is optional', () => {
  const bodies: unknown[] = [];
  const optional = appOf({
    stopDelivery: async ({ body }) => {
      bodies.push(body);
      throw new DomainError('conflict', 'reached');
    },
  });
  const stop = () => request(optional).post('/api/delivery/stop');

  it.each([
    ['none', () => stop(), {}],
    ['none, with a type', () => stop().set('content-type', 'application/json'), {}],
    ['none, with another type', () => stop().set('content-type', 'text/plain'), {}],
    ['an empty one', () => stop().send({}), {}],
    ['a full one', () => stop().send({ reason: 'a test' }), { reason: 'a test' }],
  ])('comes with %s', async (_what, call, body) => {
    bodies.length = 0;
    expect([(await call()).status, bodies]).toEqual([409, [body]]);
  });

  it.each([
    ['application/json', 409, [{ reason: 'a test' }]],
    ['text/plain', 415, []],
  ])('may come with one of %s whose length is not told', async (type, status, seen) => {
    bodies.length = 0;
    const call = stop().set('content-type', type);
    call.write('{"reason":');
    call.write('"a test"}');
    expect([(await call).status, bodies]).toEqual([status, seen]);
  });

  it.each([
    [415, () => stop().set('content-type', 'text/plain').send('{}')],
    [400, () => stop().send({ reason: 5 })],
    [400, () => stop().send([])],
  ])('answers %d when there is a body that is not right', async (status, call) => {
    expect((await call()).status).toBe(status);
  });
});

describe('the headers of a call', () => {
  const seen: unknown[] = [];
  const reading = appOf({
    sendThroughMockVendor: async ({ headers }) => {
      seen.push(headers);
      return { status: 200, body: { status: 'QUEUED_BY_VENDOR', vendorMessageId: 'v' } };
    },
  });
  const send = (headers: Record<string, string>) =>
    request(reading)
      .post('/api/mock-vendor/send-email')
      .set(headers)
      .send({ communicationLogId: newId(), customerId: newId(), message: 'Hi' });

  it('are those that the operation reads, and no others', async () => {
    seen.length = 0;
    await send({ 'Idempotency-Key': 'k', 'X-Other': 'x' });
    await send({});
    expect(seen).toEqual([{ [IDEMPOTENCY_KEY_HEADER]: 'k' }, {}]);
  });

  it('are refused by their names', async () => {
    const response = await send({ 'Idempotency-Key': 'k'.repeat(201), [MOCK_VENDOR_FAULTS_HEADER]: 'x'.repeat(501) });
    expect([response.status, response.body]).toMatchObject([
      400,
      { errors: [{ path: IDEMPOTENCY_KEY_HEADER }, { path: MOCK_VENDOR_FAULTS_HEADER }] },
    ]);
  });
});

describe('a refusal', () => {
  const refusing = (error: Error) => {
    const refuse = async () => {
      throw error;
    };
    return request(appOf({ getDeliveryState: refuse })).get('/api/delivery');
  };

  it('says when to try again where it knows', async () => {
    const told = await refusing(new DomainError('rate_limited', 'too many', [], 7));
    expect([told.status, told.headers['retry-after']]).toEqual([429, '7']);
    const untold = await refusing(new DomainError('rate_limited', 'too many'));
    expect([untold.status, untold.headers['retry-after']]).toEqual([429, undefined]);
  });

  it('may be that there is no answer', async () => {
    await expect(refusing(new NoAnswer())).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});
