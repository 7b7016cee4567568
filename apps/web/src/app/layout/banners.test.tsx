/** @jest-environment jsdom */
import '../../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { noteReachable } from '../../lib/connection.ts';
import { type FakeAnswer, fakeApi } from '../../testing/fake-api.tsx';
import { renderPage } from '../../testing/render-page.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { StoppedBanner } from './stopped-banner.tsx';

const sending = { sending: 'on', reason: null, stoppedAt: null, workers: [], waitingReceipts: 0, orphanReceipts: 0 };
const stopped = { ...sending, sending: 'stopped', stoppedAt: '2026-11-28T10:00:00.000Z' };

let restore = () => {};
let calls: string[] = [];

function answer(answers: Record<string, FakeAnswer | undefined>): void {
  calls = [];
  restore = fakeApi((path, { method = 'GET' }) => {
    calls.push(`${method} ${path}`);
    return answers[path];
  });
}

afterEach(() => {
  cleanup();
  restore();
  act(() => noteReachable(true));
});

test('says that sending is stopped, why and since when, and starts it again', async () => {
  answer({
    '/api/delivery': { body: { ...stopped, reason: 'wrong discount' } },
    '/api/delivery/start': { body: sending },
  });
  renderPage(<StoppedBanner />);
  const banner = await screen.findByRole('alert');
  expect(banner.textContent).toContain('wrong discount');
  expect(banner.querySelector('time')?.dateTime).toBe('2026-11-28T10:00:00.000Z');
  fireEvent.click(screen.getByRole('button', { name: 'Start sending again' }));
  await waitFor(() => expect(screen.queryByText('Sending is stopped.')).toBeNull());
  expect(calls).toContain('POST /api/delivery/start');
});

test('offers no start to whoever may not, and says so when nobody gave a reason', async () => {
  answer({ '/api/delivery': { body: stopped } });
  renderPage(<StoppedBanner />, { permissions: permissionsOf({ role: 'analyst' }) });
  expect((await screen.findByRole('alert')).textContent).toContain('Nobody said why');
  expect(screen.queryByRole('button', { name: 'Start sending again' })).toBeNull();
});

test.each([
  ['while messages go out', { body: sending }],
  ['when it cannot be known', undefined],
])('says nothing of sending %s', async (_, state) => {
  answer({ '/api/delivery': state });
  await renderPage(<StoppedBanner />).settled();
  expect(screen.queryByText('Sending is stopped.')).toBeNull();
});

test('says that Herald cannot be reached, and asks for everything again once it is back', async () => {
  answer({});
  const { queryClient } = renderPage(<ConnectionBanner />);
  expect(screen.queryByRole('alert')).toBeNull();
  queryClient.setQueryData(['things'], 1);
  restore();
  answer({ '/healthz': { body: { status: 'ok' } } });
  act(() => noteReachable(false));
  expect((await screen.findByRole('alert')).textContent).toContain('Herald cannot be reached');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(calls).toEqual(['GET /healthz']);
  expect(queryClient.getQueryState(['things'])?.isInvalidated).toBe(true);
});
