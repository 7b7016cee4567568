import { describe, expect, it } from '@jest/globals';
import { describeRules } from '@herald/shared';
import type { ConditionGroup, SegmentRules } from '@herald/shared';
import fc from 'fast-check';

import { arbitraryRules } from '../../../../../../packages/shared/src/testing/arbitrary-rules.ts';
import { ATTRIBUTES, EXAMPLE_FIELDS } from '../testing/example-catalogue.ts';
import { catalogueOf } from './catalogue.ts';
import { checkDraft, refusedNodes } from './check-draft.ts';
import { type DraftGroup, draftOfStored, isGroup, levelsOf, nodeAt, toDraft, toRules, withNode } from './draft.ts';

const catalogue = catalogueOf(EXAMPLE_FIELDS);
const ID = '01975a3e-8f00-7000-8000-000000000000';

const anyRules = arbitraryRules({
  text: fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\0\p{Cs}]/u.test(text)),
  day: fc.constantFrom('2026-01-01', '2026-02-28', '2026-11-22'),
  attributes: ATTRIBUTES,
  segmentIds: [ID],
  campaignIds: [ID],
});
const runs = { numRuns: 300, seed: 6 };

/** Without what is only for the editor: ids, and a "not" that is not one. */
function plain(group: ConditionGroup): unknown {
  return {
    combinator: group.combinator,
    ...(group.not === true && { not: true }),
    rules: group.rules.map((node) => {
      if ('rules' in node) return plain(node);
      const { id: _, ...condition } = node;
      return condition;
    }),
  };
}

describe('rules in the builder and back', () => {
  it('are the same rules, and nothing is the matter with them', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const draft = toDraft(rules);
        expect(toRules(draft)).toEqual(plain(rules));
        const checked = checkDraft(draft, catalogue);
        expect([...checked.problems.values()]).toEqual([]);
        expect(checked.rules && describeRules(checked.rules, { currency: 'USD' })).toBe(
          describeRules(rules, { currency: 'USD' }),
        );
      }),
      runs,
    );
  });

  it('are the same rules out of the database too, where any JSON may be', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        expect(toRules(draftOfStored(JSON.parse(JSON.stringify(rules))))).toEqual(plain(rules));
      }),
      runs,
    );
  });

  it('never have two nodes with the same id', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const ids = idsIn(toDraft(rules));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      runs,
    );
  });

  it('are an empty draft when they are no tree', () => {
    for (const stored of [null, 5, 'all', [], { field: 'city' }, {}]) {
      expect(draftOfStored(stored).rules).toEqual([]);
    }
  });
});

function idsIn(draft: DraftGroup): string[] {
  return [draft.id, ...draft.rules.flatMap((node) => (isGroup(node) ? idsIn(node) : node.id))];
}

const rules: SegmentRules = {
  combinator: 'and',
  rules: [
    { field: 'city', operator: '=', value: 'Pune' },
    { combinator: 'or', not: true, rules: [{ field: 'orderCount', operator: '>=', value: 2 }] },
  ],
};

