/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it, jest } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { Role, SegmentOutput } from '@herald/shared';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { SegmentsList } from './segments-list.tsx';

jest.setTimeout(30_000);

const segment = (end: number, more: Partial<SegmentOutput> = {}): SegmentOutput => ({
  id: `01975a3e-8f00-7000-8000-00000000000${end}`,
  name: `Segment ${end}`,
  kind: 'static',
  rules: { combinator: 'and', rules: [] },
  description: 'city is "Pune"',
  error: null,
  audienceSize: 1_234,
  lastComputedAt: '2026-11-01T10:00:00.000Z',
  usedBy: { campaigns: 0, segments: 0 },
  createdAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-01T10:00:00.000Z',
  ...more,
});

let calls: string[] = [];
let restore = () => {};

function open(
  segments: SegmentOutput[],
  { address = '/segments', role = 'marketer' }: { address?: string; role?: Role } = {},
) {
  calls = [];
  restore = fakeApi((path, { method }) => {
    calls.push(`${method} ${path}`);
    return { body: method === 'DELETE' || path.endsWith('/refresh') ? segments[0] : segments };
  });
  return renderPage(<SegmentsList />, { address, permissions: permissionsOf({ role }) });
}

async function act(item: string) {
  fireEvent.click(await screen.findByRole('button', { name: /^Actions for/ }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

afterEach(() => {
  cleanup();
  restore();
});

it('shows each segment with its size, its kind and what uses it', async () => {
  open([segment(1, { kind: 'dynamic', usedBy: { campaigns: 2, segments: 1 } })]);
  const row = within(await screen.findByRole('row', { name: /Segment 1/ }));
  expect(row.getByRole('link', { name: 'Segment 1' }).getAttribute('href')).toBe(`/segments/${segment(1).id}`);
  expect(row.getByText('1,234')).toBeTruthy();
  expect(row.getByText('2 campaigns and 1 segment')).toBeTruthy();
  expect(row.getByText('City is "Pune"')).toBeTruthy();
  expect(row.getAllByText('Live').length).toBeGreaterThan(0);
});

it('says of a broken one why it cannot be used, and shows no size', async () => {
  open([segment(1, { error: 'the segment "VIPs" is gone', description: null })]);
  expect(await screen.findByText(/Cannot be used: the segment "VIPs" is gone/)).toBeTruthy();
  expect(screen.queryByText('1,234')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Actions for Segment 1' }));
  expect(await screen.findByRole('menuitem', { name: 'Delete' })).toBeTruthy();
  expect(screen.queryByRole('menuitem', { name: 'Refresh' })).toBeNull();
});

it('keeps search, kind and sort in the address', async () => {
  const { currentAddress } = open([segment(1)], { address: '/segments?search=vip&kind=dynamic&sort=name' });
  await screen.findByText('Segment 1');
  expect(calls).toEqual(['GET /api/segments?limit=50&search=vip&kind=dynamic&sort=name']);
  expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending');
  fireEvent.click(screen.getByRole('button', { name: 'People' }));
  await waitFor(() => expect(currentAddress()).toBe('/segments?search=vip&kind=dynamic&sort=-audienceSize'));
  fireEvent.click(screen.getByRole('radio', { name: 'All' }));
  await waitFor(() => expect(currentAddress()).toBe('/segments?search=vip&sort=-audienceSize'));
});

it('takes nothing from the address that it does not know', async () => {
  open([segment(1)], { address: '/segments?kind=frozen&sort=salary' });
  await screen.findByText('Segment 1');
  expect(calls).toEqual(['GET /api/segments?limit=50&sort=-createdAt']);
});

it('leads to the first segment where there is none, and back where only the search finds none', async () => {
  open([]);
  expect((await screen.findByRole('link', { name: 'Create your first segment' })).getAttribute('href')).toBe(
    '/segments/new',
  );
  cleanup();
  open([], { address: '/segments?search=zzz' });
  fireEvent.click(await screen.findByRole('button', { name: 'Show all segments' }));
  expect(await screen.findByText('No segments yet')).toBeTruthy();
});

it('deletes after a question', async () => {
  open([segment(1)]);
  await act('Delete');
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete “Segment 1”?' }));
  expect(calls.some((call) => call.startsWith('DELETE'))).toBe(false);
  fireEvent.click(dialog.getByRole('button', { name: 'Delete segment' }));
  await waitFor(() => expect(calls).toContain(`DELETE /api/segments/${segment(1).id}`));
});

it('explains why one that is used is not deleted', async () => {
  open([segment(1, { usedBy: { campaigns: 1, segments: 0 } })]);
  await act('Delete');
  const dialog = within(await screen.findByRole('dialog', { name: '“Segment 1” cannot be deleted' }));
  expect(dialog.getByText(/used by 1 campaign/)).toBeTruthy();
  expect(dialog.queryByRole('button', { name: /Delete/ })).toBeNull();
});

it('refreshes, and says how many are in it now', async () => {
  open([segment(1)]);
  await act('Refresh');
  expect(await screen.findByText('“Segment 1” has 1,234 people now')).toBeTruthy();
  expect(calls).toContain(`POST /api/segments/${segment(1).id}/refresh`);
});

it('offers an analyst nothing that they may not do', async () => {
  open([segment(1)], { role: 'analyst' });
  await screen.findByText('Segment 1');
  expect(screen.queryByRole('button', { name: /Actions/ })).toBeNull();
});
