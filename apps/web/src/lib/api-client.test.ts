/** @jest-environment jsdom */
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';

import { type FakeAnswer, fakeApi } from '../testing/fake-api.tsx';
import { ApiError, callApi, isOffline } from './api-client.ts';

const schema = z.array(z.object({ id: z.int() }));
let restore = () => {};
afterEach(() => restore());

function ask(answer: FakeAnswer | undefined, call = { method: 'GET', address: '/api/things' }) {
  const seen: RequestInit[] = [];
  restore = fakeApi((_, init) => {
    seen.push(init);
    return answer;
  });
  return { seen, answered: callApi(call, schema) };
}

async function refusedBy(answer: FakeAnswer | undefined): Promise<ApiError> {
  const error: unknown = await ask(answer).answered.catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error('it was not refused');
  return error;
}

test('answers what the contract says, with the cursor of the next page', async () => {
  const link = '</api/things?limit=1&cursor=a%2Bb>; rel="next"';
  expect(await ask({ body: [{ id: 1 }], headers: { link } }).answered).toEqual({ data: [{ id: 1 }], next: 'a+b' });
  expect(await ask({ body: [] }).answered).toEqual({ data: [], next: null });
});

describe('a refusal', () => {
  const problem = { type: 'about:blank', title: 'x', status: 400, code: 'invalid_input', detail: 'name: is empty' };

  test('says what Herald says: words, code, fields, request and when to try again', async () => {
    const errors = [{ path: 'address.city', message: 'is too long' }];
    const error = await refusedBy({
      status: 400,
      body: { ...problem, requestId: 'r-1', errors },
      headers: { 'retry-after': '7' },
    });
    expect(error).toMatchObject({
      kind: 'refused',
      message: 'name: is empty',
      status: 400,
      code: 'invalid_input',
      fields: { 'address.city': 'is too long' },
      requestId: 'r-1',
      retryAfterSec: 7,
    });
  });

  test('is "not reachable" when it comes from something in front of Herald', async () => {
    expect(isOffline(await refusedBy({ status: 502, body: undefined }))).toBe(true);
    expect(isOffline(await refusedBy({ status: 500, body: undefined }))).toBe(false);
  });
});

test('tells no server from an answer that the contract does not know', async () => {
  const [none, other] = [await refusedBy(undefined), await refusedBy({ body: [{ id: 'one' }] })];
  expect([none.kind, isOffline(none)]).toEqual(['unreachable', true]);
  expect([other.kind, isOffline(other)]).toEqual(['not_understood', false]);
});

test('gives up when the caller does, and not as an error of Herald', async () => {
  restore = fakeApi(() => undefined);
  const call = callApi({ method: 'GET', address: '/' }, schema, { signal: AbortSignal.abort(new Error('left')) });
  await expect(call).rejects.toThrow('left');
});
