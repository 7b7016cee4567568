/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it, jest } from '@jest/globals';
import type { SegmentDifference } from '@herald/shared';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';

import { type FakeAnswer, fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { DifferenceDialog } from './difference-dialog.tsx';

jest.setTimeout(30_000);

const ID = '01975a3e-8f00-7000-8000-000000000000';
const person = (name: string, end: number) => ({
  id: `01975a3e-8f00-7000-8000-00000000000${end}`,
  name,
  email: null,
  city: 'Pune',
  totalSpend: 0,
  orderCount: 0,
  lastOrderAt: null,
});
const difference: SegmentDifference = {
  before: 1_200,
  after: 1_000,
  added: { count: 1, sample: [person('Ann', 1)] },
  removed: { count: 201, sample: [person('Bob', 2), person('Cy', 3)] },
  campaignsAffected: [{ id: ID, name: 'Diwali' }],
  segmentsAffected: [{ id: ID, name: 'VIPs' }],
  description: 'city is "Pune"',
};

const change = {
  rules: { combinator: 'and' as const, rules: [{ field: 'visits' as const, operator: '=' as const, value: 1 }] },
};
const calls: string[] = [];
let saved = 0;
let closed = 0;
let restore = () => {};

function open(answer: FakeAnswer) {
  calls.length = 0;
  saved = 0;
  closed = 0;
  restore = fakeApi((path, { method, body }) => {
    calls.push(`${method} ${path} ${body as string}`);
    return answer;
  });
  renderPage(
    <DifferenceDialog
      segmentId={ID}
      change={change}
      isSaving={false}
      error={null}
      onSave={() => (saved += 1)}
      onClose={() => (closed += 1)}
    />,
  );
}

afterEach(() => {
  cleanup();
  restore();
});

it('says how many come and go, who for example, and what hangs on it, before anything is saved', async () => {
  open({ body: difference });
  const dialog = within(await screen.findByRole('dialog', { name: 'Save these changes?' }));
  expect(await dialog.findByRole('img', { name: '1,200 people before, 1,000 after' })).toBeTruthy();
  expect(dialog.getByText('+1 would come in')).toBeTruthy();
  expect(dialog.getByText('−201 would go out')).toBeTruthy();
  expect(dialog.getByText('and 199 more')).toBeTruthy();
  expect(dialog.getByRole('link', { name: 'Diwali' }).getAttribute('href')).toBe(`/campaigns/${ID}/edit`);
  expect(dialog.getByRole('link', { name: 'VIPs' }).getAttribute('href')).toBe(`/segments/${ID}`);
  expect(calls).toEqual([`PATCH /api/segments/${ID}?dryRun=true ${JSON.stringify(change)}`]);
  expect(saved).toBe(0);
  fireEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
  fireEvent.click(dialog.getByRole('button', { name: 'Keep editing' }));
  expect([saved, closed]).toEqual([1, 1]);
});

it('says so when nobody comes and nobody goes', async () => {
  const none = { count: 0, sample: [] };
  open({
    body: { ...difference, after: 1_200, added: none, removed: none, campaignsAffected: [], segmentsAffected: [] },
  });
  expect(await screen.findByText('Nobody comes and nobody goes.')).toBeTruthy();
  expect(screen.queryByText(/Drafts/)).toBeNull();
});

it('lets one save all the same when the difference cannot be computed', async () => {
  open({
    status: 503,
    body: { type: 'about:blank', title: 't', status: 503, code: 'timed_out', detail: 'too long', requestId: 'r' },
  });
  expect(await screen.findByText('What would change could not be computed')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save changes' }).disabled).toBe(false);
});
