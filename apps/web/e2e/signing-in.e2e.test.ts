import { expect } from '@jest/globals';

import { expectAccessible } from '../../../scripts/testing/e2e/accessibility.ts';
import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import { pressAt } from '../../../scripts/testing/e2e/keyboard.ts';
import { open, settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import { linkTo } from './pages/main-nav.ts';

const test = endToEnd();

test('whoever has not signed in is asked to, and comes in as the owner of a trial, by keyboard', async (journey) => {
  const { page } = await journey.visit();
  await page.goto('/campaigns');
  await page.waitForURL('/sign-in');
  await pressAt(page, page.getByRole('button', { name: 'Sign in as the demo owner' }));
  await page.waitForURL('/');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.getByRole('note').filter({ hasText: 'Never in production' }).waitFor();
});

test('whoever was refused reads why, and what to do', async (journey) => {
  const { page } = await journey.visit();
  await page.goto('/sign-in?refused=not_invited');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('Ask an owner to invite its address');
  await settled(page);
  await expectAccessible(page, 'the refusal');
  await screenshots(page, 'sign-in-refused');
});

test('what an address claims of a refusal is not shown', async (journey) => {
  const { page } = await journey.visit();
  await page.goto('/sign-in?refused=call-this-number');
  await settled(page);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.getByText('call-this-number').count()).toBe(0);
});

test('whoever is signed out on a page is led to the sign-in, and sees nothing more of it', async (journey) => {
  const { page, faults } = await journey.visit({ as: 'marketer' });
  await open(page, '/');
  faults.allow(/^answer: 401 /);
  // At the server, as from another window. Without its cookie alone a page might get it back: each answer renews it.
  const status = await page.evaluate(`fetch('/auth/logout', { method: 'POST' }).then(({ status }) => status)`);
  expect(status).toBe(200);
  // Of what it has just asked it keeps the answer for a moment; of this it has none yet.
  await linkTo(page, 'Customers').click();
  await page.waitForURL('/sign-in');
  expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
});

test('signing out ends the session in every window', async (journey) => {
  const { page, context, faults } = await journey.visit({ as: 'owner' });
  await page.goto('/');
  const other = await context.newPage();
  await other.goto('/');
  faults.allow(/^answer: 401 /);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('/sign-in');
  await linkTo(other, 'Customers').click();
  await other.waitForURL('/sign-in');
});
