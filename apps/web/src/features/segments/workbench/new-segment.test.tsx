/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, it, jest } from '@jest/globals';
import type { SegmentOutput } from '@herald/shared';
import { act, cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';

import { type FakeAnswer, fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { EXAMPLE_FIELDS } from '../testing/example-catalogue.ts';
import { NewSegment } from './new-segment.tsx';

jest.setTimeout(60_000);
// Lists that are closed stay in the document; to find out of each element whether it is seen takes long.
configure({ defaultHidden: true });

const ID = '01975a3e-8f00-7000-8000-000000000000';
const created: SegmentOutput = {
  id: ID,
  name: 'Never ordered',
  kind: 'dynamic',
  rules: {},
  description: null,
  error: null,
  audienceSize: 7,
  lastComputedAt: '2026-11-01T10:00:00.000Z',
  usedBy: { campaigns: 0, segments: 0 },
  createdAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-01T10:00:00.000Z',
};
const preview = {
  audienceSize: 7,
  isEstimate: false,
  sampleUserIds: [],
  sample: [],
  customers: 70,
  percentOfCustomers: 10,
  withEmail: 7,
  reachable: 7,
  description: '',
  sql: '',
  elapsedMs: 1,
};

let bodies: unknown[] = [];
let restore = () => {};

function open(answer: FakeAnswer = { status: 201, body: created }) {
  bodies = [];
  restore = fakeApi((path, { body }) => {
    if (path === '/api/segments/fields') return { body: EXAMPLE_FIELDS };
    if (path === '/api/segments/preview') return { body: preview };
    if (path !== '/api/segments') return { body: [] };
    bodies.push(JSON.parse(body as string));
    return answer;
  });
  return renderPage(<NewSegment />, { address: '/segments/new' });
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const create = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Create segment' });

afterEach(() => {
  cleanup();
  restore();
});

it('makes a segment out of an example, and goes to it', async () => {
  const { currentAddress } = open();
  expect(await screen.findByText('Add a rule first')).toBeTruthy();
  expect(create().disabled).toBe(true);
  press(/^Never ordered/);
  expect(await screen.findByText('Ordered exactly 0 times.')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Never ordered');
  expect(await screen.findByText('10% of 70 customers')).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: 'Live' }));
  fireEvent.click(create());
  await waitFor(() => expect(currentAddress()).toBe(`/segments/${ID}`));
  expect(bodies).toEqual([
    {
      name: 'Never ordered',
      kind: 'dynamic',
      rules: { combinator: 'and', rules: [{ field: 'orderCount', operator: '=', value: 0 }] },
    },
  ]);
});

it('asks for a name before it saves', async () => {
  open();
  press(await waitForTemplate(/^Regulars/));
  fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: '  ' } });
  fireEvent.click(create());
  expect(await screen.findByText('Give it a name')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
  expect(bodies).toEqual([]);
});

it('shows at the rule what the server refuses', async () => {
  open({
    status: 400,
    body: {
      type: 'about:blank',
      title: 'invalid input',
      status: 400,
      code: 'invalid_input',
      detail: 'the rules are not valid',
      requestId: 'r',
      errors: [{ path: 'rules.rules.0.value', message: 'must be something else' }],
    },
  });
  press(await waitForTemplate(/^Never ordered/));
  fireEvent.click(create());
  expect(await screen.findByText('Must be something else')).toBeTruthy();
  expect(screen.getByText('The segment was not created')).toBeTruthy();
});

it('asks before what is not saved is lost, and lets go where nothing would be', async () => {
  const { router, currentAddress } = open();
  press(await waitForTemplate(/^Never ordered/));
  await act(() => router.navigate('/customers'));
  expect(await screen.findByRole('dialog', { name: 'Leave without saving?' })).toBeTruthy();
  press('Stay here');
  expect(currentAddress()).toBe('/segments/new');
  await act(() => router.navigate('/customers'));
  press('Leave');
  await waitFor(() => expect(currentAddress()).toBe('/customers'));
  cleanup();
  restore();
  const untouched = open();
  await waitForTemplate(/^Never ordered/);
  await act(() => untouched.router.navigate('/customers'));
  expect(untouched.currentAddress()).toBe('/customers');
});

it('undoes with the keyboard, but not in a text box that has an undo of its own', async () => {
  open();
  press(await waitForTemplate(/^Never ordered/));
  const name = screen.getByRole('textbox', { name: 'Name' });
  fireEvent.keyDown(name, { key: 'z', ctrlKey: true });
  expect(screen.getByRole('group', { name: 'Rule 1' })).toBeTruthy();
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  expect(screen.queryByRole('group', { name: 'Rule 1' })).toBeNull();
  fireEvent.keyDown(document.body, { key: 'Z', metaKey: true, shiftKey: true });
  expect(screen.getByRole('group', { name: 'Rule 1' })).toBeTruthy();
});

async function waitForTemplate(name: RegExp): Promise<RegExp> {
  await screen.findByRole('button', { name });
  return name;
}
