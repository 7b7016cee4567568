/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { CampaignProgress, SummariseCampaignOutput } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { FakeEventSource } from '../../../features/campaigns/testing/fake-event-source.ts';
import { CAMPAIGN_ID, sampleProgress, SEGMENT_ID } from '../../../features/campaigns/testing/sample-campaign.ts';
import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { geminiOrigin, offlineOrigin } from '../../../testing/sample-suggestions.ts';
import { CampaignPage } from './campaign-page.tsx';

const API = `/api/campaigns/${CAMPAIGN_ID}`;
const NOON = '2026-11-28T12:00:00.000Z';
// Whole pages are rendered, on machines that are busy.
jest.setTimeout(60_000);

const summary: SummariseCampaignOutput = {
  text: 'It reached 100 people; 95 were delivered.',
  isFinal: true,
  asOf: NOON,
  facts: [
    { id: 'reached', label: 'People reached', value: 100, unit: 'people', text: '100' },
    { id: 'delivered', label: 'Messages delivered', value: 95, unit: 'people', text: '95' },
  ],
  rejected: null,
  origin: offlineOrigin,
};

let campaign: CampaignProgress;
let summaries: FakeAnswer[];
let calls: string[];
let restore: () => void;
let uninstall: () => void;

beforeEach(() => {
  campaign = sampleProgress({ status: 'COMPLETED', sentCount: 95, failedCount: 5, completedAt: NOON, sealedAt: NOON });
  summaries = [{ body: summary }];
  calls = [];
  uninstall = FakeEventSource.install();
  restore = fakeApi((path, { method = 'GET', body }) => {
    calls.push(`${method} ${path.split('?')[0]}${typeof body === 'string' ? ` ${body}` : ''}`);
    return answer(method, path.split('?')[0] ?? '', body);
  });
});
afterEach(() => {
  cleanup();
  restore();
  uninstall();
});

function answer(method: string, path: string, body: unknown): FakeAnswer {
  if (path === `${API}/tags`) {
    campaign = { ...campaign, ...(JSON.parse(body as string) as { tags: string[] }) };
    return { body: campaign };
  }
  if (path === `${API}/summary`) return (summaries.length > 1 ? summaries.shift() : summaries[0]) ?? { body: null };
  if (path === API) return { body: { ...campaign, rows: [] } };
  if (path === '/api/ai/campaign-tags') {
    return { body: { tags: [{ tag: 'win-back', reason: 'They were away' }], origin: offlineOrigin } };
  }
  if (path === `${API}/report`) return { body: { intervalSec: 60, points: [], failures: [], exclusions: {} } };
  return { status: 404, body: {} };
}

const open = (role: 'owner' | 'analyst' = 'owner') =>
  renderPage(<CampaignPage />, {
    address: `/campaigns/${CAMPAIGN_ID}`,
    path: '/campaigns/:id',
    permissions: permissionsOf({ role }),
  });
const card = async () => within(await screen.findByRole('region', { name: 'Summary' }));
const asked = () => calls.filter((call) => call === `GET ${API}/summary`).length;

test('a campaign that has ended is told in a paragraph, with the facts that it rests on', async () => {
  open('analyst');
  const inCard = await card();
  expect(await inCard.findByText(summary.text)).toBeTruthy();
  expect(inCard.getByText(/nothing left this machine/)).toBeTruthy();
  expect(inCard.queryByRole('table')).toBeNull();
  fireEvent.click(inCard.getByRole('button', { name: 'Every number in this text is one of these facts' }));
  const facts = await inCard.findByRole('table', { name: 'Facts', hidden: true });
  expect(facts.textContent).toContain('Messages delivered95');
});

test('copies the text', async () => {
  const copied: string[] = [];
  Object.assign(navigator, { clipboard: { writeText: async (text: string) => void copied.push(text) } });
  open();
  fireEvent.click(await (await card()).findByRole('button', { name: 'Copy the text' }));
  expect(await screen.findByText('Summary copied')).toBeTruthy();
  expect(copied).toEqual([summary.text]);
});

test('while a campaign goes on it is asked for by a click, not with each change, and again when it has ended', async () => {
  campaign = sampleProgress({ status: 'SENDING', sentCount: 10 });
  summaries = [
    { body: { ...summary, text: 'So far 10 of 100.', isFinal: false } },
    { body: { ...summary, text: 'So far 20 of 100.', isFinal: false } },
    { body: summary },
  ];
  open();
  const inCard = await card();
  fireEvent.click(await inCard.findByRole('button', { name: 'Write it now' }));
  expect(await inCard.findByText('So far 10 of 100.')).toBeTruthy();
  const stream = await waitFor(() => FakeEventSource.opened.at(-1) ?? Promise.reject(new Error('no stream')));
  act(() => stream.say('progress', sampleProgress({ status: 'SENDING', sentCount: 20 })));
  await screen.findAllByText('20');
  expect(asked()).toBe(1);
  fireEvent.click(inCard.getByRole('button', { name: 'Refresh' }));
  expect(await inCard.findByText('So far 20 of 100.')).toBeTruthy();
  const ended = { status: 'COMPLETED', sentCount: 95, failedCount: 5, completedAt: NOON, sealedAt: NOON } as const;
  campaign = sampleProgress(ended);
  act(() => stream.say('progress', campaign));
  expect(await inCard.findByText(summary.text)).toBeTruthy();
  expect(asked()).toBe(3);
});

test('shows what the model wrote and was not used, and what was sent to it', async () => {
  summaries = [
    {
      body: {
        ...summary,
        rejected: { text: 'All 200 loved it.', complaints: ['200 is no fact'] },
        origin: geminiOrigin,
      },
    },
  ];
  open();
  const inCard = await card();
  fireEvent.click(await inCard.findByRole('button', { name: /What the model wrote was not used/ }));
  expect(await inCard.findByText('All 200 loved it.')).toBeTruthy();
  expect(inCard.getByText('200 is no fact')).toBeTruthy();
  expect(inCard.getByRole('button', { name: 'What was sent to the model' })).toBeTruthy();
});

test('says that it could not be written, and tries again', async () => {
  summaries = [{ status: 503, body: { detail: 'not now' } }, { body: summary }];
  open();
  const inCard = await card();
  expect(await inCard.findByText('The summary could not be written')).toBeTruthy();
  fireEvent.click(inCard.getByRole('button', { name: 'Try again' }));
  expect(await inCard.findByText(summary.text)).toBeTruthy();
});

test('tags lead to the campaigns that have them, and can be changed after the end', async () => {
  campaign = { ...campaign, tags: ['diwali'] };
  open();
  expect((await screen.findByRole('link', { name: 'diwali' })).getAttribute('href')).toBe('/campaigns?tag=diwali');
  fireEvent.click(screen.getByRole('button', { name: 'Edit tags' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Suggest tags' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Add the tag win-back' }));
  fireEvent.click(screen.getByRole('button', { name: 'Save tags' }));
  expect(await screen.findByRole('link', { name: 'win-back' })).toBeTruthy();
  expect(calls).toContain(`PATCH ${API}/tags {"tags":["diwali","win-back"]}`);
  const about = JSON.stringify({ segmentId: SEGMENT_ID, messageTemplate: campaign.messageTemplate });
  expect(calls).toContain(`POST /api/ai/campaign-tags ${about}`);
});

test('an analyst sees tags, and no way to change them', async () => {
  campaign = { ...campaign, tags: ['diwali'] };
  open('analyst');
  expect(await screen.findByRole('link', { name: 'diwali' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /tags/ })).toBeNull();
});
