/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Link, Route, Routes } from 'react-router-dom';

import { FakeDrafts } from '../../../features/campaigns/testing/fake-drafts.ts';
import { CAMPAIGN_ID, samplePreview } from '../../../features/campaigns/testing/sample-campaign.ts';
import { renderPage } from '../../../testing/render-page.tsx';
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

function open(address: string) {
  return renderPage(
    <>
      <Link to="/segments">Segments</Link>
      <Routes>
        <Route path="/campaigns/new" element={<CampaignWizardPage />} />
        <Route path="/campaigns/:id/edit" element={<CampaignWizardPage />} />
        <Route path="/campaigns" element={<h1>History</h1>} />
        <Route path="*" element={<h1>Elsewhere</h1>} />
      </Routes>
    </>,
    { address, path: '/*' },
  );
}

const isSaved = () => screen.findByText('Saved');
const type = async (label: string | RegExp, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const isDisabled = (element: HTMLElement) => (element as HTMLButtonElement).disabled;
const enabled = (name: string | RegExp) =>
  waitFor(() => {
    const found = screen.getByRole('button', { name });
    if (isDisabled(found)) throw new Error('is disabled');
    return found;
  });
const openMessage = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

test('makes a draft once a segment is chosen, under its own address, and keeps the focus', async () => {
  const page = open('/campaigns/new');
  const segment = await screen.findByRole('radio', { name: 'Big spenders' });
  expect(isDisabled(await button('Continue to the message'))).toBe(true);
  segment.focus();
  fireEvent.click(segment);
  await waitFor(() => expect(page.currentAddress()).toBe(EDIT));
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toMatch(/^Big spenders, \w+ \d+$/);
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Big spenders' }));
  await isSaved();
  expect(herald.callsOf('POST')).toHaveLength(1);
  expect(await screen.findAllByText('4,812')).toHaveLength(2);
  expect(screen.getByText('− 100')).toBeTruthy();
});

test('begins with the segment that a link names, once', async () => {
  const page = open(`/campaigns/new?segment=${herald.draft.segmentId}`);
  await waitFor(() => expect(page.currentAddress()).toBe(EDIT));
  await isSaved();
  expect(herald.callsOf('POST')).toHaveLength(1);
});

test('saves at once when one goes on to the next step', async () => {
  const page = open(EDIT);
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  await type('Name', 'Diwali sale');
  fireEvent.click(await button('Continue to the message'));
  expect(herald.callsOf('PATCH').map(({ body }) => body)).toEqual([{ name: 'Diwali sale', revision: 0 }]);
  await waitFor(() => expect(page.currentAddress()).toBe(`${EDIT}?step=message`));
});

test('inserts a merge tag where the caret is, with its fallback', async () => {
  herald.draft = { ...herald.draft, messageTemplate: 'Hi , welcome' };
  open(`${EDIT}?step=message`);
  const area = await openMessage();
  area.setSelectionRange(3, 3);
  await type('For whoever has none', 'friend');
  fireEvent.click(await button('Insert {firstName|friend}'));
  await waitFor(() => expect(area.value).toBe('Hi {firstName|friend}, welcome'));
  await waitFor(() => expect(document.activeElement).toBe(area));
  expect(area.selectionStart).toBe('Hi {firstName|friend}'.length);
});

test('says where a message is not understood, beside it', async () => {
  open(`${EDIT}?step=message`);
  const area = await openMessage();
  fireEvent.change(area, { target: { value: 'Hi\n{nmae}' } });
  expect(await screen.findByText(/unknown variable "nmae" at line 2, column 1/)).toBeTruthy();
  expect(area.getAttribute('aria-invalid')).toBe('true');
  fireEvent.click(await button('Go to the place'));
  expect(area.selectionStart).toBe(3);
});

test('says how many lack a value, and writes a fallback for them', async () => {
  herald.draft = { ...herald.draft, messageTemplate: 'Hi in {city}' };
  herald.preview = samplePreview({
    missing: [{ variable: 'city', recipients: 312, instead: '', isConditional: false }],
  });
  open(`${EDIT}?step=message`);
  await waitFor(() =>
    expect(document.body.textContent).toContain('312 recipients have no city; there they read nothing'),
  );
  fireEvent.click(await button('Add a fallback for city'));
  const field = await screen.findByLabelText<HTMLInputElement>('What they read instead');
  expect(field.value).toBe('your city');
  fireEvent.submit(field);
  expect((await openMessage()).value).toBe('Hi in {city|your city}');
});

test('says what another tab did, and goes on with the version that is chosen', async () => {
  open(EDIT);
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  herald.changeElsewhere({ name: 'Theirs' });
  await type('Name', 'Mine');
  await screen.findByText('This draft was changed elsewhere');
  fireEvent.click(await button('Load the newer version'));
  expect(await screen.findByRole('heading', { level: 1, name: 'Theirs' })).toBeTruthy();
  expect(screen.queryByText('This draft was changed elsewhere')).toBeNull();
});

test('leaves without a question when what was typed could be saved', async () => {
  const page = open(EDIT);
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  await type('Name', 'Mine');
  fireEvent.click(screen.getByRole('link', { name: 'Segments' }));
  await waitFor(() => expect(page.currentAddress()).toBe('/segments'));
  expect(herald.draft.name).toBe('Mine');
});

test('asks before what cannot be saved is lost', async () => {
  const page = open(EDIT);
  await screen.findByRole('heading', { level: 1, name: 'Diwali offer' });
  herald.instead = ({ method }) => (method === 'PATCH' ? { status: 503, body: { detail: 'not now' } } : undefined);
  await type('Name', 'Mine');
  fireEvent.click(screen.getByRole('link', { name: 'Segments' }));
  const dialog = await screen.findByRole('dialog', { name: 'Leave without saving?' });
  expect(screen.getByText('Could not save; trying again')).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Stay here' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(page.currentAddress()).toBe(EDIT);
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Mine');

  const unload = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(unload);
  expect(unload.defaultPrevented).toBe(true);

  fireEvent.click(screen.getByRole('link', { name: 'Segments' }));
  fireEvent.click(await button('Leave without saving'));
  await waitFor(() => expect(page.currentAddress()).toBe('/segments'));
});

test('says exactly what will happen, asks once more, and launches once however often one clicks', async () => {
  const page = open(`${EDIT}?step=review`);
  fireEvent.click(await enabled('Send to 4,812 people now'));
  const dialog = await screen.findByRole('dialog', { name: 'Send to 4,812 people now?' });
  expect(herald.callsOf('POST')).toEqual([]);
  const yes = within(dialog).getByRole('button', { name: 'Send to 4,812 people now' });
  fireEvent.click(yes);
  fireEvent.click(yes);
  await waitFor(() => expect(page.currentAddress()).toBe('/campaigns'));
  const launches = herald.callsOf('POST');
  expect(launches).toHaveLength(1);
  expect(launches[0]).toMatchObject({ path: `/api/campaigns/${CAMPAIGN_ID}/launch`, body: { revision: 0 } });
  expect(launches[0]?.headers['idempotency-key']).toBeTruthy();
  expect(page.router.state.location.state).toEqual({ launched: CAMPAIGN_ID });
  expect(await screen.findByText('“Diwali offer” is on its way')).toBeTruthy();
});

test('schedules for a time of the workspace, and says which', async () => {
  const page = open(`${EDIT}?step=review`);
  fireEvent.click(await screen.findByLabelText('Schedule for later'));
  expect(await screen.findByText(/In the time zone of the workspace, UTC/)).toBeTruthy();
  // Tomorrow at nine is proposed; the workspace of these tests is in UTC.
  fireEvent.click(await enabled(/^Schedule for 4,812 people on \w+ \d+(, \d+)? at 9:00\sAM$/));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Schedule for/ }));
  await waitFor(() => expect(page.currentAddress()).toBe('/campaigns'));
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  expect(herald.callsOf('POST')[0]?.body).toEqual({ revision: 0, scheduledAt: `${tomorrow}T09:00:00.000Z` });
});

