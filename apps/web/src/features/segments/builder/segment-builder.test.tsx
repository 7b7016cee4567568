/** @jest-environment jsdom */
import '../../../testing/browser.ts';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SegmentRules } from '@herald/shared';
import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useEffect, useMemo } from 'react';

import { fakeApi } from '../../../testing/fake-api.tsx';
import { renderPage } from '../../../testing/render-page.tsx';
import { catalogueOf } from '../draft/catalogue.ts';
import { checkDraft } from '../draft/check-draft.ts';
import { emptyDraft, toDraft, toRules } from '../draft/draft.ts';
import { useDraft } from '../draft/use-draft.ts';
import { EXAMPLE_FIELDS } from '../testing/example-catalogue.ts';
import { SegmentBuilder } from './segment-builder.tsx';

jest.setTimeout(60_000);
// Lists that are closed stay in the document; to find out of each element whether it is seen takes long.
configure({ defaultHidden: true });

// Every browser has it, and jsdom does not.
globalThis.structuredClone = <T,>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const catalogue = catalogueOf(EXAMPLE_FIELDS);

let shown: SegmentRules;
let restore = () => {};

/** The builder with its history, as the pages use it; `shown` is what it says at last. */
function Page({ rules, onShow }: { rules: SegmentRules | undefined; onShow: (rules: SegmentRules) => void }) {
  const { draft, change, undo, redo } = useDraft(() => (rules ? toDraft(rules) : emptyDraft()));
  const { problems } = useMemo(() => checkDraft(draft, catalogue), [draft]);
  useEffect(() => onShow(toRules(draft)), [draft, onShow]);
  return (
    <>
      <h1>Builder</h1>
      <button onClick={undo}>Undo</button>
      <button onClick={redo}>Redo</button>
      <SegmentBuilder draft={draft} onChange={change} catalogue={catalogue} problems={problems} />
    </>
  );
}

const show = (rules: SegmentRules) => {
  shown = rules;
};

function open(rules?: SegmentRules) {
  restore = fakeApi((path) => ({ body: path.startsWith('/api/segments/values') ? { values: [] } : [] }));
  renderPage(<Page rules={rules} onShow={show} />);
}

const rule = (name: string) => within(screen.getByRole('group', { name: `Rule ${name}` }));
const group = (name: string) => within(screen.getByRole('group', { name: `Group ${name}` }));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

async function choose(box: HTMLElement, option: string) {
  fireEvent.click(box);
  await waitFor(() => expect(box.getAttribute('aria-expanded')).toBe('true'));
  const list = document.getElementById(box.getAttribute('aria-controls') ?? '') ?? document.body;
  fireEvent.click(within(list).getByRole('option', { name: option, hidden: true }));
}

