/** @jest-environment jsdom */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, screen } from '@testing-library/react';

import { fakeApi, renderWithQueries } from '../../testing/fake-api.tsx';
import { ReadinessBadge } from './readiness-badge.tsx';

let restore = () => {};

afterEach(() => {
  cleanup();
  restore();
});

test.each([
  ['Healthy', { body: { status: 'ready', checks: { database: 'ok', queue: 'ok' } } }],
  [
    'Not ready: queue failed',
    { status: 503, body: { status: 'not ready', checks: { database: 'ok', queue: 'failed' } } },
  ],
  ['Not reachable', undefined],
])('says %j', async (words, answer) => {
  restore = fakeApi(() => answer);
  renderWithQueries(<ReadinessBadge />);
  expect(screen.getByRole('status').textContent).toBe('Asking for health…');
  await screen.findByText(words);
});
