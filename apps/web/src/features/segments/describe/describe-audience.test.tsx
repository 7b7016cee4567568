/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, expect, jest, test } from '@jest/globals';
import { permissionsOf } from '@herald/shared';
import type { ConditionGroup, SuggestSegmentRulesOutput } from '@herald/shared';
import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { fakeApi, type FakeAnswer } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { offlineOrigin } from '../../../testing/sample-suggestions.ts';
import { EXAMPLE_FIELDS } from '../testing/example-catalogue.ts';
import { NewSegment } from '../workbench/new-segment.tsx';

jest.setTimeout(60_000);
// Lists that are closed stay in the document; to find out of each element whether it is seen takes long.
configure({ defaultHidden: true });

const RULES: ConditionGroup = {
  combinator: 'and',
  rules: [
    { field: 'totalSpend', operator: '>', value: 5_000 },
    { field: 'lastOrderAt', operator: 'notInLastDays', value: 90 },
  ],
};
const preview = {
  audienceSize: 12,
  isEstimate: false,
  sampleUserIds: [],
  sample: [],
  customers: 48,
  percentOfCustomers: 25,
  withEmail: 12,
  reachable: 12,
  description: '',
  sql: '',
  elapsedMs: 1,
};
const understood: SuggestSegmentRulesOutput = {
  rules: RULES,
  description: 'spent more than 5,000 and has not ordered in the last 90 days',
  assumptions: [{ words: 'inactive', meaning: 'no order in the last 90 days' }],
  unmapped: [],
  problem: null,
  preview,
  origin: offlineOrigin,
};
const refused: SuggestSegmentRulesOutput = {
  ...understood,
  rules: null,
  description: null,
  assumptions: [],
  preview: null,
  problem: 'nothing that is known of customers says "love blue"',
  unmapped: [{ words: 'love blue', advice: 'say what they bought instead' }],
};

interface Asked {
  text: string;
  signal: AbortSignal | null | undefined;
}

let asked: Asked[] = [];
let saved: unknown[] = [];
let answer: FakeAnswer | undefined;
let restore = () => {};

function open(address = '/segments/new', permissions = permissionsOf({ role: 'marketer' })) {
  asked = [];
  saved = [];
  answer = { body: understood };
  restore = fakeApi((path, { body, signal }) => {
    if (path === '/api/segments/fields') return { body: EXAMPLE_FIELDS };
    if (path === '/api/segments/preview') return { body: preview };
    if (path === '/api/segments') saved.push(body);
    if (path !== '/api/ai/segment-rules') return { body: [] };
    asked.push({ text: (JSON.parse(body as string) as { text: string }).text, signal });
    return answer;
  });
  return renderPage(<NewSegment />, { address, permissions });
}

afterEach(() => {
  cleanup();
  restore();
});

const box = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Whom do you want to reach?' });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const rule = (place: string) => screen.queryByRole('group', { name: `Rule ${place}` });

async function describe(text: string) {
  fireEvent.change(await box(), { target: { value: text } });
  press('Suggest rules');
}

test('shows what the words are read as, and puts the rules into the builder, where undo takes them out', async () => {
  open();
  await describe('  inactive big spenders ');
  expect(await screen.findByText('Spent more than 5,000 and has not ordered in the last 90 days.')).toBeTruthy();
  expect(asked.map(({ text }) => text)).toEqual(['inactive big spenders']);
  expect(document.body.textContent).toContain('“inactive” is read as no order in the last 90 days');
  expect(document.body.textContent).toContain('12 people, 25% of all customers right now.');
  expect(screen.getByText(/nothing left this machine/)).toBeTruthy();
  expect(rule('1')).toBeNull();
  press('Use these rules');
  expect(await screen.findByRole('group', { name: 'Rule 2' })).toBeTruthy();
  expect(screen.queryByText('Read as')).toBeNull();
  expect(document.activeElement).toBe(await box());
  press('Undo');
  await waitFor(() => expect(rule('1')).toBeNull());
  expect(saved).toEqual([]);
});

test('asks with Ctrl and Enter, and not about nothing', async () => {
  open();
  const text = await box();
  fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Suggest rules' }).disabled).toBe(true);
  fireEvent.change(text, { target: { value: 'regulars' } });
  fireEvent.keyDown(text, { key: 'Enter' });
  expect(asked).toEqual([]);
  fireEvent.keyDown(text, { key: 'Enter', metaKey: true });
  await screen.findByText('Read as');
  expect(asked).toHaveLength(1);
});