test('repeats a launch whose answer got lost with the same key', async () => {
  open(`${EDIT}?step=review`);
  herald.instead = ({ path }) => (path.endsWith('/launch') ? { status: 504, body: {} } : undefined);
  fireEvent.click(await enabled('Send to 4,812 people now'));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: /^Send to/ }));
  await within(dialog).findByText('The campaign was not launched');
  fireEvent.click(within(dialog).getByRole('button', { name: /^Send to/ }));
  await waitFor(() => expect(herald.callsOf('POST')).toHaveLength(2));
  const [first, second] = herald.callsOf('POST').map(({ headers }) => headers['idempotency-key']);
  expect(second).toBe(first);
});

test('does not launch what another tab has changed, and offers to load it', async () => {
  const page = open(`${EDIT}?step=review`);
  fireEvent.click(await enabled('Send to 4,812 people now'));
  herald.changeElsewhere({ messageTemplate: 'Something else' });
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Send to/ }));
  expect(await screen.findByText('This draft was changed elsewhere')).toBeTruthy();
  expect(page.currentAddress()).toBe(`${EDIT}?step=review`);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(isDisabled(await button(/^Send to/))).toBe(true);
  fireEvent.click(await button('Load the newer version'));
  await enabled('Send to 4,812 people now');
});

