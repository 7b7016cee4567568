import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DomainError,
  MAX_BYTES_PER_SIGNED_CALL,
  newId,
  problemSchema,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '@herald/shared';
import { signBody } from '@herald/platform';
import request from 'supertest';

import { jsonBody } from './json-body.ts';
import { openApp } from './testing/open-app.ts';

const SECRET = 'a secret of at least 32 characters';
const RECEIPT = {
  communicationLogId: newId(),
  vendorMessageId: 'é',
  status: 'SENT',
  timestamp: '2026-11-22T10:00:00Z',
};
const TAMPERED = JSON.stringify({ ...RECEIPT, status: 'FAILED' });
const nowSec = () => Math.floor(Date.now() / 1_000);

const taken: unknown[] = [];
const endpoints = {
  takeDeliveryReceipt: async ({ body }: { body: unknown }) => {
    taken.push(body);
    return { status: 200 as const, body: { success: true as const } };
  },
  stopDelivery: () => Promise.reject(new Error('nobody asks for this')),
};
const verifying = openApp(endpoints, { secrets: { vendor: SECRET } });
const trusting = openApp(endpoints);

beforeEach(() => {
  taken.length = 0;
});

const post = (
  app: typeof verifying,
  headers: Record<string, string>,
  body: Buffer | string = JSON.stringify(RECEIPT),
) =>
  request(app)
    .post('/api/delivery-receipt')
    .set({ 'content-type': 'application/json', ...headers })
    .serialize((given: unknown) => given as string)
    .send(body);

function signed(body = JSON.stringify(RECEIPT), timestampSec = nowSec(), secret = SECRET): Record<string, string> {
  return { [TIMESTAMP_HEADER]: String(timestampSec), [SIGNATURE_HEADER]: signBody(secret, timestampSec, body) };
}

describe('a signed call', () => {
  it('is taken, also when it comes again', async () => {
    const headers = signed();
    expect((await post(verifying, headers)).status).toBe(200);
    expect((await post(verifying, headers)).status).toBe(200);
    expect(taken).toEqual([RECEIPT, RECEIPT]);
  });

  it('is signed by the bytes as they were written, packed or not', async () => {
    const spaced = JSON.stringify(RECEIPT, null, 2);
    expect((await post(verifying, signed(spaced), spaced)).status).toBe(200);
    expect((await post(verifying, signed(), spaced)).status).toBe(401);
    const packed = gzipSync(JSON.stringify(RECEIPT));
    expect((await post(verifying, { ...signed(), 'content-encoding': 'gzip' }, packed)).status).toBe(200);
  });

  it('is told what is wrong with it by whoever signed it', async () => {
    expect((await post(verifying, signed('{'), '{')).status).toBe(400);
    const body = JSON.stringify({ ...RECEIPT, status: 'OPENED' });
    expect((await post(verifying, signed(body), body)).body).toMatchObject({ errors: [{ path: 'status' }] });
  });

  it.each([
    ['nothing', {}, 'the call must be signed, with x-herald-timestamp and x-herald-signature'],
    ['no timestamp', { [TIMESTAMP_HEADER]: '' }, 'must be Unix time in seconds'],
    ['no digits', { [SIGNATURE_HEADER]: 'sha256=' }, 'sha256= and 64 hexadecimal digits'],
    ['another time', { [TIMESTAMP_HEADER]: String(nowSec() - 1) }, 'is not that of this body'],
    ['another secret', signed(undefined, nowSec(), `${SECRET}!`), 'is not that of this body'],
    ['an old time', signed(undefined, nowSec() - 310), 'x-herald-timestamp is more than 300 seconds off'],
    ['a time to come', signed(undefined, nowSec() + 310), 'x-herald-timestamp is more than 300 seconds off'],
  ])('answers 401 to %s', async (what, change, detail) => {
    const response = await post(verifying, what === 'nothing' ? {} : { ...signed(), ...change });
    const problem = problemSchema.parse(response.body);
    expect([response.status, problem.code, problem.detail]).toEqual([
      401,
      'unauthorized',
      expect.stringContaining(detail),
    ]);
    expect(taken).toEqual([]);
  });

  it.each([
    ['a body that was changed', TAMPERED],
    ['malformed JSON', '{'],
    ['a receipt that is not right', '{"status":"OPENED"}'],
    ['no bytes', ''],
  ])('answers 401 and not what is wrong to %s', async (_what, body) => {
    expect((await post(verifying, signed(), body)).status).toBe(401);
    expect((await post(verifying, {}, body)).status).toBe(401);
    expect(taken).toEqual([]);
  });
});

