/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import type { ApiKeyOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleKey, sampleMember, sampleProblem } from '../testing/samples.ts';
import { KeysSettings } from './keys-settings.tsx';

const TOKEN = 'hrd_live_secret';
const MAKER = sampleMember(1, { name: 'Asha Rao' });

let writes: { call: string; body: Record<string, unknown> }[] = [];
let restore = () => {};

function open(keys: ApiKeyOutput[], refusal?: FakeAnswer) {
  writes = [];
  restore = fakeApi((path, { method, body }) => {
    if (path.startsWith('/api/members')) return { body: [MAKER] };
    if (method === 'GET') return { body: keys };
    writes.push({
      call: `${method} ${path}`,
      body: body === undefined ? {} : (JSON.parse(body as string) as Record<string, unknown>),
    });
    if (refusal) return refusal;
    return method === 'POST' ? { status: 201, body: { ...sampleKey(9), token: TOKEN } } : { body: keys[0] };
  });
  return renderPage(<KeysSettings />);
}

async function act(item: string) {
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for Key 1' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

afterEach(() => {
  cleanup();
  restore();
});

it('shows of a key what it may, who made it and its end, never the key', async () => {
  open([sampleKey(1, { createdBy: MAKER.id, mode: 'test', scopes: ['ingest', 'read'] })]);
  const row = within(await screen.findByRole('row', { name: /Key 1/ }));
  expect(row.getByText('Send data, Read')).toBeTruthy();
  expect(row.getByText('Test')).toBeTruthy();
  expect(row.getByText('…wXyZ')).toBeTruthy();
  expect(await row.findByText(/Asha Rao/)).toBeTruthy();
});

it('folds away what is not good any more', async () => {
  open([sampleKey(1), sampleKey(2, { state: 'revoked', revokedAt: '2026-11-01T10:00:00.000Z' })]);
  await screen.findByText('Key 1');
  expect(screen.queryByText('Key 2')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: '1 expired or revoked key' }));
  const row = within(await screen.findByRole('row', { name: /Key 2/, hidden: true }));
  expect(row.getByText('…wXyZ')).toBeTruthy();
  expect(row.getAllByText(/^Revoked/)).not.toHaveLength(0);
  expect(screen.queryByRole('button', { name: 'Actions for Key 2' })).toBeNull();
});

it('makes a key and shows it once', async () => {
  open([]);
  await screen.findByText('No key is active');
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  const form = within(await screen.findByRole('dialog', { name: 'Create API key' }));
  fireEvent.click(form.getByRole('button', { name: 'Create key' }));
  expect(await form.findByText('Say what the key is for')).toBeTruthy();
  expect(form.getByText(/^May .*create and send campaigns/)).toBeTruthy();
  fireEvent.change(form.getByLabelText('Name'), { target: { value: 'Shop' } });
  fireEvent.click(form.getByRole('checkbox', { name: 'Read' }));
  fireEvent.click(form.getByRole('radio', { name: 'Test' }));
  fireEvent.click(form.getByRole('combobox', { name: 'Expires' }));
  fireEvent.click(await screen.findByRole('option', { name: 'In 30 days' }));
  fireEvent.click(form.getByRole('button', { name: 'Create key' }));
  const shown = within(await screen.findByRole('dialog', { name: 'Your new key' }));
  expect(shown.getByText(TOKEN)).toBeTruthy();
  expect(shown.getByText(/^curl .*-H 'Authorization: Bearer hrd_live_secret'$/s)).toBeTruthy();
  expect(shown.getByText(/nobody can see .* again/)).toBeTruthy();
  expect(writes[0]).toEqual({
    call: 'POST /api/keys',
    body: { name: 'Shop', scopes: ['ingest', 'read'], mode: 'test', expiresAt: expect.any(String) },
  });
  const days = (Date.parse(String(writes[0]?.body['expiresAt'])) - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(30, 1);
  fireEvent.click(shown.getByText('Close'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  expect(await screen.findByRole('dialog', { name: 'Create API key' })).toBeTruthy();
  expect(document.body.textContent).not.toContain(TOKEN);
});

it('rotates a key with hours in which both are good, and shows the new one', async () => {
  open([sampleKey(1)]);
  await act('Rotate');
  const form = within(await screen.findByRole('dialog', { name: 'Rotate “Key 1”' }));
  fireEvent.change(form.getByLabelText('Hours that both are good'), { target: { value: '48' } });
  fireEvent.click(form.getByRole('button', { name: 'Rotate key' }));
  const shown = within(await screen.findByRole('dialog', { name: 'Your new key' }));
  expect(shown.getByText(TOKEN)).toBeTruthy();
  expect(shown.getByText(/The former key is good until/)).toBeTruthy();
  expect(writes).toEqual([{ call: `POST /api/keys/${sampleKey(1).id}/rotate`, body: { overlapHours: 48 } }]);
});

it('says why a key was not rotated', async () => {
  open([sampleKey(1)], sampleProblem(409, 'conflict', 'the key was rotated before'));
  await act('Rotate');
  const form = within(await screen.findByRole('dialog', { name: 'Rotate “Key 1”' }));
  fireEvent.click(form.getByRole('button', { name: 'Rotate key' }));
  expect(await form.findByText('the key was rotated before')).toBeTruthy();
});

it('renames a key', async () => {
  open([sampleKey(1)]);
  await act('Rename');
  const form = within(await screen.findByRole('dialog', { name: 'Rename “Key 1”' }));
  expect(form.getByRole<HTMLButtonElement>('button', { name: 'Rename key' }).disabled).toBe(true);
  fireEvent.change(form.getByLabelText('Name'), { target: { value: 'Till' } });
  fireEvent.click(form.getByRole('button', { name: 'Rename key' }));
  expect(await screen.findByText('Key renamed')).toBeTruthy();
  expect(writes).toEqual([{ call: `PATCH /api/keys/${sampleKey(1).id}`, body: { name: 'Till' } }]);
});

it('revokes a key once that is confirmed', async () => {
  open([sampleKey(1)]);
  await act('Revoke');
  const dialog = within(await screen.findByRole('dialog', { name: 'Revoke “Key 1”?' }));
  expect(writes).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Revoke key' }));
  await waitFor(() => expect(writes).toEqual([{ call: `DELETE /api/keys/${sampleKey(1).id}`, body: {} }]));
});
