import type { Condition, ConditionGroup, RuleContext } from '@herald/shared';
import { describe, expect, it } from '@jest/globals';

import { compileRules } from './compile-rules.ts';

const CONTEXT: RuleContext = { now: new Date('2026-11-22T10:00:00Z'), timeZone: 'Asia/Kolkata' };

const PUNE: Condition = { field: 'city', operator: '=', value: 'Pune' };
const SPENT: Condition = { field: 'totalSpend', operator: '>', value: 100 };
const SPENT_LITTLE: Condition = { field: 'totalSpend', operator: '<', value: 100 };
const VISITED: Condition = { field: 'visits', operator: '>', value: 3 };

const all = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'and', rules });
const any = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'or', rules });

const sql = (rules: ConditionGroup) => compileRules(rules, CONTEXT).text;

describe('compileRules', () => {
  it('reads nothing but the totals when only they can say yes', () => {
    expect(compileRules(all(SPENT), CONTEXT)).toEqual({
      text: 'SELECT t."customerId" AS "customerId" FROM "CustomerTotals" t WHERE t."totalSpend" > $1::bigint',
      values: ['10000'],
    });
  });

  it('takes the exceptions away where customers without an order belong in', () => {
    expect(sql(all(SPENT_LITTLE))).toBe(
      'SELECT c."id" AS "customerId" FROM "Customer" c WHERE NOT EXISTS ' +
        '(SELECT FROM "CustomerTotals" t WHERE t."customerId" = c."id" AND NOT (t."totalSpend" < $1::bigint))',
    );
  });

  it('joins for "and", unites for "or", and reads each table once', () => {
    expect(sql(all(VISITED, PUNE))).toContain('FROM "Customer" c JOIN "Address" a ON a."customerId" = c."id" WHERE');
    expect(sql(any(PUNE, SPENT))).toMatch(/^SELECT .* "Address" .* UNION SELECT .* "CustomerTotals" /);
    expect(sql(any(SPENT, { field: 'orderCount', operator: '=', value: 7 }))).toBe(
      'SELECT t."customerId" AS "customerId" FROM "CustomerTotals" t ' +
        'WHERE (t."totalSpend" > $1::bigint OR t."orderCount" = $2::integer)',
    );
  });

  it('goes through all customers once when a table would be read twice', () => {
    expect(sql(any(all(PUNE, SPENT), all(PUNE, VISITED)))).toContain(
      'FROM "Customer" c LEFT JOIN "Address" a ON a."customerId" = c."id" LEFT JOIN "CustomerTotals" t',
    );
  });

  it('multiplies averages in bigint while it can, else in numeric', () => {
    const average = (value: number) => sql(all({ field: 'averageOrderValue', operator: '>', value }));
    expect(average(42_949_672.98)).toContain('t."totalSpend" > $1::bigint * NULLIF(t."orderCount", 0)');
    expect(average(42_949_672.99)).toContain('t."totalSpend" > $1::numeric * NULLIF(t."orderCount", 0)');
  });

  it('numbers its placeholders from where it is told', () => {
    const { text, values } = compileRules(
      all(VISITED, { ...PUNE, operator: 'in', value: ['Goa', 'GOA', 'Pune'] }),
      CONTEXT,
      5,
    );
    expect(text).toContain('c."visits" > $5::integer AND a."cityKey" = ANY ($6::text[])');
    expect(values).toEqual([3, ['goa', 'pune']]);
  });

  it('passes days as half-open instants', () => {
    expect(compileRules(all({ field: 'lastOrderAt', operator: 'inLastDays', value: 90 }), CONTEXT).values).toEqual([
      '2026-08-23T18:30:00.000Z',
      '2026-11-22T18:30:00.000Z',
    ]);
  });

  it('escapes what LIKE would take for a pattern', () => {
    const name = (operator: Condition['operator']) =>
      compileRules(all({ field: 'name', operator, value: '100%_\\' }), CONTEXT).values;
    expect(name('contains')).toEqual(['%100\\%\\_\\\\%']);
    expect(name('beginsWith')).toEqual(['100\\%\\_\\\\%']);
    expect(name('endsWith')).toEqual(['%100\\%\\_\\\\']);
  });

  it('never has a value in its text', () => {
    const hostile = `x'; DROP TABLE "Customer"; --`;
    const { text, values } = compileRules(
      any({ field: 'name', operator: '!=', value: hostile }, { field: 'tags', operator: 'hasAny', value: [hostile] }),
      CONTEXT,
    );
    expect(text).not.toContain('DROP');
    expect(values).toEqual([hostile.toLowerCase(), [hostile.toLowerCase()]]);
  });

  it('refuses what it does not understand', () => {
    expect(() => compileRules(all(), CONTEXT)).toThrow('must have at least one rule');
    expect(() => compileRules(all({ ...PUNE, field: 'gone' as never }), CONTEXT)).toThrow('unknown field');
    expect(() => compileRules(all({ ...PUNE, operator: 'constructor' as never }), CONTEXT)).toThrow('unknown operator');
  });
});
