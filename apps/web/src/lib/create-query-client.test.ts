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
  expect(await askFor(new ApiError('sign in', 401))).toEqual({ asked: 1, signedOut: 1 });
});

test.each([new ApiError('not for you', 403), new ApiError('Herald cannot be reached'), new Error('else')])(
  'tries once more after %s',
  async (error) => {
    expect((await askFor(error)).signedOut).toBe(0);
  },
);
