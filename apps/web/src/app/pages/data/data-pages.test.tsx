/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { Blob } from 'node:buffer';
import { TextDecoder } from 'node:util';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { type FakeAnswer, fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { AddDataPage } from './add-data-page.tsx';
import { IngestionPage } from './ingestion-page.tsx';

// jsdom's own cannot be read.
Object.assign(globalThis, { Blob, TextDecoder });

const INGESTION = '0197aaaa-0000-7000-8000-0000000000aa';
// A machine that does much else at once takes its time to render forms.
jest.setTimeout(60_000);
const NOW = '2026-11-28T10:00:00.000Z';
const batch = (more: object = {}) => ({
  id: INGESTION,
  kind: 'CUSTOMERS',
  state: 'COMPLETED',
  received: 2,
  stored: 2,
  rejected: 0,
  createdAt: NOW,
  completedAt: NOW,
  rejectedRows: [],
  ...more,
});
const rejected = batch({
  stored: 1,
  rejected: 1,
  rejectedRows: [{ index: 1, reason: 'no customer has this id', row: { id: 'x' } }],
});
const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail: `it says ${code}`, requestId: 'r' },
  ...more,
});

interface Posted {
  path: string;
  key: string | undefined;
  rows: unknown;
}

let restore = () => {};
let posted: Posted[] = [];
/** What the next calls that bring rows are answered; then they are taken. */
let refusals: (FakeAnswer | undefined)[] = [];
let answers: Record<string, FakeAnswer> = {};

beforeEach(() => {
  posted = [];
  refusals = [];
  answers = {
    '/api/segments/fields': {
      body: {
        fields: [],
        orderFields: [],
        limits: { levels: 1, conditions: 1, listValues: 1, textLength: 1, days: 1 },
        timeZone: 'UTC',
        currency: 'USD',
      },
    },
    '/api/ingestions': { body: [] },
    [`/api/ingestions/${INGESTION}`]: { body: batch() },
  };
  restore = fakeApi((address, { method = 'GET', body, headers }) => {
    const { pathname } = new URL(address, 'http://herald');
    if (method === 'GET') return answers[pathname];
    posted.push({
      path: pathname,
      key: (headers as Record<string, string>)['idempotency-key'],
      rows: JSON.parse(body as string),
    });
    if (refusals.length > 0) return refusals.shift();
    return { status: 202, body: { ingestionId: INGESTION, received: 2 } };
  });
});
afterEach(() => {
  cleanup();
  restore();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const findAndPress = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));

async function paste(text: string, kind = 'customers') {
  const page = renderPage(<AddDataPage />, { address: `/data?kind=${kind}`, path: '/data' });
  await findAndPress('Paste rows instead');
  fireEvent.change(screen.getByLabelText(/^Rows, with a header/), { target: { value: text } });
  press('Read rows');
  return page;
}