describe('a signed call without a body', () => {
  const lookedUp: string[] = [];
  const vendor = openApp(
    {
      getMockVendorMessage: async ({ params }) => {
        lookedUp.push(params.key);
        throw new DomainError('not_found', 'reached');
      },
      sendThroughMockVendor: () => Promise.reject(new Error('nobody asks for this')),
    },
    { secrets: { worker: SECRET, vendor: `${SECRET}!` } },
  );
  const PATH = '/api/mock-vendor/messages/a%2Fb';
  const get = (headers: Record<string, string>, path = PATH) => request(vendor).get(path).set(headers);

  beforeEach(() => {
    lookedUp.length = 0;
  });

  it('is signed by its path', async () => {
    expect((await get(signed(PATH))).status).toBe(404);
    expect(lookedUp).toEqual(['a/b']);
  });

  it('is signed by its query too', async () => {
    const path = `${PATH}?x=1`;
    // The contract knows no query, and says so to whoever signed.
    expect((await get(signed(path), path)).status).toBe(400);
    expect((await get(signed(PATH), path)).status).toBe(401);
  });

  it.each([
    ['without a signature', {}],
    ['for another path', signed('/api/mock-vendor/messages/a')],
    ['for the same path, written otherwise', signed('/api/mock-vendor/messages/a/b')],
    ['for a body', signed('{}')],
    ['for nothing', signed('')],
    ['with the secret of another', signed(PATH, nowSec(), `${SECRET}!`)],
    ['too late', signed(PATH, nowSec() - 310)],
    ['too early', signed(PATH, nowSec() + 310)],
  ])('is refused when it was signed %s', async (_what, headers) => {
    const response = await get(headers);
    expect([response.status, problemSchema.parse(response.body).code]).toEqual([401, 'unauthorized']);
    expect(lookedUp).toEqual([]);
  });

  it('gives no signature to one with a body', async () => {
    const body = '{"communicationLogId":"17"}';
    const send = (headers: Record<string, string>) =>
      request(vendor)
        .post('/api/mock-vendor/send-email')
        .set('content-type', 'application/json')
        .set(headers)
        .send(body);
    expect((await send(signed('/api/mock-vendor/send-email'))).status).toBe(401);
    expect((await send(signed(body))).status).toBe(400);
  });
});

describe('an operation that takes signed calls', () => {
  it.each([
    ['no body', undefined, 'application/json'],
    ['a body of another type', 'a=1', 'application/x-www-form-urlencoded'],
  ])('answers 401 to %s that nobody signed', async (_what, body, type) => {
    const response = await request(verifying).post('/api/delivery-receipt').set('content-type', type).send(body);
    expect(response.status).toBe(401);
  });

  it.each([
    ['no body', undefined, 'application/json', 400],
    ['a body of another type', 'a=1', 'application/x-www-form-urlencoded', 415],
  ])('reaches nothing with %s that somebody did', async (_what, body, type, status) => {
    const headers = { 'content-type': type, ...signed(body ?? '') };
    const response = await request(verifying).post('/api/delivery-receipt').set(headers).send(body);
    expect([response.status, taken]).toEqual([status, []]);
  });

  it('takes none whose bytes somebody else has read', async () => {
    const tooLate = openApp(endpoints, { secrets: { vendor: SECRET }, middleware: [jsonBody] });
    expect((await post(tooLate, signed())).status).toBe(401);
    expect(taken).toEqual([]);
  });
});

