/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { CampaignProgress, CampaignRecipient } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { FakeEventSource } from '../../../features/campaigns/testing/fake-event-source.ts';
import { CAMPAIGN_ID, sampleCustomer, sampleProgress } from '../../../features/campaigns/testing/sample-campaign.ts';
import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { CampaignPage } from './campaign-page.tsx';

const ADDRESS = `/campaigns/${CAMPAIGN_ID}`;
const API = `/api/campaigns/${CAMPAIGN_ID}`;
const ANALYST = permissionsOf({ role: 'analyst' });

const recipient: CampaignRecipient = {
  id: CAMPAIGN_ID,
  customerId: sampleCustomer.id,
  status: 'FAILED',
  personalizedMessage: 'Hi Asha Rao',
  vendorMessageId: null,
  deliveryReceiptStatus: null,
  attempts: 1,
  createdAt: sampleCustomer.createdAt,
  claimedAt: null,
  acceptedAt: null,
  sentAt: null,
  failedAt: sampleCustomer.createdAt,
  cancelledAt: null,
  failureClass: 'UNDELIVERED',
  failureReason: 'mailbox full',
  exclusionReason: null,
  customer: { id: sampleCustomer.id, name: 'Asha Rao', email: 'asha@example.com', phone: null },
};
const books = {
  audienceSize: 100,
  rows: 100,
  byStatus: { PENDING: 30, SENDING: 0, ACCEPTED: 10, SENT: 40, FAILED: 20, CANCELLED: 0, EXCLUDED: 0, HOLDOUT: 0 },
  byFailureClass: { TEMPLATE: 1, REFUSED: 4, UNANSWERED: 0, UNDELIVERED: 12, UNCERTAIN: 3 },
  byExclusionReason: { UNSUBSCRIBED: 0, NO_EMAIL: 0, NO_PHONE: 0, ERASED: 0 },
  counters: { sent: 40, failed: 20, excluded: 0, heldOut: 0, cancelled: 0 },
  lateReceipts: 0,
  balanced: true,
  sealedAt: null,
};
const report = {
  intervalSec: 60,
  points: [],
  failures: [{ failureClass: 'UNDELIVERED', reason: 'mailbox full', recipients: 12 }],
  exclusions: { UNSUBSCRIBED: 0, NO_EMAIL: 7, NO_PHONE: 0, ERASED: 0 },
};

// Whole pages are rendered, on machines that are busy.
jest.setTimeout(60_000);
let campaign: CampaignProgress;
let recipients: CampaignRecipient[];
let calls: string[];
let restore: () => void;
let uninstall: () => void;

beforeEach(() => {
  campaign = sampleProgress({ sentCount: 40, failedCount: 20 });
  recipients = [recipient];
  calls = [];
  uninstall = FakeEventSource.install();
  restore = fakeApi((path, { method = 'GET', body }) => {
    calls.push(`${method} ${path}${typeof body === 'string' ? ` ${body}` : ''}`);
    return answer(method, path.split('?')[0] ?? '');
  });
});
afterEach(() => {
  cleanup();
  restore();
  uninstall();
});

function answer(method: string, path: string): FakeAnswer {
  if (path === API) return { body: { ...campaign, rows: [] } };
  if (path === `${API}/books`) return { body: books };
  if (path === `${API}/report`) return { body: report };
  if (path === `${API}/recipients`) return { body: recipients };
  if (path === `${API}/retry-failed`) return { body: { reopened: 16, campaign } };
  if (path === '/api/delivery') return { body: delivery };
  return method === 'POST' ? { body: campaign } : { status: 404, body: {} };
}
const delivery = {
  sending: 'on',
  reason: null,
  stoppedAt: null,
  workers: [],
  waitingReceipts: 0,
  orphanReceipts: 0,
};

const open = (options: { permissions?: typeof ANALYST; search?: string } = {}) =>
  renderPage(<CampaignPage />, { address: `${ADDRESS}${options.search ?? ''}`, path: '/campaigns/:id', ...options });
const delivered = () => screen.getAllByText('Delivered')[0]?.closest('dt')?.parentElement?.textContent;
const progressCalls = () => calls.filter((call) => call.startsWith(`GET ${API}?`)).length;
const stream = () => waitFor(() => FakeEventSource.opened.at(-1) ?? fail());
function fail(): never {
  throw new Error('no stream was opened');
}

test('follows the stream, says that it is live, and asks nothing meanwhile', async () => {
  open();
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  const source = await stream();
  expect(source.url).toBe(`${API}/events`);
  act(() => source.say('progress', sampleProgress({ sentCount: 75, failedCount: 20 })));
  await waitFor(() => expect(delivered()).toBe('Delivered7575%'));
  expect(screen.getByText('Live')).toBeTruthy();
  act(() =>
    source.say(
      'progress',
      sampleProgress({ sentCount: 80, failedCount: 20, status: 'COMPLETED', sealedAt: sampleCustomer.createdAt }),
    ),
  );
  await screen.findByText(/The books balance/);
  expect(source.readyState).toBe(FakeEventSource.CLOSED);
  expect(screen.queryByText('Live')).toBeNull();
});

