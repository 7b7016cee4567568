/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { CAMPAIGN_ID, sampleCampaign, sampleSegment } from '../../../features/campaigns/testing/sample-campaign.ts';
import { fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { CampaignsPage } from './campaigns-page.tsx';

// Whole pages are rendered, on machines that are busy.
jest.setTimeout(60_000);
let campaigns: CampaignOutput[];
let segments: unknown[];
let calls: string[];
let restore: () => void;

beforeEach(() => {
  campaigns = [];
  segments = [sampleSegment];
  calls = [];
  restore = fakeApi((path) => {
    calls.push(path);
    return { body: path.startsWith('/api/segments') ? segments : campaigns };
  });
});
afterEach(() => {
  cleanup();
  restore();
});

const open = (address = '/campaigns', role: 'owner' | 'analyst' = 'owner') =>
  renderPage(<CampaignsPage />, { address, path: '/campaigns', permissions: permissionsOf({ role }) });
const sending = sampleCampaign({
  status: 'SENDING',
  audienceSize: 100,
  sentCount: 40,
  failedCount: 5,
  launchedAt: '2026-11-28T12:00:00.000Z',
});

test('leads from nothing to the first campaign, or to a segment first', async () => {
  open();
  const link = await screen.findByRole('link', { name: 'Create your first campaign' });
  expect(link.getAttribute('href')).toBe('/campaigns/new');
  cleanup();
  segments = [];
  open();
  expect((await screen.findByRole('link', { name: 'Create a segment' })).getAttribute('href')).toBe('/segments/new');
});

test('opens the report of a campaign, and the wizard for a draft', async () => {
  campaigns = [sampleCampaign({ id: sampleSegment.id, name: 'A draft' }), sending];
  open();
  expect((await screen.findByRole('link', { name: 'A draft' })).getAttribute('href')).toBe(
    `/campaigns/${sampleSegment.id}/edit`,
  );
  expect(screen.getByRole('link', { name: 'Diwali offer' }).getAttribute('href')).toBe(`/campaigns/${CAMPAIGN_ID}`);
  expect(
    screen.getAllByRole('img', { name: 'Progress of Diwali offer: 40 delivered, 5 failed, 55 open' }),
  ).toBeTruthy();
});

test('offers an analyst neither a new campaign nor the wizard', async () => {
  campaigns = [sampleCampaign()];
  open('/campaigns', 'analyst');
  expect((await screen.findByRole('link', { name: 'Diwali offer' })).getAttribute('href')).toBe(
    `/campaigns/${CAMPAIGN_ID}`,
  );
  expect(screen.queryByRole('link', { name: 'New campaign' })).toBeNull();
});

test('asks for what the address says', async () => {
  open('/campaigns?search=diwali&status=PAUSED');
  await screen.findByText('No campaign is like that');
  expect(calls).toContain('/api/campaigns?limit=25&search=diwali&status=PAUSED');
});

test('goes on by itself while one is being sent', async () => {
  campaigns = [sending];
  open();
  await screen.findAllByText(/40 delivered/);
  campaigns = [{ ...sending, sentCount: 90 }];
  await waitFor(() => expect(screen.getAllByText(/90 delivered/)).toBeTruthy());
});

test('points out once what was launched just now', async () => {
  campaigns = [sending];
  const page = open('/elsewhere');
  await act(() => page.router.navigate('/campaigns', { state: { launched: CAMPAIGN_ID } }));
  const link = await screen.findByRole('link', { name: 'Diwali offer' });
  expect(link.closest('tr')?.dataset.launched).toBe('true');
  await waitFor(() => expect(page.router.state.location.state).toBeNull());
  // As after a reload: the address has forgotten it.
  await act(() => page.router.navigate('/elsewhere'));
  await act(() => page.router.navigate(-1));
  const again = await screen.findByRole('link', { name: 'Diwali offer' });
  expect(again.closest('tr')?.dataset.launched).toBeUndefined();
});

test('shows the tags of each campaign, and only those with one of them when one is chosen', async () => {
  campaigns = [sampleCampaign({ id: sampleSegment.id, tags: ['win-back', 'Diwali'] }), sending];
  const { currentAddress } = open();
  const tag = await screen.findByRole('link', { name: 'win-back' });
  expect(tag.getAttribute('href')).toBe('/campaigns?tag=win-back');
  fireEvent.click(screen.getByRole('combobox', { name: 'Tag' }));
  fireEvent.click(await screen.findByRole('option', { name: 'Diwali' }));
  await waitFor(() => expect(currentAddress()).toBe('/campaigns?tag=diwali'));
  await waitFor(() => expect(calls.at(-1)).toContain('tag=diwali'));
  campaigns = [];
  cleanup();
  open('/campaigns?tag=gone');
  expect(await screen.findByText('No campaign is like that')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Tag' }).value).toBe('gone');
});