describe('the body of a signed call', () => {
  const FORGED = `sha256=${'0'.repeat(64)}`;
  const wellFormed = () => ({ [TIMESTAMP_HEADER]: String(nowSec()), [SIGNATURE_HEADER]: FORGED });

  /** What is answered to a call of which only the header comes, and a body is promised. */
  async function answerToHeader(headers: Record<string, string>, length: number): Promise<string> {
    const server = verifying.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    client.write(
      `POST /api/delivery-receipt HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${length}\r\n${lines.join('')}\r\n{`,
    );
    const [answer] = (await once(client.setEncoding('utf8'), 'data')) as [string];
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
    return answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3);
  }

  it.each([
    ['without a signature', {}],
    ['with a timestamp that is none', { ...wellFormed(), [TIMESTAMP_HEADER]: 'now' }],
    ['with a signature that is none', { ...wellFormed(), [SIGNATURE_HEADER]: 'x' }],
    ['with an old timestamp', { ...wellFormed(), [TIMESTAMP_HEADER]: String(nowSec() - 310) }],
  ])('is not waited for %s', async (_what, headers) => {
    expect(await answerToHeader(headers, 1_000)).toBe('401');
  });

  it('has at most 2 MB, said by its length or not', async () => {
    const padded = (bytes: number) => JSON.stringify(RECEIPT).padEnd(bytes);
    expect(await answerToHeader(wellFormed(), MAX_BYTES_PER_SIGNED_CALL + 1)).toBe('413');
    const body = padded(MAX_BYTES_PER_SIGNED_CALL - 1);
    expect((await post(verifying, signed(body), body)).status).toBe(200);
    for (const app of [verifying, trusting]) {
      const packed = gzipSync(padded(MAX_BYTES_PER_SIGNED_CALL + 1_000));
      const response = await post(app, { ...wellFormed(), 'content-encoding': 'gzip' }, packed);
      expect(problemSchema.parse(response.body)).toMatchObject({ status: 413, detail: 'a call takes at most 2 MB' });
    }
  });
});

describe('a signature that does not stand', () => {
  let counted = 0;
  const countBadSignature = async () => {
    counted += 1;
    if (counted > 2) throw new DomainError('rate_limited', 'too many');
  };
  const lookUp = () => Promise.reject(new DomainError('not_found', 'reached'));
  const counting = openApp(
    { ...endpoints, getMockVendorMessage: lookUp },
    { secrets: { vendor: SECRET, worker: SECRET, countBadSignature } },
  );
  const PATH = '/api/mock-vendor/messages/a';

  beforeEach(() => {
    counted = 0;
  });

  it.each([
    ['of another body', () => post(counting, signed(TAMPERED))],
    ['of no body', () => post(counting, signed(), '')],
    ['of another time', () => post(counting, signed(undefined, nowSec() - 310))],
    ['that is none', () => post(counting, { ...signed(), [SIGNATURE_HEADER]: 'x' })],
    ['of another path', () => request(counting).get(PATH).set(signed('/api'))],
  ])('(%s) is counted, once, until there are too many', async (_what, call) => {
    const statuses = [];
    for (let made = 0; made < 3; made += 1) statuses.push((await call()).status);
    expect([statuses, counted, taken]).toEqual([[401, 401, 429], 3, []]);
  });

  it('is not one that stands, nor none at all, nor another fault of a call', async () => {
    counted = 5;
    expect((await post(counting, {})).status).toBe(401);
    expect((await post(counting, signed())).status).toBe(200);
    expect((await post(counting, signed('{'), '{')).status).toBe(400);
    expect((await request(counting).get(PATH).set(signed(PATH))).status).toBe(404);
    expect(counted).toBe(5);
  });
});

describe('without a secret', () => {
  it('nothing is verified', async () => {
    expect((await post(trusting, {})).status).toBe(200);
    expect((await post(trusting, signed(TAMPERED))).status).toBe(200);
  });
});

it('no other operation asks for a signature', async () => {
  const response = await request(verifying).post('/api/delivery/stop').send({ reason: 5 });
  expect(response.status).toBe(400);
});
