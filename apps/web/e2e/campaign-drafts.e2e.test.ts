import { expect } from '@jest/globals';
import type { SegmentRules } from '@herald/shared';
import type { Page } from 'playwright-core';

import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import type { Journey } from '../../../scripts/testing/e2e/journey.ts';
import { open, settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import { eventually } from '../../../scripts/testing/fixtures/eventually.ts';
import { CampaignWizard } from './pages/campaign-wizard.ts';
import { linkTo } from './pages/main-nav.ts';
import { sendPeople } from './small-town.ts';

const EVERYBODY: SegmentRules = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };

let segmentId = '';
const test = endToEnd({
  prepare: async (api) => {
    await sendPeople(api);
    segmentId = (await api.createSegment('Everybody', EVERYBODY)).id;
  },
});

test('a draft is saved as one types, and a reload goes on with it', async (journey) => {
  const { page } = await journey.visit({ as: 'marketer' });
  await open(page, '/campaigns/new');
  const wizard = new CampaignWizard(page);
  await wizard.segment('Everybody').click();
  const id = await wizard.untilSaved();
  await wizard.continueTo('message');
  await wizard.message.pressSequentially('Hi {firstName|there}, see you in {city}.');
  await wizard.untilSaved();
  expect((await journey.api.getCampaign(id)).messageTemplate).toBe('Hi {firstName|there}, see you in {city}.');

  await page.reload();
  await settled(page);
  expect(await wizard.message.inputValue()).toBe('Hi {firstName|there}, see you in {city}.');
  expect((await journey.api.getCampaign(id)).status).toBe('DRAFT');
});

test('whoever leaves while it is being saved loses nothing', async (journey) => {
  const { page, wizard, id } = await onDraft(journey, 'Leaving');
  await wizard.message.fill('The last words');
  await linkTo(page, 'Segments').click();
  await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
  expect((await journey.api.getCampaign(id)).messageTemplate).toBe('The last words');

  await page.goBack();
  await settled(page);
  expect(await wizard.message.inputValue()).toBe('The last words');
});

test('whoever closes the window while it is being saved loses nothing', async (journey) => {
  const { page, wizard, id } = await onDraft(journey, 'Closing');
  await wizard.message.fill('Written in a hurry');
  await page.close({ runBeforeUnload: true });
  await eventually(async () => {
    expect((await journey.api.getCampaign(id)).messageTemplate).toBe('Written in a hurry');
  });
});

test('whoever would lose what cannot be saved is asked first', async (journey) => {
  const { page } = await onDraft(journey, 'Asked', 'audience');
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByRole('status').filter({ hasText: 'Not saved yet' }).waitFor();
  await linkTo(page, 'Dashboard').click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByText('give the campaign a name').waitFor();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'detached' });
  await linkTo(page, 'Dashboard').click();
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL('/');
});

test('two windows with one draft notice each other, and either can win', async (journey) => {
  const { page, context, faults, wizard, id } = await onDraft(journey, 'Twice');
  // The refusal by which a window notices.
  faults.allow(/^answer: 409 PATCH /);
  const other = await context.newPage();
  await open(other, `/campaigns/${id}/edit?step=message`);
  const otherWizard = new CampaignWizard(other);

  await wizard.message.fill('From the first window');
  await wizard.untilSaved();
  await otherWizard.message.fill('From the second window');
  await noticeOf(other).waitFor();
  await screenshots(other, 'draft-changed-elsewhere');
  await other.getByRole('button', { name: 'Load the newer version' }).click();
  await noticeOf(other).waitFor({ state: 'detached' });
  expect(await otherWizard.message.inputValue()).toBe('From the first window');

  await otherWizard.message.fill('The second window again');
  await otherWizard.untilSaved();
  await wizard.message.fill('The first window wins');
  await noticeOf(page).waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await wizard.untilSaved();
  await noticeOf(page).waitFor({ state: 'detached' });
  expect((await journey.api.getCampaign(id)).messageTemplate).toBe('The first window wins');
});

test('says how many recipients lack what the message uses, and what they read instead', async (journey) => {
  const { page, wizard } = await onDraft(journey, 'Missing');
  await wizard.message.fill('See you in {city}.');
  const missing = page.getByRole('region', { name: 'What is not known of everybody' });
  // Of five, Esha has no email and gets nothing, and Dev has no city.
  await missing.getByText('1 recipient has no city; there it reads nothing.').waitFor();
  await wizard.message.fill('See you in {city|your town}.');
  await missing.getByText('1 recipient has no city; it reads “your town”.').waitFor();
});

function noticeOf(page: Page) {
  return page.getByRole('alert').filter({ hasText: 'This draft was changed elsewhere' });
}

async function onDraft(journey: Journey, name: string, step: 'audience' | 'message' = 'message') {
  const messageTemplate = 'Hi {firstName|there}';
  const { id } = await journey.api.launchCampaign({ name, messageTemplate, segmentId, draft: true });
  const visit = await journey.visit({ as: 'marketer' });
  await open(visit.page, `/campaigns/${id}/edit?step=${step}`);
  return { ...visit, wizard: new CampaignWizard(visit.page), id };
}