async function act(menuOf: string, item: string) {
  press(`Actions for ${menuOf}`);
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

const CITY = { field: 'city', operator: '=', value: 'Pune' } as const;
const ORDERS = { field: 'orderCount', operator: '>=', value: 2 } as const;
const NEW = { field: 'createdAt', operator: 'inLastDays', value: 30 } as const;
const all = (...rules: SegmentRules['rules']): SegmentRules => ({ combinator: 'and', rules });

beforeEach(() => {
  shown = all();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('the builder', () => {
  it('makes a rule out of a field, a condition and a value', async () => {
    open();
    press('Add rule');
    expect(document.activeElement).toBe(rule('1').getByRole('combobox', { name: 'Field' }));
    expect(rule('1').getByPlaceholderText('Choose a field')).toBeTruthy();
    await choose(rule('1').getByRole('combobox', { name: 'Field' }), 'Order count');
    fireEvent.change(rule('1').getByRole('textbox', { name: 'Value' }), { target: { value: '3' } });
    expect(shown).toEqual(all({ field: 'orderCount', operator: '>=', value: 3 }));
    await choose(rule('1').getByRole('combobox', { name: 'Condition' }), 'Is between');
    expect(rule('1').getByText('Enter both values')).toBeTruthy();
    fireEvent.change(rule('1').getByRole('textbox', { name: 'To' }), { target: { value: '9' } });
    expect(shown).toEqual(all({ field: 'orderCount', operator: 'between', value: [3, 9] }));
  });

  it('joins rules by all or any, turns a group round, and nests', () => {
    open(all(CITY));
    fireEvent.click(screen.getByRole('radio', { name: 'Any of' }));
    fireEvent.click(screen.getByRole('switch', { name: 'Exclude' }));
    expect(shown).toEqual({ combinator: 'or', not: true, rules: [CITY] });
    press('Add group');
    expect(document.activeElement).toBe(rule('2.1').getByRole('combobox', { name: 'Field' }));
    fireEvent.click(group('2').getByRole('switch', { name: 'Exclude' }));
    expect(shown.rules[1]).toMatchObject({ combinator: 'and', not: true });
    fireEvent.click(screen.getAllByRole('switch', { name: 'Exclude' })[0] as HTMLElement);
    expect(shown.not).toBeUndefined();
  });

  it('offers no group that would be too deep', () => {
    const deep = (levels: number): SegmentRules => all(levels === 1 ? CITY : deep(levels - 1));
    open(deep(6));
    expect(screen.getAllByRole('button', { name: 'Add rule' })).toHaveLength(6);
    expect(screen.getAllByRole('button', { name: 'Add group' })).toHaveLength(5);
  });

  it('duplicates and removes, and leaves the focus at what is next', async () => {
    open(all(CITY, ORDERS));
    await act('Rule 1', 'Duplicate');
    expect(shown).toEqual(all(CITY, CITY, ORDERS));
    press('Remove Rule 2');
    expect(shown).toEqual(all(CITY, ORDERS));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Rule 2');
    await act('Rule 2', 'Remove');
    expect(shown).toEqual(all(CITY));
  });

  it('moves with the keyboard, into groups too, and keeps the focus on what is moved', () => {
    open(all(CITY, ORDERS, { combinator: 'or', rules: [NEW] }));
    const move = (name: string, key: string) =>
      fireEvent.keyDown(screen.getByRole('button', { name: `Move ${name}` }), { key });
    move('Rule 1', 'ArrowDown');
    expect(shown.rules.slice(0, 2)).toEqual([ORDERS, CITY]);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Rule 2');
    move('Rule 2', 'ArrowDown');
    expect(shown).toEqual(all(ORDERS, { combinator: 'or', rules: [CITY, NEW] }));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Rule 2.1');
    move('Rule 2.1', 'ArrowUp');
    expect(shown).toEqual(all(ORDERS, CITY, { combinator: 'or', rules: [NEW] }));
    move('Rule 1', 'ArrowUp');
    expect(screen.getByText('Rule 1 cannot be moved further')).toBeTruthy();
  });

  it('takes every change back, and does it again', () => {
    open(all(CITY));
    fireEvent.click(screen.getByRole('radio', { name: 'Any of' }));
    press('Remove Rule 1');
    expect(shown.rules).toEqual([]);
    press('Undo');
    expect(shown).toEqual({ combinator: 'or', rules: [CITY] });
    expect(rule('1').getByRole<HTMLInputElement>('combobox', { name: 'Value' }).value).toBe('Pune');
    press('Undo');
    expect(shown).toEqual(all(CITY));
    press('Redo');
    press('Redo');
    expect(shown.rules).toEqual([]);
  });
});

describe('the boxes for values', () => {
  it.each<[string, SegmentRules['rules'][number], Record<string, string>]>([
    ['text', { field: 'name', operator: 'contains', value: 'Ann' }, { textbox: 'Ann' }],
    ['text that others have too', CITY, { combobox: 'Pune' }],
    ['a count', ORDERS, { textbox: '2' }],
    ['money', { field: 'totalSpend', operator: '>', value: 12_500.5 }, { textbox: '12,500.5' }],
    ['days', NEW, { textbox: '30' }],
    ['a date', { field: 'createdAt', operator: 'on', value: '2026-11-22' }, { textbox: '22 Nov 2026' }],
    ['yes or no', { field: 'unsubscribed', operator: '=', value: false }, { combobox: 'No' }],
  ])('shows %s as it was saved', (_, node, boxes) => {
    open(all(node));
    for (const [role, value] of Object.entries(boxes)) {
      expect(rule('1').getByRole<HTMLInputElement>(role, { name: 'Value' }).value).toBe(value);
    }
    expect(shown).toEqual(all(node));
  });

  it('has no box where nothing is compared', () => {
    open(all({ field: 'city', operator: 'null' }, { field: 'messaged', operator: 'never' }));
    expect(screen.queryByLabelText('Value')).toBeNull();
  });

  it('takes a list apart at commas, and each value once', () => {
    open(all({ field: 'city', operator: 'in', value: ['Goa'] }));
    const box = rule('1').getByRole('combobox', { name: 'Values' });
    fireEvent.focus(box);
    box.focus();
    fireEvent.change(box, { target: { value: 'Pune' } });
    fireEvent.keyDown(box, { key: 'Enter' });
    fireEvent.change(box, { target: { value: 'Pune' } });
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(shown).toEqual(all({ field: 'city', operator: 'in', value: ['Goa', 'Pune'] }));
  });

  it('asks for a birthday by day and month', async () => {
    open(all({ field: 'attributes.date', operator: 'onDayOfYear', value: '02-29' }));
    const day = rule('1').getByRole<HTMLInputElement>('combobox', { name: 'Day' });
    expect(day.value).toBe('29');
    await choose(day, '3');
    expect(shown.rules[0]).toMatchObject({ value: '02-03' });
    await choose(day, '29');
    await choose(rule('1').getByRole('combobox', { name: 'Month' }), 'March');
    expect(shown.rules[0]).toMatchObject({ value: '03-29' });
  });

  it('keeps "1." while somebody types 1.5', () => {
    open(all({ field: 'totalSpend', operator: '>', value: 1 }));
    const box = rule('1').getByRole<HTMLInputElement>('textbox', { name: 'Value' });
    fireEvent.change(box, { target: { value: '1.' } });
    expect(box.value).toBe('1.');
    fireEvent.change(box, { target: { value: '1.5' } });
    expect(shown.rules[0]).toMatchObject({ value: 1.5 });
    fireEvent.change(box, { target: { value: '' } });
    expect(rule('1').getByText('Enter an amount')).toBeTruthy();
  });

  it('asks which orders count, by time and by what is in them', async () => {
    open(all({ field: 'orders.count', operator: '>=', value: { number: 2 } }));
    await choose(rule('1').getByRole('combobox', { name: 'When the orders were placed' }), 'In the last');
    press('Only some orders');
    const condition = within(screen.getByRole('group', { name: 'Order condition 1' }));
    await choose(condition.getByRole('combobox', { name: 'Order field' }), "An item's category");
    expect(rule('1').getByText('Orders: choose a value')).toBeTruthy();
    fireEvent.change(condition.getByLabelText('Value', { selector: 'input' }), { target: { value: 'Tea' } });
    const where = [{ field: 'category', operator: '=', value: 'Tea' }];
    expect(shown.rules[0]).toMatchObject({ value: { number: 2, window: { lastDays: 90 }, where } });
    press('Add order condition');
    press('Remove order condition 2');
    await choose(rule('1').getByRole('combobox', { name: 'When the orders were placed' }), 'At any time');
    press('Remove order condition 1');
    expect(shown).toEqual(all({ field: 'orders.count', operator: '>=', value: { number: 2 } }));
  });
});
