/** @jest-environment jsdom */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { type FakeAnswer, fakeApi, renderWithQueries } from '../../testing/fake-api.tsx';
import { Dashboard } from './dashboard.tsx';

const busyShop = { totalCustomers: 23_570, activeCampaigns: 1, deliveryRate: 0.9, customerSegments: 2, sending: 'on' };
const emptyShop = { totalCustomers: 0, activeCampaigns: 0, deliveryRate: 0, customerSegments: 0, sending: 'on' };

let restore = () => {};
let answer: FakeAnswer | undefined;

function open(first: FakeAnswer | undefined): void {
  answer = first;
  restore = fakeApi((path) => {
    expect(path).toBe('/api/dashboard/stats');
    return answer;
  });
  renderWithQueries(<Dashboard />);
}

afterEach(() => {
  cleanup();
  restore();
});

const values = () => screen.getAllByRole('definition').map((element) => element.textContent);

test('shows the four counts, and no advice to a shop that has everything', async () => {
  open({ body: busyShop });
  await screen.findByText('23,570');
  expect(values()).toEqual(expect.arrayContaining(['23,570', '2', '1', '90%']));
  expect(screen.queryByRole('heading', { level: 3 })).toBeNull();
});

test('shows placeholders and says that it is busy until the counts are there', async () => {
  open({ body: busyShop });
  expect(screen.getAllByText('Loading')).toHaveLength(4);
  expect(screen.getByRole('region', { name: 'At a glance' }).getAttribute('aria-busy')).toBe('true');
  await screen.findByText('23,570');
  expect(screen.queryByText('Loading')).toBeNull();
});

test.each([
  ['customers to an empty shop', emptyShop, 'No customers yet', '/api/user'],
  ['a segment to a shop with customers', { ...emptyShop, totalCustomers: 3 }, 'No segment yet', '/api/segments'],
])('proposes %s', async (_, stats, title, call) => {
  open({ body: stats });
  await screen.findByRole('heading', { name: title });
  expect(screen.getByText(/^curl /).textContent).toContain(`curl http://localhost${call} `);
});

test('says why the counts could not be loaded, and loads them when asked again', async () => {
  const problem = { type: 'about:blank', title: 'x', status: 503, code: 'unavailable', requestId: 'r' };
  open({ status: 503, body: { ...problem, detail: 'The database does not answer.' } });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The counts could not be loaded');
  expect(alert.textContent).toContain('The database does not answer.');

  answer = { body: busyShop };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('23,570');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('tells a server that cannot be reached from an answer that is not understood', async () => {
  open(undefined);
  expect((await screen.findByRole('alert')).textContent).toContain('Herald cannot be reached');

  answer = { body: { ...busyShop, deliveryRate: 'high' } };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText(/does not understand/);
});