describe('adding data', () => {
  test('reads, lets one mend and skip, sends, and says what became of it', async () => {
    answers[`/api/ingestions/${INGESTION}`] = { body: rejected };
    await paste('E-mail,First name,Plan\nada@example.com,Ada,pro\nbo,Bo,free\nwrong,Cy,\n');
    const columns = await screen.findByRole('list', { name: 'Columns of the file' });
    expect(
      within(columns)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toHaveLength(3);
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'What First name becomes' }).value).toBe(
      'First name',
    );
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'What Plan becomes' }).value).toBe(
      'Custom attribute',
    );
    press('Check all rows');
    const bad = await screen.findByRole('list', { name: 'Rows with problems' });
    expect(within(bad).getAllByText('E-mail must be an email address')).toHaveLength(2);
    const input = screen.getByLabelText('E-mail in row 3');
    fireEvent.change(input, { target: { value: 'bo@example.com' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    await screen.findByText('Mended');
    press('Skip 1 and send 2 customers');
    await screen.findByText('Herald is through with all of it.');
    expect(posted).toEqual([
      {
        path: '/api/user',
        key: expect.stringMatching(/^[\w-]{36}$/),
        rows: [
          { email: 'ada@example.com', name: 'Ada', attributes: { Plan: 'pro' } },
          { email: 'bo@example.com', name: 'Bo', attributes: { Plan: 'free' } },
        ],
      },
    ]);
    expect(screen.getByText('2 customers were sent, 1 row skipped.')).toBeTruthy();
    const row = screen.getByRole('row', { name: /no customer has this id/ });
    expect(within(row).getByText('3')).toBeTruthy();
    expect(within(row).getByRole('link', { name: 'See the batch' }).getAttribute('href')).toBe(`/data/${INGESTION}`);
  });

  test('asks what it cannot know before it goes on', async () => {
    await paste('order id,email,date,total\n1,a@b.co,01/02/2026,5.50\n', 'orders');
    await screen.findByText('Say which comes first in “date”: the day or the month.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Check all rows' }).disabled).toBe(true);
    fireEvent.click(screen.getByRole('combobox', { name: 'Whether the day or the month comes first in date' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Day first: 31/12/26' }));
    press('Check all rows');
    await findAndPress('Send 1 order');
    await screen.findByText('Everything is sent');
    expect(posted[0]).toMatchObject({
      path: '/api/order',
      rows: [{ externalId: '1', customerEmail: 'a@b.co', orderedAt: '2026-02-01', amount: 5.5 }],
    });
  });

  test('waits while Herald cannot take it, says so, and sends the very same call again', async () => {
    refusals = [problem(503, 'unavailable', { headers: { 'retry-after': '600' } }), undefined];
    await paste('email\na@b.co\n');
    await findAndPress('Check all rows');
    await findAndPress('Send 1 customer');
    await screen.findByText('Waiting to go on');
    expect(screen.getByText(/it says unavailable/)).toBeTruthy();
    press('Try now');
    await waitFor(() => expect(screen.getByText(/cannot be reached/)).toBeTruthy());
    press('Try now');
    await screen.findByText('Everything is sent');
    expect(new Set(posted.map(({ key }) => key)).size).toBe(1);
    expect(posted).toHaveLength(3);
  });

  test('stops when told, and says what is not sent', async () => {
    refusals = [problem(429, 'rate_limited', { headers: { 'retry-after': '600' } })];
    await paste('email\na@b.co\nb@b.co\n');
    await findAndPress('Check all rows');
    await findAndPress('Send 2 customers');
    await screen.findByText('Waiting to go on');
    press('Stop sending');
    await screen.findByText('Stopped before the end');
    expect(screen.getByText(/0 customers were sent\. 2 rows were not\./)).toBeTruthy();
    expect(posted).toHaveLength(1);
  });

  test('keeps whoever leaves from stopping it by accident', async () => {
    refusals = [problem(429, 'rate_limited', { headers: { 'retry-after': '600' } })];
    const { router, currentAddress } = await paste('email\na@b.co\n');
    await findAndPress('Check all rows');
    await findAndPress('Send 1 customer');
    await screen.findByText('Waiting to go on');
    await act(() => router.navigate('/customers'));
    await screen.findByRole('dialog', { name: 'Stop sending?' });
    press('Stay here');
    expect(currentAddress()).toBe('/data?kind=customers');
    press('Stop sending');
    await screen.findByText('Stopped before the end');
    await act(() => router.navigate('/customers'));
    await waitFor(() => expect(currentAddress()).toBe('/customers'));
  });

  test('says why something cannot be read', async () => {
    await paste('[1, 2]');
    expect((await screen.findByRole('alert')).textContent).toContain('is no list of objects');
  });

  test('shows the command for a shop, with the key that is put in', async () => {
    renderPage(<AddDataPage />, { address: '/data' });
    const command = await screen.findByRole('region', { name: 'Command' });
    expect(command.textContent).toContain('Authorization: Bearer <your key>');
    fireEvent.change(screen.getByLabelText('Your API key'), { target: { value: 'hrd_live_x' } });
    expect(command.textContent).toContain('Authorization: Bearer hrd_live_x');
  });

  test('lets analysts see how batches went, and says why there is no more', async () => {
    answers['/api/ingestions'] = { body: [batch({ rejectedRows: undefined })] };
    renderPage(<AddDataPage />, { address: '/data', permissions: permissionsOf({ role: 'analyst' }) });
    await screen.findByText('Adding data is not part of your role');
    expect(await screen.findByRole('link', { name: /^Customers/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Paste|Copy/ })).toBeNull();
  });
});

describe('one batch', () => {
  const open = (permissions = permissionsOf({ role: 'owner' })) =>
    renderPage(<IngestionPage />, { address: `/data/${INGESTION}`, path: '/data/:id', permissions });

  test('shows its rejected rows, with why and what they said', async () => {
    answers[`/api/ingestions/${INGESTION}`] = { body: rejected };
    open();
    const row = await screen.findByRole('row', { name: /no customer has this id/ });
    expect(within(row).getByText('{"id":"x"}')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Download as CSV' })).toBeTruthy();
  });

  test('shows an analyst why, and not the rows', async () => {
    answers[`/api/ingestions/${INGESTION}`] = {
      body: { ...rejected, rejectedRows: [{ index: 1, reason: 'no customer has this id', row: null }] },
    };
    open(permissionsOf({ role: 'analyst' }));
    await screen.findByText('no customer has this id');
    expect(screen.queryByRole('columnheader', { name: 'As it was sent' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Download as CSV' })).toBeNull();
  });

  test('says so when all went well, and when there is none', async () => {
    open();
    expect(await screen.findByText('All rows are stored')).toBeTruthy();
    cleanup();
    answers[`/api/ingestions/${INGESTION}`] = problem(404, 'not_found');
    open();
    await screen.findByRole('heading', { level: 1, name: 'No such batch' });
  });
});
