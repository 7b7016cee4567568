import { afterAll, describe, expect } from '@jest/globals';
import type { UserInput } from '@herald/shared';
import type { Page } from 'playwright-core';

import type { HeraldClient } from '../../../scripts/herald/herald-client.ts';
import { expectAccessible } from '../../../scripts/testing/e2e/accessibility.ts';
import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import { sendShop } from '../../../scripts/testing/e2e/furnished-shop.ts';
import { open, settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import { type GeminiServer, startGeminiServer } from '../../../scripts/testing/fixtures/gemini-server.ts';
import { CampaignWizard } from './pages/campaign-wizard.ts';
import { OVERTAKEN_COUNT, SegmentBuilder } from './pages/segment-builder.ts';
import { DescribeBox, sentRequests } from './pages/suggestions.ts';

const CUSTOMERS = 120;
const THURSDAY = 4;
const EVENINGS = 4;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Books that are closed soon after the last message. */
const QUICK_BOOKS = { RECOUNT_INTERVAL_MS: '500' };

describe('without a model', () => {
  const test = endToEnd({
    env: { ...QUICK_BOOKS, AI_PROVIDER: 'offline' },
    prepare: async (api) => sendEvenings(api, await sendShop(api, CUSTOMERS)),
  });

  test('from words to a campaign that tells of itself, everything suggested and nothing sent away', async (journey) => {
    const { page, faults } = await journey.visit({ as: 'owner' });
    faults.allow(OVERTAKEN_COUNT);
    await open(page, '/segments/new');
    await describeAudience(page);
    await page.getByLabel('Name', { exact: true }).fill('Good customers');
    await page.getByRole('button', { name: 'Create segment' }).click();
    await page.getByText(/^It has \d+ people/).waitFor();
    await lookAtSegment(page);

    await page.getByRole('link', { name: 'Create campaign with this segment' }).click();
    const wizard = new CampaignWizard(page);
    const id = await wizard.untilSaved();
    await wizard.continueTo('message');
    await useSuggestedMessage(page, wizard);
    await wizard.untilSaved();
    await wizard.continueTo('review');
    const tags = await addSuggestedTags(page);
    await tryTheSuggestedTime(page);
    await wizard.untilSaved();
    expect((await journey.api.getCampaign(id)).tags).toEqual(tags);
    await launch(page);

    await page
      .getByRole('table', { name: 'Campaigns' })
      .getByRole('link', { name: tags[0] ?? '', exact: true })
      .click();
    await page.waitForURL(/\/campaigns\?tag=/);
    await settled(page);
    await picture(page, 'suggestions-history');
    await open(page, `/campaigns/${id}`);
    await readSummary(page);
    await open(page, '/settings/suggestions');
    await page.getByText('No model has been asked yet.').waitFor();
    await expectAccessible(page, 'the settings of suggestions');
  });
});

describe('with a model', () => {
  let gemini: GeminiServer | undefined;
  const test = endToEnd({
    env: async () => {
      gemini = await startGeminiServer();
      return { ...QUICK_BOOKS, AI_PROVIDER: 'gemini', GEMINI_API_KEY: 'test-key', GEMINI_URL: gemini.url };
    },
    prepare: async (api) => void (await sendShop(api, CUSTOMERS)),
  });
  afterAll(() => gemini?.close());

  test('shows all that was sent to it, and that no customer was in it', async (journey) => {
    const { page, faults } = await journey.visit({ as: 'owner' });
    faults.allow(OVERTAKEN_COUNT);
    gemini?.answers({
      json: {
        rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', values: ['1000'] }] },
        assumptions: [{ words: 'our best', meaning: 'spent at least 1,000' }],
        unmapped: [],
        problem: null,
      },
      usage: { input: 1_234, output: 56 },
    });
    await open(page, '/segments/new');
    const card = await new DescribeBox(page).ask('our best', 'Read as');
    await card.getByText('“our best” is read as spent at least 1,000').waitFor();
    await card.getByText(/^Suggested by Gemini/).waitFor();
    const shown = await sentRequests(card);
    const received = gemini?.requests.map(({ body }) => body) ?? [];
    expect(shown.map((request) => JSON.parse(request) as unknown)).toEqual(received);
    expect(shown.join()).toContain('our best');
    expect(shown.join()).not.toMatch(/[\w.]+@[\w.]+\.\w+|test-key/);
    await expectAccessible(page, 'what was sent to the model');
    await picture(page, 'suggestions-sent');

    await open(page, '/settings/suggestions');
    const log = page.getByRole('table', { name: 'Calls of the model' });
    await log.getByText('1,234 / 56').waitFor();
    await expectAccessible(page, 'the settings of suggestions, with a model');
    await picture(page, 'suggestions-settings');
  });

  test('shows in the wizard and on the report what it was asked', async (journey) => {
    const { page } = await journey.visit({ as: 'owner' });
    gemini?.answers({ text: 'I would rather talk about the weather.' });
    const segment = await journey.api.createSegment('Spent something', {
      combinator: 'and',
      rules: [{ field: 'totalSpend', operator: '>', value: 0 }],
    });
    const campaign = { name: 'Thanks', messageTemplate: 'Hi {firstName|there}, thank you!', segmentId: segment.id };
    const { id } = await journey.api.launchCampaign({ ...campaign, draft: true });
    await open(page, `/campaigns/${id}/edit?step=review`);
    const tags = page.getByRole('region', { name: 'Tags' });
    await tags.getByRole('button', { name: 'Suggest tags' }).click();
    expect((await sentRequests(tags)).join()).toContain('thank you!');
    await expectAccessible(page, 'what was sent for tags');

    const launched = await journey.api.launchCampaign(campaign);
    await journey.api.waitForCampaign(launched.id);
    await open(page, `/campaigns/${launched.id}`);
    await page.getByText(/The books balance/).waitFor();
    const summary = page.getByRole('region', { name: 'Summary' });
    await summary.getByText(/^Written by Herald itself, as the model gave nothing/).waitFor();
    expect((await sentRequests(summary)).join()).toContain('facts');
    await expectAccessible(page, 'what was sent for a summary');
    await picture(page, 'suggestions-summary-sent');
  });

  test('says so when it does not answer, and suggests all the same', async (journey) => {
    const { page, faults } = await journey.visit({ as: 'owner' });
    faults.allow(OVERTAKEN_COUNT);
    gemini?.answers({ blocked: 'SAFETY' });
    await open(page, '/segments/new');
    const card = await new DescribeBox(page).ask('spent over 1,000', 'Read as');
    await card.getByText('Suggested by Herald itself, as the model gave nothing that could be used.').waitFor();
    expect((await sentRequests(card)).length).toBeGreaterThan(0);
    await picture(page, 'suggestions-model-refused');
  });
});

/** Half of the customers ordered on Thursday evenings, from half past six to half past eight, week after week. */
async function sendEvenings(api: HeraldClient, users: readonly UserInput[]): Promise<void> {
  const evening = new Date();
  evening.setUTCHours(18, 30, 0, 0);
  while (evening.getUTCDay() !== THURSDAY || evening.getTime() > Date.now())
    evening.setUTCDate(evening.getUTCDate() - 1);
  const orders = users.slice(0, CUSTOMERS / 2).flatMap(({ externalId }, place) =>
    Array.from({ length: EVENINGS }, (_, week) => ({
      externalId: `E-${externalId}-${week}`,
      customerExternalId: externalId ?? '',
      amount: 400,
      orderedAt: new Date(evening.getTime() - (week + 1) * WEEK_MS + (place % 3) * HOUR_MS).toISOString(),
    })),
  );
  await api.waitForIngestion((await api.sendOrders(orders)).ingestionId);
}

/** Words that are not understood, then words that are; their rules come in, go out by undo, and stay. */
async function describeAudience(page: Page): Promise<void> {
  const box = new DescribeBox(page);
  await picture(page, 'suggestions-describe');
  const refused = await box.ask('people who love blue', 'These words are not clear enough');
  await refused.locator('mark').filter({ hasText: 'blue' }).waitFor();
  await expectAccessible(page, 'words that are not understood');
  await picture(page, 'suggestions-refused');
  const card = await box.ask('spent over 1,000 and ordered at least 2 times', 'Read as');
  await card.getByText(/\d+ people/).waitFor();
  await expectAccessible(page, 'suggested rules');
  await picture(page, 'suggestions-rules');
  const builder = new SegmentBuilder(page);
  await card.getByRole('button', { name: 'Use these rules' }).click();
  await builder.rule('2').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await builder.rule('1').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Redo' }).click();
  await builder.rule('2').waitFor();
}

/** When its people order, and who is like them. */
async function lookAtSegment(page: Page): Promise<void> {
  await settled(page);
  await page
    .getByRole('region', { name: 'When to send' })
    .getByRole('button', { name: 'The numbers as a table' })
    .click();
  await page.getByRole('table', { name: 'Orders by hour of the week' }).waitFor();
  await expectAccessible(page, 'a segment with suggestions');
  await picture(page, 'suggestions-segment');
  await page.getByRole('button', { name: 'Find look-alikes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Find look-alikes' });
  await dialog.getByLabel('About how many people').fill('20');
  await dialog.getByRole('button', { name: 'Find them' }).click();
  await dialog.getByRole('table', { name: 'Likenesses' }).waitFor();
  await expectAccessible(page, 'look-alikes');
  await picture(page, 'suggestions-lookalikes');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function useSuggestedMessage(page: Page, wizard: CampaignWizard): Promise<void> {
  await page.getByRole('button', { name: 'Suggest messages' }).click();
  const drawer = page.getByRole('dialog', { name: 'Suggest messages' });
  await drawer.getByLabel('What is it for?').fill('Thank our best customers');
  await drawer.getByRole('button', { name: 'Suggest', exact: true }).click();
  const use = drawer.getByRole('button', { name: /^Use this/ });
  await use.first().waitFor();
  expect(await use.count()).toBeGreaterThanOrEqual(2);
  await expectAccessible(page, 'suggested messages');
  await picture(page, 'suggestions-messages');
  await use.first().click();
  await drawer.waitFor({ state: 'detached' });
  await page.getByText('This is a suggestion as it came.').waitFor();
  expect(await wizard.message.inputValue()).toMatch(/\{\w+/);
  await picture(page, 'suggestions-message-used');
}

/** @returns the tags that the campaign has then */
async function addSuggestedTags(page: Page): Promise<string[]> {
  const card = page.getByRole('region', { name: 'Tags' });
  await card.getByRole('button', { name: 'Suggest tags' }).click();
  const offers = card.getByRole('list', { name: 'Suggested tags' }).getByRole('button');
  await offers.first().waitFor();
  const tag = (await offers.first().textContent()) ?? '';
  await page
    .getByRole('region', { name: 'A good time to send' })
    .or(page.getByText(/orders/i))
    .first()
    .waitFor();
  await expectAccessible(page, 'suggested tags');
  await picture(page, 'suggestions-review');
  await offers.first().click();
  return [tag];
}

/** It is chosen by a click, and can be left again. */
async function tryTheSuggestedTime(page: Page): Promise<void> {
  const card = page.getByRole('region', { name: 'A good time to send' });
  await card.getByText('Thursday 18:00–21:00').waitFor();
  await card.getByRole('button', { name: 'Why this time' }).click();
  await card.getByRole('img', { name: /^Orders by hour of the week/ }).waitFor();
  await card.getByRole('button', { name: 'Use this time' }).click();
  await page.getByRole('button', { name: /^Schedule for \d+ people on/ }).waitFor();
  await expectAccessible(page, 'a suggested time');
  await picture(page, 'suggestions-send-time');
  await page.getByRole('radio', { name: 'Send now' }).check();
}

async function launch(page: Page): Promise<void> {
  const send = page.getByRole('button', { name: /^Send to \d+ people now$/ });
  await send.and(page.locator(':enabled')).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Send to/ })
    .click();
  await page.waitForURL('/campaigns');
}

async function readSummary(page: Page): Promise<void> {
  await page.getByText(/The books balance/).waitFor();
  const summary = page.getByRole('region', { name: 'Summary' });
  await summary.getByText(/nothing left this machine/).waitFor();
  await summary.getByRole('button', { name: 'Every number in this text is one of these facts' }).click();
  await summary.getByRole('table', { name: 'Facts' }).waitFor();
  await settled(page);
  await expectAccessible(page, 'a report with its summary');
  await picture(page, 'suggestions-summary');
}

/** In a picture of the whole page what sticks to the top belongs there. */
async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('window.scrollTo(0, 0)');
  await screenshots(page, name);
}
