/** @jest-environment jsdom */
import { expect, test } from '@jest/globals';

import { ApiError } from './api-client.ts';
import { createQueryClient } from './create-query-client.ts';

async function askFor(error: Error): Promise<{ asked: number; signedOut: number }> {
  const seen = { asked: 0, signedOut: 0 };
  const queryClient = createQueryClient(() => {
    seen.signedOut += 1;
  });
  const queryFn = () => {
    seen.asked += 1;
    throw error;
  };
  await expect(queryClient.query({ queryKey: ['x'], queryFn, retryDelay: 0 })).rejects.toBe(error);
  queryClient.clear();
  return seen;
}

test('says that nobody is signed in, and asks no second time', async () => {
  expect(await askFor(new ApiError('sign in', { status: 401 }))).toEqual({ asked: 1, signedOut: 1 });
});

test.each([
  new ApiError('Herald cannot be reached', { kind: 'unreachable' }),
  new ApiError('busy', { status: 503 }),
  new Error('else'),
])('tries once more after %s', async (error) => {
  expect(await askFor(error)).toEqual({ asked: 2, signedOut: 0 });
});

test('does not try again what was refused for what it asks', async () => {
  expect(await askFor(new ApiError('not for you', { status: 403 }))).toEqual({ asked: 1, signedOut: 0 });
});