test('an example is asked at once', async () => {
  open();
  await box();
  press('joined in the last 30 days and never ordered');
  await screen.findByText('Read as');
  expect((await box()).value).toBe('joined in the last 30 days and never ordered');
  expect(asked).toHaveLength(1);
});

test('says kindly what was not understood, marks it, and guesses nothing', async () => {
  open();
  await box();
  answer = { body: refused };
  await describe('people who love blue');
  expect(await screen.findByText('These words are not clear enough')).toBeTruthy();
  expect(screen.getByText('love blue', { selector: 'mark' })).toBeTruthy();
  expect(document.body.textContent).toContain('“love blue” – say what they bought instead');
  expect(screen.queryByText('Suggestion')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Use these rules' })).toBeNull();
  press('Discard');
  expect(screen.queryByText('These words are not clear enough')).toBeNull();
  expect((await box()).value).toBe('people who love blue');
});

test('adjusting goes on at the first rule', async () => {
  open();
  await describe('big spenders');
  await screen.findByText('Read as');
  press('Adjust');
  const first = await screen.findByRole('group', { name: 'Rule 1' });
  const [field] = within(first).getAllByLabelText('Field');
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test('rules that are there are replaced, or get the others beside them as a group', async () => {
  open();
  await box();
  press(/^Never ordered/);
  await screen.findByRole('group', { name: 'Rule 1' });
  await describe('big spenders');
  await screen.findByText('Read as');
  fireEvent.click(screen.getByRole('radio', { name: 'Add as a group' }));
  press('Use these rules');
  expect(await screen.findByRole('group', { name: 'Group 2' })).toBeTruthy();
  expect(rule('1')).toBeTruthy();
  press('Undo');
  await waitFor(() => expect(screen.queryByRole('group', { name: 'Group 2' })).toBeNull());
  await describe('big spenders again');
  await screen.findByText('Read as');
  press('Use these rules');
  await screen.findByRole('group', { name: 'Rule 2' });
  expect(screen.queryByRole('group', { name: 'Group 2' })).toBeNull();
});

test('a newer question stops the one before, whose answer is not shown', async () => {
  open();
  const text = await box();
  let release: ((answer: unknown) => void) | undefined;
  const original = globalThis.fetch;
  globalThis.fetch = (async (path: string, call: RequestInit) => {
    if (path !== '/api/ai/segment-rules' || asked.length > 0) return original(path, call);
    asked.push({ text: 'first', signal: call.signal });
    await new Promise((resolve) => {
      release = resolve;
    });
    const body = { ...understood, description: 'the first answer' };
    return { status: 200, ok: true, json: async () => body, headers: { get: () => null } };
  }) as unknown as typeof fetch;
  await describe('first');
  expect(await screen.findByRole('button', { name: 'Cancel' })).toBeTruthy();
  await waitFor(() => expect(asked).toHaveLength(1));
  fireEvent.change(text, { target: { value: 'second' } });
  press('Suggest rules');
  await screen.findByText('Spent more than 5,000 and has not ordered in the last 90 days.');
  expect(asked[0]?.signal?.aborted).toBe(true);
  release?.(undefined);
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(screen.queryByText('The first answer.')).toBeNull();
});

test('says what went wrong, and asks the same again', async () => {
  open();
  await box();
  answer = { status: 503, body: { detail: 'not now' } };
  await describe('regulars');
  expect(await screen.findByText('No rules could be suggested')).toBeTruthy();
  answer = { body: understood };
  press('Try again');
  await screen.findByText('Read as');
  expect(asked.map(({ text }) => text)).toEqual(['regulars', 'regulars']);
});

test('whoever comes to describe an audience can type at once', async () => {
  open('/segments/new?describe=yes');
  const text = await box();
  await waitFor(() => expect(document.activeElement).toBe(text));
});

test('is not there for whoever may not ask', async () => {
  open('/segments/new', ['segments.write', 'segments.explore', 'reports.read']);
  await screen.findByRole('button', { name: /^Never ordered/ });
  expect(screen.queryByRole('textbox', { name: 'Whom do you want to reach?' })).toBeNull();
});
