/** @jest-environment jsdom */
import '../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { PAUSED_BY_HAND, permissionsOf } from '@herald/shared';
import type { AttentionItem, CampaignOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import {
  launchedCampaign,
  sampleAttention,
  sampleBreakdowns,
  sampleStats,
  sampleTimeseries,
  SUBJECT_ID,
} from '../../features/dashboard/testing/sample-dashboard.ts';
import { fakeApi, type FakeAnswer } from '../../testing/fake-api.tsx';
import { renderPage } from '../../testing/render-page.tsx';
import { DashboardPage } from './dashboard-page.tsx';

// Whole pages are rendered, on machines that are busy.
jest.setTimeout(60_000);
let answers: Record<string, FakeAnswer>;
let campaigns: CampaignOutput[];
let calls: string[];
let restore: () => void;

beforeEach(() => {
  jest.useFakeTimers({
    now: new Date('2026-11-28T12:00:00Z'),
    doNotFake: ['setTimeout', 'queueMicrotask', 'nextTick'],
  });
  campaigns = [launchedCampaign()];
  calls = [];
  answers = {
    stats: { body: sampleStats },
    timeseries: { body: sampleTimeseries({ sent: 90, failed: 10, newCustomers: 12 }, { sent: 60, failed: 20 }) },
    breakdowns: { body: sampleBreakdowns },
    attention: { body: { items: [] } },
  };
  restore = fakeApi((path) => {
    calls.push(path);
    if (path.startsWith('/api/campaigns')) return { body: campaigns };
    return answers[/^\/api\/dashboard\/(\w+)/.exec(path)?.[1] ?? ''];
  });
});
afterEach(() => {
  cleanup();
  restore();
  jest.useRealTimers();
});

const open = (address = '/', role: 'owner' | 'analyst' = 'owner') =>
  renderPage(<DashboardPage />, { address, path: '/', permissions: permissionsOf({ role }) });
const region = (name: string) => screen.findByRole('region', { name });
const needsAttention = (...items: AttentionItem[]) => {
  answers['attention'] = { body: { items } };
};
const asked = (what: string) => calls.filter((path) => path.startsWith(`/api/dashboard/${what}`));

test('is about the last 30 days of the workspace until other ones are chosen', async () => {
  const { settled, currentAddress } = open();
  await settled();
  expect(asked('timeseries')).toEqual(['/api/dashboard/timeseries?from=2026-10-30&to=2026-11-28']);
  expect(asked('breakdowns')).toEqual(['/api/dashboard/breakdowns?from=2026-10-30&to=2026-11-28']);
  fireEvent.click(screen.getByRole('radio', { name: '7 days' }));
  await waitFor(() => expect(asked('timeseries')).toContain('/api/dashboard/timeseries?from=2026-11-22&to=2026-11-28'));
  expect(currentAddress()).toBe('/?last=7');
});

test('takes any days from the address, and no nonsense', async () => {
  await open('/?from=2026-01-01&to=2026-01-31').settled();
  expect(asked('timeseries')).toEqual(['/api/dashboard/timeseries?from=2026-01-01&to=2026-01-31']);
  expect(screen.getByRole('button', { name: /^Choose other days/ }).textContent).toContain('Jan 1');
  cleanup();
  calls = [];
  await open('/?from=2026-01-31&to=2026-01-01&last=soon').settled();
  expect(asked('timeseries')).toEqual(['/api/dashboard/timeseries?from=2026-10-30&to=2026-11-28']);
});

test('chooses days in a calendar', async () => {
  const { settled, currentAddress } = open();
  await settled();
  fireEvent.click(screen.getByRole('button', { name: /^Choose other days/ }));
  fireEvent.click(await screen.findByRole('button', { name: '3 November 2026' }));
  expect(currentAddress()).toBe('/');
  fireEvent.click(screen.getByRole('button', { name: '9 November 2026' }));
  await waitFor(() => expect(currentAddress()).toBe('/?from=2026-11-03&to=2026-11-09'));
  await waitFor(() => expect(asked('timeseries')).toContain('/api/dashboard/timeseries?from=2026-11-03&to=2026-11-09'));
});

test('says how the figures stand against the period before, also where nothing was before', async () => {
  open();
  const messages = await region('Messages');
  await within(messages).findByText('up 50%');
  within(messages).getByText('down 50%');
  within(messages).getByText(/^vs\. 60 in Nov 25\s–\s26, 2026$/);
  within(messages).getByText(/^none in Nov 25/);
  within(messages).getByText('Each counts on the day on which its campaign was launched.');
  within(await region('New customers')).getByText(/^none in Nov 25/);
  expect((await region('Orders')).textContent).toContain('Nobody ordered in this period.');
});

test('reads as a table', async () => {
  open();
  const messages = await region('Messages');
  await waitFor(() =>
    within(messages).getByRole('figure', { name: 'Messages by day: 90 delivered, 10 failed, 0 left out.' }),
  );
  fireEvent.click(within(messages).getByRole('button', { name: 'Show as table' }));
  const rows = within(within(messages).getByRole('table', { name: 'Messages' })).getAllByRole('row');
  expect(rows.map(({ children }) => [...children].map(({ textContent }) => textContent))).toEqual([
    ['Day', 'Delivered', 'Failed', 'Left out'],
    ['Nov 27, 2026', '0', '0', '0'],
    ['Nov 28, 2026', '90', '10', '0'],
  ]);
});

const MENDED_AT: [AttentionItem, string, string][] = [
  [sampleAttention({ kind: 'sending_stopped', severity: 'critical' }), 'All sending is stopped', '/settings/sending'],
  [sampleAttention({ kind: 'no_worker', severity: 'critical' }), 'No worker is running', '/settings/sending'],
  [
    sampleAttention({ kind: 'vendor_failing', name: 'https://vendor.example' }),
    'The vendor at https://vendor.example is failing',
    '/settings/sending',
  ],
  [
    sampleAttention({ kind: 'queue_paused', severity: 'critical', subjectId: null, name: 'deliveryQueue' }),
    'The queue deliveryQueue is paused',
    '/settings/queues',
  ],
  [
    sampleAttention({ kind: 'campaign_paused', severity: 'critical' }),
    '“Diwali” paused itself',
    `/campaigns/${SUBJECT_ID}`,
  ],
  [
    sampleAttention({ kind: 'campaign_paused', reason: PAUSED_BY_HAND }),
    '“Diwali” is paused',
    `/campaigns/${SUBJECT_ID}`,
  ],
  [sampleAttention({ kind: 'campaign_failed' }), '“Diwali” could not start', `/campaigns/${SUBJECT_ID}`],
  [sampleAttention({ kind: 'many_failures' }), '12 messages of “Diwali” failed', `/campaigns/${SUBJECT_ID}`],
  [sampleAttention({ kind: 'rows_rejected' }), '12 rows were rejected', `/data/${SUBJECT_ID}`],
  [
    sampleAttention({ kind: 'segment_broken' }),
    'The rules of “Diwali” are no longer understood',
    `/segments/${SUBJECT_ID}`,
  ],
];
test.each(MENDED_AT.map(([item, title, address]) => ({ item, title, address })))(
  'leads from “$title” to where it is mended',
  async ({ item, title, address }) => {
    needsAttention(item);
    open();
    const list = within(await region('What needs attention'));
    expect(list.getByRole('link', { name: title }).getAttribute('href')).toBe(address);
    list.getByText('now');
  },
);

test('is quiet when nothing needs attention, and shows the worst first of much that does', async () => {
  open();
  await screen.findByText('Nothing needs your attention');
  cleanup();
  needsAttention(
    ...['A', 'B', 'C', 'D', 'E'].map((name) => sampleAttention({ kind: 'campaign_failed', name, subjectId: null })),
  );
  open();
  const list = within(await region('What needs attention'));
  expect(list.queryByRole('link', { name: '“E” could not start' })).toBeNull();
  fireEvent.click(list.getByRole('button', { name: 'Show all 5' }));
  list.getByRole('link', { name: '“E” could not start' });
});

test('shows the latest campaigns with their progress', async () => {
  open();
  const latest = within(await region('Latest campaigns'));
  expect(latest.getByRole('link', { name: 'Diwali offer' }).getAttribute('href')).toBe(`/campaigns/${SUBJECT_ID}`);
  latest.getByRole('img', { name: 'Progress of Diwali offer: 40 delivered, 5 failed, 55 open' });
  latest.getByText('Sending');
  expect(calls).toContain('/api/campaigns?limit=5');
});

test('shows what the figures are made of', async () => {
  open();
  await within(await region('What became of the messages')).findByText('105 recipients in all');
  within(await region('Orders by status')).getByText('7 orders in all');
  within(await region('Top products')).getByRole('row', { name: 'Silk saree 2 $300' });
  const cities = within(await region('Top cities')).getAllByRole('row');
  expect(cities.map(({ textContent }) => textContent)).toEqual(['CityCustomersRevenue', 'No city3$400']);
});

test('leads a new workspace to its first campaign, in place of empty charts', async () => {
  campaigns = [];
  answers['stats'] = { body: { ...sampleStats, totalCustomers: 0, customerSegments: 1 } };
  open();
  const steps = within(await region('Three steps to your first campaign')).getAllByRole('listitem');
  expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual(['step', null, null]);
  expect(steps.map((step) => within(step).queryByText('Done') !== null)).toEqual([false, true, false]);
  expect(screen.getByRole('link', { name: 'Add data' }).getAttribute('href')).toBe('/data');
  expect(screen.queryByRole('region', { name: 'Messages' })).toBeNull();
});

test('goes on with the steps beside the figures until a campaign was launched', async () => {
  campaigns = [launchedCampaign({ status: 'DRAFT', launchedAt: null })];
  open();
  const start = within(await region('Three steps to your first campaign'));
  expect(start.getAllByText('Done')).toHaveLength(2);
  expect(start.getByRole('link', { name: 'Create a campaign' }).getAttribute('href')).toBe('/campaigns/new');
  await region('Messages');
});

test('is whole for an analyst, who is offered nothing that they may not do', async () => {
  campaigns = [launchedCampaign({ status: 'DRAFT', launchedAt: null })];
  needsAttention(sampleAttention({ kind: 'rows_rejected' }));
  open('/', 'analyst');
  const latest = within(await region('Latest campaigns'));
  expect(latest.getByRole('link', { name: 'Diwali offer' }).getAttribute('href')).toBe(`/campaigns/${SUBJECT_ID}`);
  within(await region('What needs attention')).getByText('12 rows were rejected');
  await region('Top products');
  expect(screen.queryByRole('link', { name: 'All customers' })).toBeNull();
  expect(within(await region('Three steps to your first campaign')).queryByRole('link')).toBeNull();
});

test('shows the rest when some of it cannot be loaded, and asks again', async () => {
  const { timeseries } = answers;
  answers['timeseries'] = { status: 500, body: { title: 'Internal error', status: 500, code: 'internal' } };
  open();
  await screen.findByText('The figures of the period could not be loaded');
  await region('Top products');
  if (timeseries) answers['timeseries'] = timeseries;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await region('Messages');
  expect(screen.queryByText('The figures of the period could not be loaded')).toBeNull();
});
