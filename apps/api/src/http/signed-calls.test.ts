import { gzipSync } from 'node:zlib';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId, problemSchema, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import { createLogger, signBody } from '@herald/platform';
import request from 'supertest';

import { createApp } from '../app.ts';

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
const verifying = createApp(endpoints, createLogger('test', 'silent'), undefined, SECRET);
const trusting = createApp(endpoints, createLogger('test', 'silent'), undefined);

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
