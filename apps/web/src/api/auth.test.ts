/** @jest-environment jsdom */
import '../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';

import { forgetMe, meQuery } from './auth.ts';

const SIGNED_IN = { member: null, key: null, permissions: ['self.read'], isLocal: true };
const original = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = original;
});

test('what was asked before the session ended, and answers later, does not bring it back', async () => {
  let answerLater = (_response: unknown) => {};
  const answer = new Promise<unknown>((resolve) => {
    answerLater = resolve;
  });
  globalThis.fetch = (() => answer) as typeof fetch;
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  const asked = queryClient.query(meQuery()).catch(() => 'given up');
  forgetMe(queryClient);
  answerLater({ ok: true, status: 200, json: async () => SIGNED_IN, headers: new Headers() });
  await asked;
  expect(queryClient.isFetching()).toBe(0);
  expect(queryClient.getQueryData(meQuery().queryKey)).toBeNull();
});
