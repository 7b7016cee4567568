/** @jest-environment jsdom */
import '../../testing/browser.ts';

import { afterEach, expect, test } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { fakeApi, renderWithQueries } from '../../testing/fake-api.tsx';
import { SignInChoices } from './sign-in-choices.tsx';

let restore = () => {};

afterEach(() => {
  cleanup();
  restore();
});

test('shows a code that is right, and leaves for Google', async () => {
  const left: string[] = [];
  const shown: unknown[] = [];
  restore = fakeApi((path, { body }) => {
    if (path === '/auth/methods') return { body: { google: true, local: false, claimable: true } };
    shown.push([path, body]);
    return { body: { continueAt: '/auth/google' } };
  });
  renderWithQueries(<SignInChoices leave={(address) => left.push(address)} />);
  fireEvent.change(await screen.findByLabelText('Claim code'), { target: { value: '7ZQ4M-0K8RT' } });
  fireEvent.click(screen.getByRole('button', { name: 'Claim and sign in with Google' }));
  await waitFor(() => expect(left).toEqual(['/auth/google']));
  expect(shown).toEqual([['/auth/claim', JSON.stringify({ code: '7ZQ4M-0K8RT' })]]);
});

test('loads the ways to sign in again when asked', async () => {
  let isThere = false;
  restore = fakeApi(() => (isThere ? { body: { google: true, local: false, claimable: false } } : undefined));
  renderWithQueries(<SignInChoices leave={() => {}} />);
  await screen.findByRole('alert');
  isThere = true;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Sign in with Google' })).toBeTruthy();
});
