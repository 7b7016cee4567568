/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { permissionsOf, type Permission } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { FakeDrafts } from '../../../features/campaigns/testing/fake-drafts.ts';
import { CAMPAIGN_ID, SEGMENT_ID } from '../../../features/campaigns/testing/sample-campaign.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleSendTime } from '../../../testing/sample-suggestions.ts';
import { CampaignWizardPage } from './campaign-wizard-page.tsx';

const EDIT = `/campaigns/${CAMPAIGN_ID}/edit`;
// Whole pages are rendered, on machines that are busy.
jest.setTimeout(60_000);
let herald: FakeDrafts;

beforeEach(() => {
  herald = new FakeDrafts();
});
afterEach(() => {
  cleanup();
  herald.restore();
});

const open = (step: string, permissions: readonly Permission[] = permissionsOf({ role: 'marketer' })) =>
  renderPage(<CampaignWizardPage />, {
    address: `${EDIT}?step=${step}`,
    path: '/campaigns/:id/edit',
    permissions,
  });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const message = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const asked = (path: string) => herald.calls.filter((call) => call.path === path).map(({ body }) => body);

async function askForMessages() {
  fireEvent.click(await button('Suggest messages'));
  const drawer = within(await screen.findByRole('dialog', { name: 'Suggest messages' }));
  fireEvent.change(await drawer.findByLabelText('What is it for?'), { target: { value: 'thank regulars' } });
  fireEvent.click(drawer.getByRole('button', { name: 'Suggest' }));
  await drawer.findByRole('region', { name: 'Thanks first' });
  return drawer;
}

test('suggests messages for the audience and its channel, and writes the one that is chosen', async () => {
  herald.draft = { ...herald.draft, messageTemplate: '', reachBy: 'phone' };
  open('message');
  const drawer = await askForMessages();
  expect(asked('/api/ai/messages')).toEqual([
    { objective: 'thank regulars', segmentId: SEGMENT_ID, channel: 'phone', tone: 'friendly', language: 'en' },
  ]);
  const card = within(drawer.getByRole('region', { name: 'Thanks first' }));
  expect(card.getByText('Hi Asha, thank you!')).toBeTruthy();
  expect(card.getByText('Begins with thanks first.')).toBeTruthy();
  expect(card.getByText('19 characters')).toBeTruthy();
  expect(card.getByText('Suggestion')).toBeTruthy();
  fireEvent.click(card.getByRole('button', { name: 'Use this: Thanks first' }));
  expect((await message()).value).toBe('Hi {firstName|there}, thank you!');
  await waitFor(() => expect(herald.draft.messageTemplate).toBe('Hi {firstName|there}, thank you!'));
});

test('asks before it replaces what somebody wrote, and gives it back', async () => {
  open('message');
  const drawer = await askForMessages();
  const first = within(drawer.getByRole('region', { name: 'Thanks first' }));
  fireEvent.click(first.getByRole('button', { name: 'Use this: Thanks first' }));
  fireEvent.click(first.getByRole('button', { name: 'Keep mine' }));
  expect((await message()).value).toBe('Hi {name|there}');
  fireEvent.click(first.getByRole('button', { name: 'Use this: Thanks first' }));
  fireEvent.click(first.getByRole('button', { name: 'Replace it' }));
  expect((await message()).value).toBe('Hi {firstName|there}, thank you!');
  // Another suggestion takes the place of one that nobody has touched, and the way back is to one's own words.
  fireEvent.click(await button('Suggest messages'));
  fireEvent.click(await button('Use this: A question'));
  expect((await message()).value).toBe('How are you, {firstName|friend}?');
  fireEvent.keyDown(await message(), { key: 'z', ctrlKey: true });
  expect((await message()).value).toBe('Hi {name|there}');
  expect(screen.queryByText(/This is a suggestion as it came/)).toBeNull();
});

