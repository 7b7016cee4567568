import { describe, expect, it } from '@jest/globals';

import { EXAMPLE_FIELDS } from '../testing/example-catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import { checkDraft } from './check-draft.ts';
import type { DraftRule } from './draft.ts';
import { withField, withOperator, withOrderField, withOrderOperator } from './edit-rule.ts';
import { templatesFor } from './templates.ts';
import { toDraft } from './draft.ts';

const catalogue = catalogueOf(EXAMPLE_FIELDS);
const blank: DraftRule = { id: 'r', field: '', operator: '' };

/** A rule that came about by choosing the field and then each operator in turn. */
function chosen(field: string, ...operators: string[]): DraftRule {
  return operators.reduce((rule, name) => withOperator(rule, name, catalogue), withField(blank, field, catalogue));
}

function asked(rule: DraftRule, value: unknown): DraftRule {
  return { ...rule, value };
}

describe('choosing a field and an operator', () => {
  const fields = [...catalogue.fields.values()];

  it.each(fields.map(({ name }) => name))('%s never makes a rule that is refused, whatever the way to it', (name) => {
    const names = catalogue.fields.get(name)?.operators.map((operator) => operator.name) ?? [];
    for (const first of names) {
      for (const second of names) {
        const rule = chosen(name, first, second);
        expect(rule).toMatchObject({ id: 'r', field: name, operator: second });
        const { problems } = checkDraft({ id: 'root', combinator: 'and', rules: [rule] }, catalogue);
        expect([...problems.values()].filter(({ kind }) => kind === 'refused')).toEqual([]);
      }
    }
  });

  it('begins with what one most likely means', () => {
    expect(chosen('city')).toEqual({ id: 'r', field: 'city', operator: '=' });
    expect(chosen('totalSpend')).toEqual({ id: 'r', field: 'totalSpend', operator: '>=' });
    expect(chosen('lastOrderAt')).toEqual({ id: 'r', field: 'lastOrderAt', operator: 'inLastDays' });
    expect(chosen('unsubscribed')).toEqual({ id: 'r', field: 'unsubscribed', operator: '=', value: true });
    expect(chosen('orders.count')).toEqual({ id: 'r', field: 'orders.count', operator: '>=', value: { number: 1 } });
  });

  it('keeps the operator for another field, and not the value', () => {
    const rule = asked(chosen('city', 'contains'), 'Pune');
    expect(withField(rule, 'state', catalogue)).toEqual({ id: 'r', field: 'state', operator: 'contains' });
    expect(withField(rule, 'visits', catalogue)).toEqual({ id: 'r', field: 'visits', operator: '>=' });
  });

  it('keeps a value as far as it fits the operator', () => {
    const is = asked(chosen('city', '='), 'Pune');
    expect(withOperator(is, '!=', catalogue).value).toBe('Pune');
    expect(withOperator(is, 'in', catalogue).value).toEqual(['Pune']);
    expect(withOperator(withOperator(is, 'in', catalogue), 'contains', catalogue).value).toBe('Pune');
    expect(withOperator(is, 'null', catalogue)).toEqual({ id: 'r', field: 'city', operator: 'null' });
    const days = asked(chosen('createdAt', 'inLastDays'), 30);
    expect(withOperator(days, 'notInLastDays', catalogue).value).toBe(30);
    expect(withOperator(days, 'on', catalogue).value).toBeUndefined();
    expect(withOperator(asked(chosen('visits', '='), 3), 'between', catalogue).value).toEqual([3, undefined]);
  });

  it('keeps which orders count when the comparison changes', () => {
    const rule = asked(chosen('orders.count', '>='), { number: 2, window: { lastDays: 90 } });
    const between = withOperator(rule, 'between', catalogue);
    expect(between.value).toEqual({ number: [2, undefined], window: { lastDays: 90 } });
    expect(withOperator(between, '<', catalogue).value).toEqual({ number: 2, window: { lastDays: 90 } });
  });

  it('does the same for a condition on orders', () => {
    const status = withOrderField({ field: '', operator: '' }, 'status', catalogue);
    expect(status).toEqual({ field: 'status', operator: '=' });
    expect(withOrderOperator({ ...status, value: 'PAID' }, 'in', catalogue)).toEqual({
      field: 'status',
      operator: 'in',
      value: ['PAID'],
    });
    expect(withOrderField(status, 'orderedAt', catalogue)).toEqual({ field: 'orderedAt', operator: 'inLastDays' });
  });

  it('leaves what it does not know as it is', () => {
    const lost: DraftRule = { id: 'r', field: 'attributes.gone', operator: '=', value: 'x' };
    expect(withField(lost, 'nowhere', catalogue)).toBe(lost);
    expect(withOperator(lost, '!=', catalogue)).toEqual({ ...lost, operator: '!=' });
  });
});

it.each(['INR', 'USD', 'XAU'])('the examples to begin from are real rules in %s', (currency) => {
  for (const { rules } of templatesFor(currency)) {
    const checked = checkDraft(toDraft(rules), catalogue);
    expect([...checked.problems]).toEqual([]);
    expect(checked.rules).toBeDefined();
  }
});
