import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';

import { Kit } from '../app/kit.tsx';

export interface FakeAnswer {
  status?: number;
  body: unknown;
  /** By their names in small letters. */
  headers?: Record<string, string>;
}

/** Answers every `fetch` of the page; `undefined` is a server that cannot be reached. Returns the way back. */
export function fakeApi(answer: (path: string, call: RequestInit) => FakeAnswer | undefined): () => void {
  const original = globalThis.fetch;
  globalThis.fetch = (async (path: string, call: RequestInit) => {
    const given = answer(path, call);
    if (!given) throw new TypeError('fetch failed');
    const { status = 200, body, headers = {} } = given;
    return {
      status,
      ok: status < 300,
      json: async () => body,
      headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    };
  }) as unknown as typeof fetch;
  return () => {
    globalThis.fetch = original;
  };
}

/** Renders inside a query client of its own that asks once. Returns a wait until every answer is on the page. */
export function renderWithQueries(page: ReactNode): () => Promise<void> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  render(
    <QueryClientProvider client={queryClient}>
      <Kit env="test">{page}</Kit>
    </QueryClientProvider>,
  );
  return () => waitFor(() => expectAnswered(queryClient));
}

function expectAnswered(queryClient: QueryClient): void {
  if (queryClient.isFetching() > 0) throw new Error('not every query is answered');
}
