import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';

export interface FakeAnswer {
  status?: number;
  body: unknown;
}

/** Answers every `fetch` of the page; `undefined` is a server that cannot be reached. Returns the way back. */
export function fakeApi(answer: (path: string, call: RequestInit) => FakeAnswer | undefined): () => void {
  const original = globalThis.fetch;
  globalThis.fetch = (async (path: string, call: RequestInit) => {
    const given = answer(path, call);
    if (!given) throw new TypeError('fetch failed');
    const { status = 200, body } = given;
    return { status, ok: status < 300, json: async () => body };
  }) as unknown as typeof fetch;
  return () => {
    globalThis.fetch = original;
  };
}

/** Renders inside a query client of its own that asks once. Returns a wait until every answer is on the page. */
export function renderWithQueries(page: ReactNode): () => Promise<void> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  render(<QueryClientProvider client={queryClient}>{page}</QueryClientProvider>);
  return () => waitFor(() => expectAnswered(queryClient));
}

function expectAnswered(queryClient: QueryClient): void {
  if (queryClient.isFetching() > 0) throw new Error('not every query is answered');
}
