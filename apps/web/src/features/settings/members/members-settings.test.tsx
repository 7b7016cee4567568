/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleMember, sampleProblem } from '../testing/samples.ts';
import { MembersSettings } from './members-settings.tsx';

const ME = sampleMember(1, { role: 'owner', name: 'Asha Rao' });
const INVITED = sampleMember(2, { hasSignedIn: false, lastSignInAt: null });

let writes: string[] = [];
let restore = () => {};

function open({ refusal, google = true }: { refusal?: FakeAnswer; google?: boolean } = {}) {
  writes = [];
  restore = fakeApi((path, { method, body }) => {
    if (path === '/auth/methods') return { body: { google, local: false, claimable: false } };
    if (path === '/api/me') {
      return { body: { member: ME, key: null, permissions: permissionsOf({ role: 'owner' }), isLocal: false } };
    }
    if (method === 'GET') return { body: [ME, INVITED] };
    writes.push(`${method} ${path} ${body === undefined ? '' : (body as string)}`.trim());
    if (refusal) return refusal;
    const given = body === undefined ? {} : (JSON.parse(body as string) as object);
    return { body: { ...INVITED, ...given } };
  });
  return renderPage(<MembersSettings />);
}

async function chooseRole(email: string, role: string) {
  fireEvent.click(await screen.findByRole('combobox', { name: `Role of ${email}` }));
  fireEvent.click(await screen.findByRole('option', { name: role }));
}

afterEach(() => {
  cleanup();
  restore();
});

it('lists who may sign in, who of them one is, and who was not here yet', async () => {
  open();
  const mine = within(await screen.findByRole('row', { name: /Asha Rao/ }));
  expect(await mine.findByText('You')).toBeTruthy();
  expect(mine.getByText('member1@example.com')).toBeTruthy();
  const other = within(screen.getByRole('row', { name: /member2@example.com/ }));
  expect(other.getByText(/Not yet, invited/)).toBeTruthy();
  expect(other.queryByText('You')).toBeNull();
});

it('says of each role what it may, as the table of permissions has it', async () => {
  open();
  const roles = within(await screen.findByRole('region', { name: 'What each role may do' }));
  expect(roles.getByText(/^May see figures, segments and campaigns/)).toBeTruthy();
  expect(roles.getByText(/^May do all that analysts may, .*create and send campaigns/)).toBeTruthy();
  expect(roles.getByText(/^May do all that marketers may, .*manage members/)).toBeTruthy();
});

it('invites somebody, and says what to tell them', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Invite member' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite member' }));
  fireEvent.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(await dialog.findByText('Whom do you invite?')).toBeTruthy();
  fireEvent.change(dialog.getByLabelText('Email'), { target: { value: ' ravi@example.com' } });
  fireEvent.click(dialog.getByRole('radio', { name: 'Analyst' }));
  fireEvent.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(await dialog.findByText(`${window.location.origin}/sign-in`)).toBeTruthy();
  expect(dialog.getByText(/sign in with Google at/).textContent).toMatch(/ravi@example.com may come in as analyst/);
  expect(dialog.getByRole('button', { name: 'Copy address' })).toBeTruthy();
  expect(writes).toEqual(['POST /api/members {"email":"ravi@example.com","role":"analyst"}']);
});

it('says why nobody was invited', async () => {
  open({ refusal: sampleProblem(409, 'conflict', 'ravi@example.com is a member already') });
  fireEvent.click(await screen.findByRole('button', { name: 'Invite member' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite member' }));
  fireEvent.change(dialog.getByLabelText('Email'), { target: { value: 'ravi@example.com' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(await dialog.findByText('ravi@example.com is a member already')).toBeTruthy();
});

it('changes a role', async () => {
  open();
  await chooseRole('member2@example.com', 'Owner');
  expect(await screen.findByText('member2@example.com is owner now')).toBeTruthy();
  expect(writes).toEqual([`PATCH /api/members/${INVITED.id} {"role":"owner"}`]);
});

it('asks before one gives up being an owner, and says that the last one cannot', async () => {
  open({ refusal: sampleProblem(409, 'conflict', 'this is the last owner who can sign in') });
  await screen.findByText('You');
  await chooseRole('member1@example.com', 'Marketer');
  const dialog = within(await screen.findByRole('dialog', { name: 'Become marketer yourself?' }));
  expect(writes).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Change my role' }));
  expect(await dialog.findByText('this is the last owner who can sign in')).toBeTruthy();
});

it('says why the role of somebody else was not changed', async () => {
  open({ refusal: sampleProblem(409, 'conflict', 'this is the last owner who can sign in') });
  await chooseRole('member2@example.com', 'Analyst');
  expect(await screen.findByText('The role was not changed')).toBeTruthy();
  expect(screen.getByText(/this is the last owner who can sign in/)).toBeTruthy();
});

it('removes a member once that is confirmed', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Remove member2@example.com' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Remove member2@example.com?' }));
  expect(dialog.getByText(/signed out at once/)).toBeTruthy();
  expect(writes).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Remove member' }));
  await waitFor(() => expect(writes).toEqual([`DELETE /api/members/${INVITED.id}`]));
});

it('warns where nobody can sign in with Google', async () => {
  open({ google: false });
  expect(await screen.findByText('Signing in with Google is not set up')).toBeTruthy();
});
