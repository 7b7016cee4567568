import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import { type FurnishedShop, furnishShop } from '../../../scripts/testing/e2e/furnished-shop.ts';
import { open } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';

const CUSTOMERS = 40;
/** What only they may do who may send. */
const SENDING = /send|launch|schedule|new campaign|create campaign|pause|resume|cancel|retry|duplicate|edit/i;

let shop: FurnishedShop;
const test = endToEnd({
  prepare: async (api) => {
    shop = await furnishShop(api, { customers: CUSTOMERS });
  },
});

test('an analyst is offered nothing that sends, and the API refuses it too', async (journey) => {
  const { page, faults } = await journey.visit({ as: 'analyst' });
  const [campaignId] = shop.campaignIds;
  for (const address of ['/', '/campaigns', `/campaigns/${campaignId}`, '/segments', `/segments/${shop.segmentId}`]) {
    await open(page, address);
    expect([address, await offersOf(page)]).toEqual([address, []]);
  }
  expect(faults.unexpected).toEqual([]);

  for (const address of ['/campaigns/new', `/campaigns/${shop.draftId}/edit`]) {
    await open(page, address);
    expect([address, await offersOf(page)]).toEqual([address, []]);
  }
  await screenshots(page, 'analyst-draft');

  const campaign = { name: 'Mine', messageTemplate: 'Hi', segmentId: shop.segmentId };
  expect(await statusOf(page, '/api/campaigns', campaign)).toBe(403);
  expect(await statusOf(page, `/api/campaigns/${shop.draftId}/launch`, {})).toBe(403);
  expect((await journey.api.getCampaign(shop.draftId)).status).toBe('DRAFT');
});

test('an analyst sees figures, and nobody behind them', async (journey) => {
  const { page } = await journey.visit({ as: 'analyst' });
  await open(page, '/');
  const places = page.getByRole('navigation', { name: 'Main' });
  expect(await places.getByRole('link', { name: 'Campaigns' }).count()).toBe(1);
  expect(await places.getByRole('link', { name: 'Customers' }).count()).toBe(0);
  expect(await places.getByRole('link', { name: 'Add data' }).count()).toBe(0);
  expect((await page.request.get('/api/customers')).status()).toBe(403);
});

test('a marketer may send, and not decide who else may', async (journey) => {
  const { page } = await journey.visit({ as: 'marketer' });
  await open(page, `/campaigns/${shop.draftId}/edit`);
  await open(page, '/settings/workspace');
  for (const name of ['Members', 'API keys', 'Audit log', 'Queues']) {
    expect([name, await page.getByRole('link', { name }).count()]).toEqual([name, 0]);
  }
  expect((await page.request.get('/api/members')).status()).toBe(403);
});

/** Controls on the page, beside its navigation, that would send. */
async function offersOf(page: Page): Promise<string[]> {
  const main = page.getByRole('main');
  const controls = await Promise.all([
    main.getByRole('button', { name: SENDING }).allInnerTexts(),
    main.getByRole('link', { name: SENDING }).allInnerTexts(),
  ]);
  return controls.flat();
}

/** Of the same call as a page would make it. */
async function statusOf(page: Page, address: string, data: unknown): Promise<number> {
  const { origin } = new URL(page.url());
  return (await page.request.post(address, { data, headers: { origin } })).status();
}