test('gives the focus back to what opened the suggestions', async () => {
  open('message');
  const opener = await button('Suggest messages');
  act(() => opener.focus());
  fireEvent.click(opener);
  const purpose = await screen.findByLabelText('What is it for?');
  await waitFor(() => expect(document.activeElement).toBe(purpose));
  fireEvent.keyDown(purpose, { key: 'Escape' });
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test('shows what the model wrote and the rules did not let pass', async () => {
  open('message');
  const drawer = await askForMessages();
  expect(drawer.queryByText('90% off, {firstName|you}!')).toBeNull();
  fireEvent.click(drawer.getByRole('button', { name: '1 message of the model did not pass the rules' }));
  expect(await drawer.findByText('90% off, {firstName|you}!')).toBeTruthy();
  expect(drawer.getByText('offers 90%, which nobody asked for')).toBeTruthy();
});

test('keeps tags with the draft, and adds those that are suggested', async () => {
  open('review');
  fireEvent.click(await button('Suggest tags'));
  fireEvent.click(await button('Add the tag win-back'));
  await waitFor(() => expect(herald.draft.tags).toEqual(['win-back']));
  expect(screen.queryByRole('button', { name: 'Add the tag win-back' })).toBeNull();
  fireEvent.click(await button('Add the tag high value'));
  expect(await screen.findByText('All that were suggested are there.')).toBeTruthy();
  const field = screen.getByLabelText('Tags', { selector: 'input' });
  act(() => field.focus());
  fireEvent.change(field, { target: { value: 'WIN-BACK' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  fireEvent.change(field, { target: { value: 'Diwali' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(herald.draft.tags).toEqual(['win-back', 'high value', 'Diwali']));
  expect(asked('/api/ai/campaign-tags')).toEqual([{ segmentId: SEGMENT_ID, messageTemplate: 'Hi {name|there}' }]);
});

test('offers the time at which the audience orders, with the evidence, and takes it', async () => {
  const [best] = herald.sendTime.suggestions;
  open('review');
  const card = within(await screen.findByRole('region', { name: 'A good time to send' }));
  expect(card.getByText('Thursday 18:00–21:00')).toBeTruthy();
  fireEvent.click(card.getByRole('button', { name: 'Why this time' }));
  expect(await card.findByText(herald.sendTime.reason)).toBeTruthy();
  fireEvent.click(card.getByRole('button', { name: 'Use this time' }));
  await button(/^Schedule for 4,812 people on .* at 6:00\sPM$/);
  expect((await button('This time is chosen')).hasAttribute('disabled')).toBe(true);
  fireEvent.click(await button(/^Schedule for/));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Schedule for/ }));
  await waitFor(() => expect(herald.callsOf('POST')).toHaveLength(1));
  expect(herald.callsOf('POST')[0]?.body.scheduledAt).toBe(best?.next);
});

test('says why there is no time to suggest, and goes on without the answer', async () => {
  herald.sendTime = sampleSendTime({ suggestions: [], reason: 'Too few orders to tell.' });
  open('review');
  expect(await screen.findByText('Too few orders to tell.')).toBeTruthy();
  cleanup();
  herald.instead = ({ path }) => (path.endsWith('/send-time') ? { status: 408, body: {} } : undefined);
  open('review');
  await waitFor(async () => expect((await button('Send to 4,812 people now')).hasAttribute('disabled')).toBe(false));
  expect(screen.queryByRole('region', { name: 'A good time to send' })).toBeNull();
});

test('offers no suggestions of a model to whoever may not ask', async () => {
  open('message', ['campaigns.write', 'reports.read', 'people.read']);
  await message();
  expect(screen.queryByRole('button', { name: 'Suggest messages' })).toBeNull();
  cleanup();
  open('review', ['campaigns.write', 'reports.read', 'people.read']);
  await screen.findByLabelText('Tags', { selector: 'input' });
  expect(screen.queryByRole('button', { name: 'Suggest tags' })).toBeNull();
});
