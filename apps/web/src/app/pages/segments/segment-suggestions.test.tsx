/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { LookalikesOutput, Role, SegmentDetailOutput, SendTimeOutput } from '@herald/shared';
import { act, cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';

import { EXAMPLE_FIELDS } from '../../../features/segments/testing/example-catalogue.ts';
import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleSendTime } from '../../../testing/sample-suggestions.ts';
import { NewSegmentPage } from './new-segment-page.tsx';
import { SegmentPage } from './segment-page.tsx';

jest.setTimeout(60_000);
// Lists that are closed stay in the document; to find out of each element whether it is seen takes long.
configure({ defaultHidden: true });

const ID = '01975a3e-8f00-7000-8000-000000000000';
const AT = '2026-11-01T10:00:00.000Z';
const segment: SegmentDetailOutput = {
  id: ID,
  name: 'Best of Pune',
  kind: 'static',
  rules: { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'Pune' }] },
  description: 'city is "Pune"',
  error: null,
  audienceSize: 40,
  lastComputedAt: AT,
  usedBy: { campaigns: 0, segments: 0 },
  users: { campaigns: [], segments: [] },
  createdAt: AT,
  updatedAt: AT,
};
const ann = { id: ID, name: 'Ann', email: null, city: 'Pune', totalSpend: 12, orderCount: 1, lastOrderAt: null };
const lookalikes: LookalikesOutput = {
  segment: { id: ID, name: 'Best of Pune', audienceSize: 40 },
  rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', value: 900 }] },
  description: 'total spend is at least 900',
  found: 220,
  likenesses: [
    {
      field: 'totalSpend',
      label: 'total spend',
      inSegment: '900 to 4,000',
      rule: 'at least 900',
      weight: 'sets them apart most',
    },
    { field: 'city', label: 'city', inSegment: 'Pune', rule: null, weight: 'is as common among the others' },
  ],
  sample: [{ ...ann, name: 'Bela', similarity: 96.4 }],
  reason: 'They were compared by what 40 people have in common.',
};

let sendTime: SendTimeOutput;
let found: FakeAnswer;
let asked: unknown[];
let restore: () => void;

beforeEach(() => {
  sendTime = sampleSendTime();
  found = { body: lookalikes };
  asked = [];
  restore = fakeApi((path, { body }) => {
    if (path.endsWith('/send-time')) return { body: sendTime };
    if (path.endsWith('/lookalikes')) {
      asked.push(JSON.parse(body as string));
      return found;
    }
    if (path === '/api/segments/fields') return { body: EXAMPLE_FIELDS };
    if (path === '/api/segments/preview') return { status: 503, body: {} };
    return { body: path.includes('/audience') ? [ann] : segment };
  });
});
afterEach(() => {
  cleanup();
  restore();
});

const open = (role: Role = 'marketer') =>
  renderPage(
    <Routes>
      <Route path="/segments/new" element={<NewSegmentPage />} />
      <Route path="/segments/:id" element={<SegmentPage />} />
    </Routes>,
    { address: `/segments/${ID}`, path: '/*', permissions: permissionsOf({ role }) },
  );

test('says when to send, with each number of the map in a table too', async () => {
  open('analyst');
  const card = within(await screen.findByRole('region', { name: 'When to send' }));
  expect(await card.findByText(sendTime.reason)).toBeTruthy();
  expect(card.getByRole('list', { name: 'Good times' }).textContent).toContain('Thursday 18:00–21:00: 27%');
  expect(card.getByRole('img', { name: 'Orders by hour of the week, most on Thursday 18:00–21:00' })).toBeTruthy();
  expect(card.queryByRole('table')).toBeNull();
  fireEvent.click(card.getByRole('button', { name: 'The numbers as a table' }));
  const row = within(await card.findByRole('table')).getByRole('row', { name: /^18:00/ });
  expect(
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  ).toEqual(['2', '2', '2', '40', '2', '2', '2']);
});

test('says why it cannot say when to send', async () => {
  sendTime = sampleSendTime({ suggestions: [], orders: 0, customers: 0, reason: 'Nobody here has ordered yet.' });
  open();
  expect(await screen.findByText('Nobody here has ordered yet.')).toBeTruthy();
  expect(screen.queryByRole('img', { name: /Orders by hour/ })).toBeNull();
});

test('finds look-alikes, explains them, and hands their rules to the builder as a draft', async () => {
  const { currentAddress } = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Find look-alikes' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Find look-alikes' }));
  const size = await dialog.findByLabelText('About how many people');
  fireEvent.change(size, { target: { value: '0' } });
  expect(dialog.getByText('A whole number from 1 to 1,000,000')).toBeTruthy();
  expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Find them' }).disabled).toBe(true);
  fireEvent.change(size, { target: { value: '200' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Find them' }));
  const answer = within(await dialog.findByRole('region', { name: '220 people like them' }));
  expect(asked).toEqual([{ size: 200 }]);
  expect(answer.getByText('Total spend is at least 900.')).toBeTruthy();
  expect(answer.getByRole('row', { name: /Total spend 900 to 4,000 at least 900 sets them apart most/ })).toBeTruthy();
  expect(answer.getByRole('row', { name: /City Pune Nothing/ })).toBeTruthy();
  expect(answer.getByRole('row', { name: /Bela.*96 %/ })).toBeTruthy();
  fireEvent.click(answer.getByRole('button', { name: 'Open in the builder' }));
  await waitFor(() => expect(currentAddress()).toBe('/segments/new'));
  expect(await screen.findByRole('group', { name: 'Rule 1' })).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Like Best of Pune');
});

test('says so when there is nobody to resemble', async () => {
  const none = { ...lookalikes, rules: null, description: null, found: 0, likenesses: [], sample: [] };
  found = { body: { ...none, reason: 'Nobody is in the segment.' } };
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Find look-alikes' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Find them' }));
  expect(await screen.findByText('Nobody is in the segment.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Open in the builder' })).toBeNull();
});

test('an analyst looks for nobody', async () => {
  open('analyst');
  await screen.findByRole('heading', { level: 1, name: 'Best of Pune' });
  expect(screen.queryByRole('button', { name: 'Find look-alikes' })).toBeNull();
});

test('gives the focus back to what opened the look-alikes', async () => {
  open();
  const opener = await screen.findByRole('button', { name: 'Find look-alikes' });
  act(() => opener.focus());
  fireEvent.click(opener);
  const size = await within(await screen.findByRole('dialog')).findByLabelText('About how many people');
  await waitFor(() => expect(document.activeElement).toBe(size));
  fireEvent.keyDown(size, { key: 'Escape' });
  await waitFor(() => expect(document.activeElement).toBe(opener));
});
