/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { Role } from '@herald/shared';
import { cleanup, fireEvent, screen } from '@testing-library/react';

import { sampleDelivery } from '../../../features/settings/testing/samples.ts';
import { fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { MembersPage } from './members-page.tsx';
import { QueuesPage } from './queues-page.tsx';
import { SettingsLayout } from './settings-layout.tsx';

let restore = () => {};

afterEach(() => {
  cleanup();
  restore();
});

const tabs = () => screen.getAllByRole('tab').map(({ textContent }) => textContent);

it.each<[Role, string[]]>([
  ['owner', ['Workspace', 'Members', 'API keys', 'Sending', 'Suggestions', 'Audit log', 'Queues']],
  ['marketer', ['Workspace', 'Sending', 'Suggestions']],
  ['analyst', ['Workspace', 'Sending', 'Suggestions']],
])('shows a member who is %s the tabs that are for them', (role, expected) => {
  renderPage(<SettingsLayout />, { address: '/settings/workspace', permissions: permissionsOf({ role }) });
  expect(tabs()).toEqual(expected);
});

it('leads to the page of a tab', async () => {
  const { currentAddress } = renderPage(<SettingsLayout />, { address: '/settings/workspace' });
  fireEvent.click(screen.getByRole('tab', { name: 'Sending' }));
  await screen.findByText('Elsewhere');
  expect(currentAddress()).toBe('/settings/sending');
});

it('says of a page for owners that it is one, without asking the API', async () => {
  const asked: string[] = [];
  restore = fakeApi((path) => {
    asked.push(path);
    return undefined;
  });
  renderPage(<MembersPage />, { permissions: permissionsOf({ role: 'marketer' }) });
  expect(screen.getByText('This is for owners')).toBeTruthy();
  expect(asked).toEqual([]);
});

it('leads owners to the queues in a new tab', async () => {
  restore = fakeApi(() => ({ body: sampleDelivery() }));
  renderPage(<QueuesPage />);
  const link = screen.getByRole('link', { name: 'Open the queues' });
  expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual(['/queues', '_blank']);
  expect(await screen.findByText('12')).toBeTruthy();
});