test('asks again and again once the stream is refused', async () => {
  open();
  const source = await stream();
  act(() => source.say('progress', campaign));
  await screen.findByText('Live');
  act(() => source.fail(FakeEventSource.CLOSED));
  await waitFor(() => expect(screen.queryByText('Live')).toBeNull());
  campaign = sampleProgress({ sentCount: 61, failedCount: 20 });
  await waitFor(() => expect(delivered()).toBe('Delivered6161%'));
});

test('asks again and again in a browser without streams', async () => {
  uninstall();
  open();
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  const before = progressCalls();
  campaign = sampleProgress({ sentCount: 62, failedCount: 20 });
  await waitFor(() => expect(delivered()).toBe('Delivered6262%'));
  expect(progressCalls()).toBeGreaterThan(before);
});

test('neither listens nor asks once everything has ended', async () => {
  campaign = sampleProgress({ status: 'COMPLETED', sentCount: 100, sealedAt: sampleCustomer.createdAt });
  const page = open();
  await screen.findByText(/The books balance/);
  await page.settled();
  expect(FakeEventSource.opened).toEqual([]);
});

test('shows an analyst figures without names, texts and actions, and says why', async () => {
  recipients = [{ ...recipient, customer: null, personalizedMessage: null }];
  open({ permissions: ANALYST });
  await screen.findByText(/shown to marketers and owners only/);
  await screen.findByText('The vendor could not deliver it: mailbox full');
  for (const name of ['Pause', 'Retry failed', 'More for this campaign', /Message to/]) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
  expect(screen.queryByRole('searchbox')).toBeNull();
  expect(screen.queryByRole('link', { name: 'Download CSV' })).toBeNull();
  expect(screen.queryByText('Asha Rao')).toBeNull();
});

test('shows who got what, with the whole message when asked, and the way to the profile', async () => {
  open();
  const person = await screen.findByRole('link', { name: 'Asha Rao' });
  expect(person.getAttribute('href')).toBe(`/customers/${sampleCustomer.id}`);
  fireEvent.click(screen.getAllByRole('button', { name: 'Message to Asha Rao' })[0] ?? fail());
  expect(await screen.findByRole('group', { name: 'Whole message to Asha Rao' })).toBeTruthy();
});

test('hands the filters of the address to the list and to the file', async () => {
  open({ search: '?search=asha&state=FAILED&failure=UNDELIVERED' });
  const link = await screen.findByRole('link', { name: 'Download CSV' });
  expect(link.getAttribute('href')).toBe(`${API}/recipients.csv?search=asha&status=FAILED&failureClass=UNDELIVERED`);
  await waitFor(() =>
    expect(calls).toContain(`GET ${API}/recipients?limit=25&search=asha&status=FAILED&failureClass=UNDELIVERED`),
  );
});

test('pauses what is sent, and resumes what is paused', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(calls).toContain(`POST ${API}/pause`));
  cleanup();
  campaign = sampleProgress({ status: 'PAUSED', pauseReason: 'paused by hand', pausedAt: sampleCustomer.createdAt });
  open();
  const notice = await screen.findByRole('alert');
  expect(notice.textContent).toContain('Somebody paused it');
  expect(notice.textContent).toContain('100 messages are still open');
  fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  await waitFor(() => expect(calls).toContain(`POST ${API}/resume`));
});

test('says what a cancel gives up before it does', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'More for this campaign' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Cancel campaign' }));
  const dialog = await screen.findByRole('dialog', { name: 'Cancel “Diwali offer”?' });
  await within(dialog).findByText(/30 messages are still waiting and will not be sent/);
  expect(dialog.textContent).toContain('10 messages, still arrives');
  expect(calls).not.toContain(`POST ${API}/cancel`);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel campaign' }));
  await waitFor(() => expect(calls).toContain(`POST ${API}/cancel`));
});

test('says how many are tried again, and warns of those that may have arrived', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Retry failed' }));
  // A text that could not be made is not among them, nor what may have arrived.
  await screen.findByRole('button', { name: 'Try 16 messages again' });
  fireEvent.click(screen.getByRole('radio', { name: /Nobody knows whether it was delivered/ }));
  expect(screen.getByText('These may have arrived')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try 3 messages again' }));
  await waitFor(() => expect(calls).toContain(`POST ${API}/retry-failed {"failureClass":"UNCERTAIN"}`));
});

test.each([
  [{ status: 'CANCELLED', sentCount: 40, cancelledCount: 60 }, '40 people had it by then, 60 messages were not sent'],
  [{ status: 'CANCELLED', audienceSize: 0, launchedAt: null }, 'it had not started, and nobody got a message'],
  [{ status: 'FAILED', failureReason: 'the segment is gone', audienceSize: 0 }, 'The segment is gone'],
  [{ status: 'SCHEDULED', scheduledAt: '2026-12-03T09:00:00.000Z', launchedAt: null }, 'It starts on Dec 3, 2026'],
  [{ status: 'SENDING' }, 'No worker is running'],
] as const)('explains its state: %j', async (changes, words) => {
  campaign = sampleProgress(changes);
  open();
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(words));
});
