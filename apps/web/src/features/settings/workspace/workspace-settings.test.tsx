/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { Role, WorkspaceOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleProblem } from '../testing/samples.ts';
import { WorkspaceSettings } from './workspace-settings.tsx';

/** Long lists of choices are slow to be drawn without a browser. */
const PATIENTLY = { timeout: 8_000 };
const WORKSPACE: WorkspaceOutput = { name: 'Chai', timeZone: 'Asia/Kolkata', currency: 'INR', updatedAt: null };

let sent: unknown[] = [];
let restore = () => {};

function open({ role = 'owner', answer }: { role?: Role; answer?: FakeAnswer } = {}) {
  sent = [];
  restore = fakeApi((_path, { method, body }) => {
    if (method !== 'PATCH') return { body: WORKSPACE };
    const changes = JSON.parse(body as string) as object;
    sent.push(changes);
    return answer ?? { body: { ...WORKSPACE, ...changes } };
  });
  return renderPage(<WorkspaceSettings />, { permissions: permissionsOf({ role }) });
}

const saveButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save changes' });

afterEach(() => {
  cleanup();
  restore();
});

it('saves only what was changed, and only when something was', async () => {
  open();
  const name = await screen.findByLabelText('Name');
  expect(saveButton().disabled).toBe(true);
  fireEvent.change(name, { target: { value: ' Chai & Co ' } });
  fireEvent.click(saveButton());
  await screen.findByText('Workspace saved');
  expect(sent).toEqual([{ name: 'Chai & Co' }]);
});

it('saves another time zone and another currency', async () => {
  open();
  const zone = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Time zone' });
  expect(zone.value).toBe('Asia/Kolkata (UTC+05:30)');
  fireEvent.click(zone);
  fireEvent.click(await screen.findByText('Africa/Accra (UTC+00:00)', {}, PATIENTLY));
  const currency = screen.getByRole<HTMLInputElement>('combobox', { name: 'Currency' });
  fireEvent.click(currency);
  fireEvent.click(await screen.findByText('AUD – Australian Dollar', {}, PATIENTLY));
  fireEvent.click(saveButton());
  await waitFor(() => expect(sent).toEqual([{ timeZone: 'Africa/Accra', currency: 'AUD' }]));
}, 20_000);

it('says what a change means', async () => {
  open();
  expect(await screen.findByText(/mean the new days from then on/)).toBeTruthy();
  expect(screen.getByText(/converts nothing/)).toBeTruthy();
});

it('shows at the field what the API does not take', async () => {
  const message = 'must not be like that';
  open({ answer: sampleProblem(400, 'invalid_input', message, [{ path: 'name', message }]) });
  fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'Tea' } });
  fireEvent.click(saveButton());
  expect(await screen.findByText(message)).toBeTruthy();
  expect(screen.queryByText('The workspace was not saved')).toBeNull();
});

it.each<Role>(['marketer', 'analyst'])('is there to be read for a %s', async (role) => {
  open({ role });
  expect(await screen.findByText('Asia/Kolkata (UTC+05:30)')).toBeTruthy();
  expect(screen.getByText(/Owners of the workspace can change these/)).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull();
});
