/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it, jest } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { Role, SegmentDetailOutput } from '@herald/shared';
import { cleanup, screen } from '@testing-library/react';

import { type FakeAnswer, fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { NewSegmentPage } from './new-segment-page.tsx';
import { SegmentPage } from './segment-page.tsx';

jest.setTimeout(30_000);
const ID = '01975a3e-8f00-7000-8000-000000000000';
const segment: SegmentDetailOutput = {
  id: ID,
  name: 'People in Pune',
  kind: 'static',
  rules: { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'Pune' }] },
  description: 'city is "Pune"',
  error: null,
  audienceSize: 1,
  lastComputedAt: '2026-11-01T10:00:00.000Z',
  usedBy: { campaigns: 1, segments: 0 },
  users: { campaigns: [{ id: ID, name: 'Diwali', status: 'DRAFT' }], segments: [] },
  createdAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-01T10:00:00.000Z',
};
const ann = { id: ID, name: 'Ann', email: null, city: 'Pune', totalSpend: 12, orderCount: 1, lastOrderAt: null };

let calls: string[] = [];
let restore = () => {};

function open(answer: FakeAnswer, role: Role = 'marketer') {
  calls = [];
  restore = fakeApi((path) => {
    calls.push(path);
    return path.includes('/audience') ? { body: [ann] } : answer;
  });
  renderPage(<SegmentPage />, {
    address: `/segments/${ID}`,
    path: '/segments/:id',
    permissions: permissionsOf({ role }),
  });
}

afterEach(() => {
  cleanup();
  restore();
});

it('shows who is in a segment, what it means and what it is used for', async () => {
  open({ body: segment });
  expect(await screen.findByRole('heading', { level: 1, name: 'People in Pune' })).toBeTruthy();
  expect(screen.getByText('City is "Pune".')).toBeTruthy();
  expect(await screen.findByRole('link', { name: 'Ann' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Diwali' }).getAttribute('href')).toBe(`/campaigns/${ID}/edit`);
  expect(screen.getByRole('link', { name: 'Create campaign with this segment' }).getAttribute('href')).toBe(
    `/campaigns/new?segment=${ID}`,
  );
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual(['Overview', 'Edit', 'Explain']);
});

it('shows an analyst the figures and the sentence, and asks for nobody by name', async () => {
  open({ body: segment }, 'analyst');
  expect(await screen.findByText('City is "Pune".')).toBeTruthy();
  expect(screen.getByText(/shows figures, and not who the people are/)).toBeTruthy();
  expect(screen.queryByRole('tab')).toBeNull();
  expect(screen.queryByRole('link', { name: /Create campaign/ })).toBeNull();
  expect(calls).toEqual([`/api/segments/${ID}`, `/api/segments/${ID}/send-time`]);
});

it('says why a broken one cannot be used, and offers no campaign with it', async () => {
  open({ body: { ...segment, error: 'the segment "VIPs" is gone', description: null } });
  expect(await screen.findByText('This segment cannot be used')).toBeTruthy();
  expect(screen.queryByRole('link', { name: /Create campaign/ })).toBeNull();
  expect(calls.some((path) => path.includes('/audience'))).toBe(false);
});

it('leads back to the list when there is no such segment', async () => {
  open({
    status: 404,
    body: { type: 'about:blank', title: 't', status: 404, code: 'not_found', detail: 'no segment', requestId: 'r' },
  });
  expect((await screen.findByRole('link', { name: 'See all segments' })).getAttribute('href')).toBe('/segments');
});

it('tells an analyst why there is no builder', () => {
  renderPage(<NewSegmentPage />, { permissions: permissionsOf({ role: 'analyst' }) });
  expect(screen.getByText('You can look at segments, and not make any')).toBeTruthy();
});
