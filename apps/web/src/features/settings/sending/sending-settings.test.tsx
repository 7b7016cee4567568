/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { DeliveryStateOutput, Role } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleDelivery, sampleProblem } from '../testing/samples.ts';
import { SendingSettings } from './sending-settings.tsx';

const STOPPED = sampleDelivery({ sending: 'stopped', reason: 'Wrong price', stoppedAt: '2026-11-01T10:00:00.000Z' });

let writes: string[] = [];
let restore = () => {};

function open(state: DeliveryStateOutput, { role = 'marketer', refusal }: { role?: Role; refusal?: FakeAnswer } = {}) {
  writes = [];
  restore = fakeApi((path, { method, body }) => {
    if (method === 'GET') return { body: state };
    writes.push(`${path} ${body === undefined ? '' : (body as string)}`.trim());
    return refusal ?? { body: path.endsWith('/stop') ? STOPPED : sampleDelivery() };
  });
  return renderPage(<SendingSettings />, { permissions: permissionsOf({ role }) });
}

async function openStop() {
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all sending' }));
  return within(await screen.findByRole('dialog', { name: 'Stop all sending?' }));
}

afterEach(() => {
  cleanup();
  restore();
});

it('stops all sending with a reason, after it said what happens, and starts it again', async () => {
  open(sampleDelivery());
  const dialog = await openStop();
  expect(dialog.getByText(/No message of any campaign is handed to the vendor/)).toBeTruthy();
  fireEvent.change(dialog.getByLabelText('Reason'), { target: { value: ' Wrong price ' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Stop all sending' }));
  expect(await screen.findByText(/Wrong price/)).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Start sending again' }));
  expect(await screen.findByText('Messages go out')).toBeTruthy();
  expect(writes).toEqual(['/api/delivery/stop {"reason":"Wrong price"}', '/api/delivery/start']);
});

it('says why it was not stopped', async () => {
  open(sampleDelivery(), { refusal: sampleProblem(503, 'unavailable', 'Herald is too busy') });
  const dialog = await openStop();
  fireEvent.click(dialog.getByRole('button', { name: 'Stop all sending' }));
  expect(await dialog.findByText('Herald is too busy')).toBeTruthy();
  expect(writes).toEqual(['/api/delivery/stop {}']);
});

it('shows through whom each worker sends, and what waits', async () => {
  open(sampleDelivery());
  const workers = within(await screen.findByRole('region', { name: 'Workers' }));
  expect(workers.getByText('https://vendor.example')).toBeTruthy();
  expect(workers.getByText('10 s')).toBeTruthy();
  expect(workers.getByText('32 at once')).toBeTruthy();
  expect(workers.queryByText('Mock vendor')).toBeNull();
  const receipts = within(screen.getByRole('region', { name: 'Receipts' }));
  expect(receipts.getByText('12')).toBeTruthy();
  expect(receipts.getByText('3')).toBeTruthy();
  expect(screen.getByText('VENDOR_URL')).toBeTruthy();
});

it('says what is wrong with a vendor, and that no worker runs', async () => {
  const [worker] = sampleDelivery().workers;
  const vendorTrouble = {
    since: '2026-11-01T10:00:00.000Z',
    failuresInRow: 7,
    heldUntil: '2026-11-01T10:01:00.000Z',
    lastError: 'it answered 503',
  };
  open(sampleDelivery({ workers: worker ? [{ ...worker, vendorTrouble }] : [] }));
  expect(await screen.findByText('Vendor in trouble')).toBeTruthy();
  expect(screen.getByText(/7 calls in a row failed/)).toBeTruthy();
  expect(screen.getByText(/it answered 503/)).toBeTruthy();
  cleanup();
  restore();
  open(sampleDelivery({ workers: [] }));
  expect(await screen.findByText('No worker runs')).toBeTruthy();
});

it.each([
  ['on', sampleDelivery()],
  ['stopped', STOPPED],
])('has no switch for an analyst while it is %s', async (_state, state) => {
  open(state, { role: 'analyst' });
  expect(await screen.findByText(/Owners and marketers can/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /sending/ })).toBeNull();
  expect(screen.getByRole('region', { name: 'Workers' })).toBeTruthy();
});
