/** @jest-environment jsdom */
import { afterEach, expect, test } from '@jest/globals';
import { newId } from '@herald/shared';
import type { CampaignOutput } from '@herald/shared';
import { cleanup, screen } from '@testing-library/react';

import { fakeApi, renderWithQueries } from '../../testing/fake-api.tsx';
import { PausedCampaigns } from './paused-campaigns.tsx';

const NOW = '2026-11-28T10:00:00.000Z';

let restore = () => {};

const campaign = (change: Partial<CampaignOutput>): CampaignOutput => ({
  id: newId(),
  name: 'Diwali',
  messageTemplate: 'Hi',
  segmentId: newId(),
  segmentName: 'Everyone',
  status: 'SENDING',
  audienceSize: 3,
  sentCount: 1,
  failedCount: 0,
  excludedCount: 0,
  heldOutCount: 0,
  cancelledCount: 0,
  holdoutPercent: 0,
  reachBy: null,
  failureReason: null,
  pauseReason: null,
  createdAt: NOW,
  scheduledAt: null,
  launchedAt: NOW,
  pausedAt: null,
  cancelledAt: null,
  completedAt: null,
  sealedAt: null,
  ...change,
});
const paused = (name: string, pauseReason: string) => campaign({ name, pauseReason, status: 'PAUSED', pausedAt: NOW });

function open(campaigns: CampaignOutput[]): () => Promise<void> {
  restore = fakeApi((path) => {
    expect(path).toBe('/api/campaigns?limit=50');
    return { body: campaigns };
  });
  return renderWithQueries(<PausedCampaigns />);
}

afterEach(() => {
  cleanup();
  restore();
});

test('names the campaigns that are paused, each with its reason', async () => {
  open([campaign({}), paused('Diwali', 'paused by hand'), paused('Holi', 'the vendor failed 50 times in a row')]);
  await screen.findByRole('region', { name: '2 campaigns are paused' });
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Diwali: paused by hand',
    'Holi: the vendor failed 50 times in a row',
  ]);
});

test('speaks of one campaign as of one', async () => {
  open([paused('Diwali', 'paused by hand')]);
  expect(await screen.findByRole('region', { name: 'A campaign is paused' })).toBeTruthy();
});

test('says nothing when none is paused', async () => {
  await open([campaign({}), campaign({ status: 'COMPLETED' })])();
  expect(screen.queryByRole('region')).toBeNull();
});
