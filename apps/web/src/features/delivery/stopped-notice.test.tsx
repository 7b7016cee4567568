/** @jest-environment jsdom */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, screen } from '@testing-library/react';

import { type FakeAnswer, fakeApi, renderWithQueries } from '../../testing/fake-api.tsx';
import { StoppedNotice } from './stopped-notice.tsx';

const sending = {
  sending: 'on',
  reason: null,
  stoppedAt: null,
  workers: [],
  waitingReceipts: 0,
  orphanReceipts: 0,
};
const stopped = { ...sending, sending: 'stopped', stoppedAt: '2026-11-28T10:00:00.000Z' };

let restore = () => {};

function open(answer: FakeAnswer | undefined): () => Promise<void> {
  restore = fakeApi((path) => {
    expect(path).toBe('/api/delivery');
    return answer;
  });
  return renderWithQueries(<StoppedNotice />);
}

afterEach(() => {
  cleanup();
  restore();
});

test('says that sending is stopped, why, since when, and how it is started again', async () => {
  open({ body: { ...stopped, reason: 'wrong discount' } });
  const notice = await screen.findByRole('region', { name: 'Sending is stopped' });
  expect(notice.textContent).toContain('wrong discount');
  expect(notice.querySelector('time')?.dateTime).toBe('2026-11-28T10:00:00.000Z');
  expect(screen.getByText(/^curl /).textContent).toBe(
    'curl -X POST http://localhost/api/delivery/start -H "authorization: Bearer $HERALD_API_KEY"',
  );
});

test('says so when nobody gave a reason', async () => {
  open({ body: stopped });
  expect(await screen.findByText('Nobody said why.')).toBeTruthy();
});

test.each([
  ['while messages go out', { body: sending }],
  ['when it cannot be known', undefined],
])('says nothing %s', async (_, answer) => {
  await open(answer)();
  expect(screen.queryByRole('region')).toBeNull();
});
