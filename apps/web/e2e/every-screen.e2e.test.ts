import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

import { expectAccessible } from '../../../scripts/testing/e2e/accessibility.ts';
import { SCREENS } from '../../../scripts/testing/e2e/chromium.ts';
import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import { type FurnishedShop, furnishShop } from '../../../scripts/testing/e2e/furnished-shop.ts';
import type { Journey } from '../../../scripts/testing/e2e/journey.ts';
import { open } from '../../../scripts/testing/e2e/settled.ts';
import { FORMS, saveShot, showAs } from '../../../scripts/testing/e2e/shots.ts';

const CUSTOMERS = 200;
type Address = string | ((shop: FurnishedShop) => string);

/** Every route, by the name that its pictures have. */
const ROUTES: Record<string, Address> = {
  dashboard: '/',
  customers: '/customers',
  customer: ({ customerId }) => `/customers/${customerId}`,
  data: '/data',
  ingestion: ({ ingestionId }) => `/data/${ingestionId}`,
  segments: '/segments',
  'segment-new': '/segments/new',
  segment: ({ segmentId }) => `/segments/${segmentId}`,
  campaigns: '/campaigns',
  'campaign-new': '/campaigns/new',
  'campaign-draft': ({ draftId }) => `/campaigns/${draftId}/edit`,
  campaign: ({ campaignIds }) => `/campaigns/${campaignIds[0]}`,
  'settings-workspace': '/settings/workspace',
  'settings-members': '/settings/members',
  'settings-keys': '/settings/keys',
  'settings-sending': '/settings/sending',
  'settings-suggestions': '/settings/suggestions',
  'settings-audit': '/settings/audit',
  'settings-queues': '/settings/queues',
  'not-found': '/no-such-page',
};
const test = endToEnd();
let shop: FurnishedShop | undefined;

test('sign-in', async (journey) => {
  const { page } = await journey.visit();
  await open(page, '/sign-in');
  await lookAt(page, 'sign-in');
});

for (const [name, address] of Object.entries(ROUTES)) {
  if (typeof address === 'function') continue;
  test(`${name}, while there is nothing`, async (journey) => {
    await visitScreen(journey, address, `empty-${name}`);
  });
}

for (const [name, address] of Object.entries(ROUTES)) {
  test(`${name}, of a shop`, async (journey) => {
    shop ??= await furnishShop(journey.api, { customers: CUSTOMERS });
    await visitScreen(journey, typeof address === 'function' ? address(shop) : address, name);
  });
}

async function visitScreen(journey: Journey, address: string, name: string): Promise<void> {
  const { page } = await journey.visit({ as: 'owner' });
  await open(page, address);
  await lookAt(page, name);
}

/**
 * Saves the screen in each form, and asks what is wrong with it. What is on the narrow screen has
 * the colours of the wide one, so that axe looks at it once.
 */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const form of FORMS) {
    await showAs(page, form);
    const formName = `${name}.${form.colorScheme}-${SCREENS[form.screen].width}`;
    await saveShot(page, formName);
    expect([formName, await overflowOf(page)]).toEqual([formName, 0]);
    if (form.screen === 'wide' || form.colorScheme === 'light') await expectAccessible(page, formName);
  }
}

/** By how many pixels the page is wider than the screen. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