test('tells why nothing can be sent, or would have to wait', async () => {
  herald.draft = { ...herald.draft, messageTemplate: '' };
  herald.preview = samplePreview({ willReceive: 0 });
  herald.delivery = { ...herald.delivery, sending: 'stopped' };
  open(`${EDIT}?step=review`);
  expect(await screen.findByText(/The message is empty/)).toBeTruthy();
  expect(await screen.findByText(/Nobody would receive it/)).toBeTruthy();
  expect(await screen.findByText(/Sending is stopped/)).toBeTruthy();
  expect(isDisabled(await button('Send to 0 people now'))).toBe(true);
});

test('tells that no worker is there, and lets one launch all the same', async () => {
  herald.delivery = { ...herald.delivery, workers: [] };
  open(`${EDIT}?step=review`);
  expect(await screen.findByText(/No worker is running/)).toBeTruthy();
  await enabled('Send to 4,812 people now');
});

test('does not offer a number that is not counted yet', async () => {
  open(`${EDIT}?step=review`);
  await enabled('Send to 4,812 people now');
  // The answer to the next question stays out.
  herald.instead = ({ path }) => (path.endsWith('/preview') ? { status: 503, body: {} } : undefined);
  fireEvent.click(await button('Edit the audience'));
  fireEvent.click(await screen.findByRole('radio', { name: 'Everybody' }));
  fireEvent.click(screen.getByRole('button', { name: /^\s*3?\s*Review/ }));
  expect(isDisabled(await button('Counting the recipients…'))).toBe(true);
});

test('goes to the report of what is no draft', async () => {
  herald.draft = { ...herald.draft, status: 'SENDING' };
  const page = open(EDIT);
  await waitFor(() => expect(page.currentAddress()).toBe(`/campaigns/${CAMPAIGN_ID}`));
});

test('deletes the draft, once one is sure', async () => {
  const page = open(EDIT);
  fireEvent.click(await button('More for this draft'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete draft' }));
  herald.instead = ({ method }) => (method === 'DELETE' ? { body: herald.draft } : undefined);
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete draft' }));
  await waitFor(() => expect(page.currentAddress()).toBe('/campaigns'));
  expect(herald.callsOf('DELETE')).toHaveLength(1);
});
