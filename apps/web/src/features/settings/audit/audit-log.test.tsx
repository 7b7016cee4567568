/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it } from '@jest/globals';
import type { AuditEventOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { sampleEvent, sampleKey, sampleMember, sampleProblem } from '../testing/samples.ts';
import { AuditLog } from './audit-log.tsx';

const MEMBER = sampleMember(1, { name: 'Asha Rao' });
const KEY = sampleKey(2, { name: 'Shop' });

let calls: string[] = [];
let restore = () => {};

function open(
  events: AuditEventOutput[],
  { address = '/settings/audit', answer }: { address?: string; answer?: FakeAnswer } = {},
) {
  calls = [];
  restore = fakeApi((path) => {
    if (path.startsWith('/api/members')) return { body: [MEMBER] };
    if (path.startsWith('/api/keys')) return { body: [KEY] };
    calls.push(path);
    const isFirst = !path.includes('cursor=');
    return answer ?? { body: events, headers: isFirst ? { link: '</api/audit?cursor=next1>; rel="next"' } : {} };
  });
  return renderPage(<AuditLog />, { address });
}

afterEach(() => {
  cleanup();
  restore();
});

it('says who did what, in words and as a code, and leads to it', async () => {
  open([sampleEvent(1)]);
  await screen.findByText('Asha Rao', { selector: 'td *' });
  const row = within(screen.getByRole('row', { name: /Asha Rao/ }));
  expect(row.getByText('Launched a campaign')).toBeTruthy();
  expect(row.getByText('campaign.launch')).toBeTruthy();
  expect(row.getByText('Done')).toBeTruthy();
  expect(row.getByText('127.0.0.1')).toBeTruthy();
  expect(row.getByRole('link').getAttribute('href')).toBe(`/campaigns/${sampleEvent(1).subjectId}`);
});

it('says what was refused, also where the action has no words', async () => {
  open([
    sampleEvent(1, { action: 'getCustomer', actor: 'key', actorId: KEY.id, outcome: 'refused', reason: 'forbidden' }),
    sampleEvent(2, { action: 'campaign.delete', actor: 'nobody', actorId: null }),
    sampleEvent(3, { action: 'queues.change', reason: 'orderQueue/pause', subjectId: null }),
  ]);
  await screen.findByText('Key “Shop”');
  const refused = within(screen.getByRole('row', { name: /getCustomer/ }));
  expect(refused.getByText('Refused')).toBeTruthy();
  expect(refused.getByText('Their role or key may not')).toBeTruthy();
  expect(within(screen.getByRole('row', { name: /campaign.delete/ })).queryByRole('link')).toBeNull();
  expect(screen.getByText('orderQueue/pause')).toBeTruthy();
});

it('keeps what one looks for, and the page, in the address', async () => {
  const { currentAddress } = open([sampleEvent(1)]);
  await screen.findByText('campaign.launch');
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  await waitFor(() => expect(currentAddress()).toBe('/settings/audit?cursor=next1&page=2'));
  fireEvent.click(screen.getByRole('combobox', { name: 'What was done' }));
  fireEvent.click(await screen.findByText('Campaigns: everything'));
  await waitFor(() => expect(currentAddress()).toBe('/settings/audit?action=campaign'));
});

it('asks for what somebody did, also by a code', async () => {
  const { currentAddress } = open([sampleEvent(1)]);
  await screen.findByText('campaign.launch');
  fireEvent.click(screen.getByRole('combobox', { name: 'By whom' }));
  fireEvent.click(await screen.findByText('Asha Rao', { selector: '[role=option] *' }));
  await waitFor(() => expect(calls.at(-1)).toBe(`/api/audit?limit=50&actorId=${MEMBER.id}`));
  fireEvent.change(screen.getByLabelText('Code'), { target: { value: 'getCustomer' } });
  await waitFor(() => expect(calls.at(-1)).toContain('action=getCustomer'));
  fireEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  await waitFor(() => expect(currentAddress()).toBe('/settings/audit'));
});

it('says that nothing is like that, or that it could not be loaded', async () => {
  open([], { address: '/settings/audit?action=nothing' });
  expect(await screen.findByText('Nothing like that was noted')).toBeTruthy();
  cleanup();
  restore();
  open([], { answer: sampleProblem(400, 'invalid_input', 'actorId: must be an id (UUID)') });
  expect(await screen.findByText('actorId: must be an id (UUID)')).toBeTruthy();
});
