import { expect, it } from '@jest/globals';

import { SmokeFailure } from './smoke-failure.ts';
import { lookUntil } from './until.ts';

it('whoever waits is told what ended the wait', async () => {
  const ending = new AbortController();
  const failure = new SmokeFailure('the time is over', 'the clock');
  const look = async () => ending.abort(failure);
  const client = { deadline: Date.now() + 60_000, signal: ending.signal };
  await expect(lookUntil(look, () => false, { timeoutMs: 60_000, client })).rejects.toBe(failure);
});
