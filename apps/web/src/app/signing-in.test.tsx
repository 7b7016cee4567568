/** @jest-environment jsdom */
import '../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { MeOutput } from '@herald/shared';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router-dom';

import { forgetMe } from '../api/auth.ts';
import { createQueryClient } from '../lib/create-query-client.ts';
import { fakeApi } from '../testing/fake-api.tsx';
import type { FakeAnswer } from '../testing/fake-api.tsx';
import { Kit } from './kit.tsx';
import { routes } from './router.tsx';

const ada: MeOutput = {
  member: { id: '01975a3e-8f00-7000-8000-000000000000', email: 'ada@example.com', name: 'Ada', role: 'marketer' },
  key: null,
  permissions: permissionsOf({ role: 'marketer' }),
  isLocal: false,
};
const methods = { google: true, local: false, claimable: false };
const sending = { sending: 'on', reason: null, stoppedAt: null, workers: [], waitingReceipts: 0, orphanReceipts: 0 };
/** What the frame around every page asks for. */
const everyday: Record<string, FakeAnswer> = {
  '/api/workspace': { body: { name: 'The shop', timeZone: 'UTC', currency: 'USD', updatedAt: null } },
  '/api/delivery': { body: sending },
};
const SIGNED_OUT: FakeAnswer = { status: 401, body: { detail: 'sign in' } };

let restore = () => {};
/** What Herald answers, by path; changed by what the page does. */
let answers: Record<string, FakeAnswer | undefined> = {};
const calls: string[] = [];
let router: ReturnType<typeof createMemoryRouter>;

function open(start: string, given: Record<string, FakeAnswer | undefined>) {
  answers = { ...everyday, ...given };
  router = createMemoryRouter(routes, { initialEntries: [start] });
  calls.length = 0;
  restore = fakeApi((path, { method = 'GET' }) => {
    calls.push(`${method} ${path}`);
    if (path === '/auth/local') answers['/api/me'] = { body: { ...ada, isLocal: true } };
    if (path === '/auth/logout') answers['/api/me'] = SIGNED_OUT;
    return answers[path];
  });
  const queryClient = createQueryClient(forgetMe);
  queryClient.setDefaultOptions({ queries: { retry: false, gcTime: Infinity } });
  render(
    <QueryClientProvider client={queryClient}>
      <Kit env="test">
        <RouterProvider router={router} />
      </Kit>
    </QueryClientProvider>,
  );
  return queryClient;
}

/** The address of the page, as the browser would show it. */
const address = () => router.state.location.pathname + router.state.location.search;

afterEach(() => {
  cleanup();
  restore();
});

test('sends whoever has not signed in to the sign-in page, and asks no further', async () => {
  open('/settings/queues', { '/api/me': SIGNED_OUT, '/auth/methods': { body: methods } });
  const link = await screen.findByRole('link', { name: 'Sign in with Google' });
  expect(link.getAttribute('href')).toBe('/auth/google');
  expect(address()).toBe('/sign-in');
  expect(screen.queryByText('Settings')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
  await waitFor(() => expect(calls.filter((call) => call === 'GET /api/me').length).toBeLessThanOrEqual(2));
});

test('shows members their pages, with who they are', async () => {
  open('/settings/queues', { '/api/me': { body: ada } });
  await screen.findByRole('heading', { name: 'Settings' });
  fireEvent.click(screen.getByRole('button', { name: 'Account of Ada' }));
  expect((await screen.findByRole('menu')).textContent).toContain('Adaada@example.comMarketer');
  expect(screen.queryByRole('note')).toBeNull();
});

test('sends members who come to the sign-in page on', async () => {
  open('/sign-in', { '/api/me': { body: ada }, '/auth/methods': { body: methods } });
  expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
  expect(address()).toBe('/');
});

test('goes to the sign-in page when any call says that the session has ended', async () => {
  const queryClient = open('/settings/queues', { '/api/me': { body: ada }, '/auth/methods': { body: methods } });
  await screen.findByRole('heading', { name: 'Settings' });
  answers['/api/me'] = SIGNED_OUT;
  await queryClient.refetchQueries({ queryKey: ['me'] });
  await screen.findByRole('link', { name: 'Sign in with Google' });
  expect(address()).toBe('/sign-in');
});

test('signs out, and forgets who it was', async () => {
  open('/settings/queues', {
    '/api/me': { body: ada },
    '/auth/logout': { body: { signedOut: true } },
    '/auth/methods': { body: methods },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Account of Ada' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await screen.findByRole('link', { name: 'Sign in with Google' });
  expect(calls).toContain('POST /auth/logout');
});

test('signs in as the owner of a trial, and says so on every page', async () => {
  const local = { google: false, local: true, claimable: false };
  open('/sign-in', {
    '/api/me': SIGNED_OUT,
    '/auth/methods': { body: local },
    '/auth/local': { body: { signedIn: true } },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Sign in as the demo owner' }));
  await screen.findByRole('navigation', { name: 'Main' });
  expect(screen.getByRole('note').textContent).toContain('Never in production');
});

test('says why the claim code was not taken', async () => {
  const detail = 'the code is not right, not valid any more, or used';
  open('/sign-in', {
    '/api/me': SIGNED_OUT,
    '/auth/methods': { body: { ...methods, claimable: true } },
    '/auth/claim': {
      status: 403,
      body: { type: 'about:blank', title: 'forbidden', status: 403, code: 'forbidden', detail, requestId: 'r' },
    },
  });
  fireEvent.change(await screen.findByLabelText('Claim code'), { target: { value: 'ABCDE' } });
  fireEvent.click(screen.getByRole('button', { name: 'Claim and sign in with Google' }));
  expect((await screen.findByRole('alert')).textContent).toBe(detail);
});

test.each([
  ['not_invited', /is not a member here/],
  ['denied', /did not let Google/],
  ['failed', /did not work/],
])('says why somebody was refused (%s)', async (code, words) => {
  open(`/sign-in?refused=${code}`, { '/api/me': SIGNED_OUT, '/auth/methods': { body: methods } });
  expect((await screen.findByRole('alert')).textContent).toMatch(words);
  await screen.findByRole('link', { name: 'Sign in with Google' });
  expect(address()).toBe(`/sign-in?refused=${code}`);
});

test('shows nothing of a reason that it does not know', async () => {
  open(`/sign-in?refused=<b>call us</b>`, { '/api/me': SIGNED_OUT, '/auth/methods': { body: methods } });
  await screen.findByRole('link', { name: 'Sign in with Google' });
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByRole('main').textContent).not.toContain('call us');
});

test('says so when nobody can sign in, and when that cannot be known', async () => {
  open('/sign-in', {
    '/api/me': SIGNED_OUT,
    '/auth/methods': { body: { google: false, local: false, claimable: false } },
  });
  await screen.findByText(/Nobody can sign in here yet/);
  cleanup();
  restore();
  open('/settings/queues', {});
  expect((await screen.findByRole('alert')).textContent).toContain('Herald cannot be reached');
});

test('shows the pages although it cannot be known which workspace it is, and asks no further', async () => {
  const broken: FakeAnswer = { status: 500, body: { detail: 'broken' } };
  const queryClient = open('/settings/queues', {
    '/api/me': { body: ada },
    '/api/workspace': broken,
    '/api/delivery': broken,
  });
  await screen.findByRole('heading', { name: 'Settings' });
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(calls.filter((call) => call === 'GET /api/workspace').length).toBeLessThanOrEqual(3);
});