describe('a draft', () => {
  it('changes one node and leaves the others as they are', () => {
    const draft = toDraft(rules);
    const next = withNode(draft, [1, 0], { id: 'x', field: 'visits', operator: '=', value: 1 });
    expect(nodeAt(next, [1, 0])).toEqual({ id: 'x', field: 'visits', operator: '=', value: 1 });
    expect(next.rules[0]).toBe(draft.rules[0]);
    expect(nodeAt(draft, [1, 0])).toMatchObject({ field: 'orderCount' });
    expect(withNode(draft, [7], { id: 'x', field: '', operator: '' })).toBe(draft);
  });

  it('knows how deep it is', () => {
    expect(levelsOf(toDraft(rules))).toBe(2);
  });

  it('says quietly what is still missing, and gives no rules until nothing is', () => {
    const draft: DraftGroup = {
      id: 'root',
      combinator: 'and',
      rules: [
        { id: 'no field', field: '', operator: '' },
        { id: 'no text', field: 'city', operator: '=', value: '' },
        { id: 'no list', field: 'city', operator: 'in', value: [] },
        { id: 'half a pair', field: 'visits', operator: 'between', value: [1, undefined] },
        { id: 'no days', field: 'createdAt', operator: 'inLastDays' },
        { id: 'no segment', field: 'segment', operator: 'isIn' },
        { id: 'no number', field: 'orders.count', operator: '>=', value: {} },
        {
          id: 'no order value',
          field: 'orders.sum',
          operator: '>',
          value: { number: 1, where: [{ field: 'sku', operator: '=' }] },
        },
        {
          id: 'no last day',
          field: 'orders.sum',
          operator: '>',
          value: { number: 1, window: { between: ['2026-01-01', undefined] } },
        },
        { id: 'nothing missing', field: 'state', operator: 'null' },
        { id: 'no rules', combinator: 'or', rules: [] },
      ],
    };
    const { rules: found, problems, isEmpty } = checkDraft(draft, catalogue);
    expect([found, isEmpty]).toEqual([undefined, false]);
    expect(Object.fromEntries([...problems].map(([id, { kind, message }]) => [id, `${kind}: ${message}`]))).toEqual({
      'no field': 'incomplete: Choose a field',
      'no text': 'incomplete: Choose a value',
      'no list': 'incomplete: Choose one value or more',
      'half a pair': 'incomplete: Enter both values',
      'no days': 'incomplete: Enter how many days',
      'no segment': 'incomplete: Choose a segment',
      'no number': 'incomplete: Enter a number',
      'no order value': 'incomplete: Orders: choose a value',
      'no last day': 'incomplete: Choose the first and the last day',
      'no rules': 'incomplete: Add a rule to this group, or remove it',
    });
  });

  it('says at its rule what the contract refuses', () => {
    const draft: DraftGroup = {
      id: 'root',
      combinator: 'and',
      rules: [
        { id: 'fine', field: 'city', operator: '=', value: 'Pune' },
        {
          id: 'group',
          combinator: 'or',
          rules: [{ id: 'wrong', field: 'createdAt', operator: 'between', value: ['2026-02-01', '2026-01-01'] }],
        },
        { id: 'lost', field: 'attributes.gone', operator: '=', value: 'x' },
      ],
    };
    expect([...checkDraft(draft, catalogue).problems]).toEqual([
      ['wrong', { kind: 'refused', message: 'The first value must not be above the second' }],
      ['lost', { kind: 'refused', message: 'No customer has this attribute any more' }],
    ]);
  });

  it('says of the whole tree what is too much', () => {
    const rule = { field: 'visits', operator: '=', value: 1 };
    const draft: DraftGroup = {
      id: 'root',
      combinator: 'or',
      rules: Array.from({ length: 201 }, (_, index) => ({ ...rule, id: String(index) })),
    };
    const { rules: found, problems } = checkDraft(draft, catalogue);
    expect(found).toBeUndefined();
    expect(problems.get('root')).toEqual({ kind: 'refused', message: 'Must have at most 200 conditions in all' });
  });

  it('finds the node of what the server refuses', () => {
    const draft = toDraft(rules);
    const [first, group] = draft.rules;
    const inner = nodeAt(draft, [1, 0]);
    const refused = refusedNodes(draft, {
      'rules.rules.0.value': 'must not be empty',
      'rules.rules.1.rules.0.value.where.2.value': 'must be a number',
      'rules.rules.1.rules': 'has too many',
      name: 'must not be empty',
    });
    expect([...refused]).toEqual([
      [first?.id, { kind: 'refused', message: 'Must not be empty' }],
      [inner?.id, { kind: 'refused', message: 'Must be a number' }],
      [group?.id, { kind: 'refused', message: 'Has too many' }],
    ]);
  });
});
