import type { Condition, ConditionGroup, OrderCondition, RuleContext } from '@herald/shared';
import { describe, expect, it } from '@jest/globals';

import { type CompileOptions, compileRules } from './compile-rules.ts';

const [FROZEN, DYNAMIC, DIWALI] = [1, 2, 3].map((last) => `00000000-0000-7000-8000-00000000000${last}`) as [
  string,
  string,
  string,
];
const CONTEXT: RuleContext = {
  now: new Date('2026-11-22T10:00:00Z'),
  timeZone: 'Asia/Kolkata',
  attributes: new Map([
    ['plan', 'text'],
    ['points', 'number'],
    ['birthday', 'date'],
    [`it's "; --`, 'text'],
  ]),
  campaigns: new Map([[DIWALI, 'Diwali']]),
  segments: new Map([
    [FROZEN, { name: 'frozen', kind: 'static', rules: all(ask('city', '=', 'Pune')) }],
    [DYNAMIC, { name: 'dynamic', kind: 'dynamic', rules: all(ask('city', '=', 'Goa'), ask('visits', '>', 3)) }],
  ]),
};

const PUNE = ask('city', '=', 'Pune');
const SPENT = ask('totalSpend', '>', 100);
const SPENT_LITTLE = ask('totalSpend', '<', 100);
const VISITED = ask('visits', '>', 3);
const ORDERED_LATELY = ask('orders.count', '>', { number: 0, window: { lastDays: 90 } });

function ask(field: Condition['field'], operator: Condition['operator'], value?: Condition['value']): Condition {
  return value === undefined ? { field, operator } : { field, operator, value };
}

function all(...rules: ConditionGroup['rules']): ConditionGroup {
  return { combinator: 'and', rules };
}

function any(...rules: ConditionGroup['rules']): ConditionGroup {
  return { combinator: 'or', rules };
}

/** Comes back to tables, so that sets would read them twice. */
const READS_ALL_TWICE = any(
  all(PUNE, SPENT, ask('messaged', 'never'), ask('segment', 'isNotIn', FROZEN)),
  all(ask('city', '=', 'Goa'), SPENT_LITTLE, ORDERED_LATELY, ask('campaign', 'received', DIWALI)),
);

const WITHOUT_ERASED =
  /^SELECT (s\d+)\."customerId" FROM \((.*)\) \1 WHERE NOT EXISTS \(SELECT FROM unnest\(.*"Erasure"\)\) erased\(id\) WHERE erased\.id = \1\."customerId"\)$/s;

/** What the rules themselves select, out of what takes erased customers away. */
function compile(rules: ConditionGroup, options?: CompileOptions) {
  const { text, values } = compileRules(rules, CONTEXT, options);
  const selected = WITHOUT_ERASED.exec(text)?.[2];
  if (selected === undefined) throw new Error(`an erased customer may be among them: ${text}`);
  return { text: selected, values };
}

const sql = (rules: ConditionGroup) => compile(rules).text;

describe('compileRules', () => {
  it('reads nothing but the totals when only they can say yes', () => {
    expect(compile(all(SPENT))).toEqual({
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

  it('compares what is true or false', () => {
    expect(compile(all(ask('unsubscribed', '=', true)))).toEqual({
      text: 'SELECT c."id" AS "customerId" FROM "Customer" c WHERE c."unsubscribed" = $1::boolean',
      values: [true],
    });
  });

  it('numbers its placeholders from where it is told', () => {
    const { text, values } = compileRules(
      all(VISITED, { ...PUNE, operator: 'in', value: ['Goa', 'GOA', 'Pune'] }),
      CONTEXT,
      { firstPlaceholder: 5 },
    );
    expect(text).toContain('c."visits" > $5::integer AND a."cityKey" = ANY ($6::text[])');
    expect(values).toEqual([3, ['goa', 'pune']]);
  });

  it('passes days as half-open instants', () => {
    expect(compile(all(ask('lastOrderAt', 'inLastDays', 90))).values).toEqual([
      '2026-08-23T18:30:00.000Z',
      '2026-11-22T18:30:00.000Z',
    ]);
  });

  it('escapes what LIKE would take for a pattern', () => {
    const name = (operator: Condition['operator']) =>
      compile(all({ field: 'name', operator, value: '100%_\\' })).values;
    expect(name('contains')).toEqual(['%100\\%\\_\\\\%']);
    expect(name('beginsWith')).toEqual(['100\\%\\_\\\\%']);
    expect(name('endsWith')).toEqual(['%100\\%\\_\\\\']);
  });

  it('never has a value in its text', () => {
    const hostile = `x'; DROP TABLE "Customer"; --`;
    const { text, values } = compile(any(ask('name', '!=', hostile), ask('tags', 'hasAny', [hostile])));
    expect(text).not.toContain('DROP');
    expect(values).toEqual([hostile.toLowerCase(), [hostile.toLowerCase()]]);
  });

  it('has the keys of attributes and the values of order filters among its values too', () => {
    const hostile = `it's "; --`;
    const where = ['sku', 'product', 'category'].map((field) => ({ field, operator: 'contains', value: hostile }));
    const { text, values } = compileRules(
      all(
        ...(['=', 'contains', 'in', 'null'] as const).map((operator) => {
          const value = { '=': 'x', contains: 'x', in: Array.from({ length: 30 }, () => hostile), null: undefined };
          return ask(`attributes.${hostile}`, operator, value[operator]);
        }),
        ask('orders.count', '=', { number: 7, where: where as OrderCondition[] }),
        ask('segment', 'isIn', FROZEN),
        ask('campaign', 'failed', DIWALI),
      ),
      CONTEXT,
    );
    for (const value of [hostile, FROZEN, DIWALI, ' 7']) expect(text).not.toContain(value);
    expect(JSON.stringify(values)).toContain(JSON.stringify(hostile).slice(1, -1));
    expect(values).toContain(FROZEN);
  });

  it('looks up what is kept where a rule asks of all orders that count, and reads orders where it does not', () => {
    for (const measure of ['count', 'sum', 'average'] as const) {
      expect(sql(all(ask(`orders.${measure}`, '>', { number: 3 })))).toContain('FROM "CustomerTotals" t WHERE');
      expect(sql(all(ask(`orders.${measure}`, '>', { number: 3, window: { lastDays: 9 } })))).toContain(
        'FROM "Order" o',
      );
      const where: OrderCondition[] = [{ field: 'status', operator: 'in', value: ['PAID', 'REFUNDED'] }];
      expect(sql(all(ask(`orders.${measure}`, '>', { number: 3, where })))).toContain('FROM "Order" o');
    }
    expect(sql(all(ask('orders.maximum', '>', { number: 3 })))).toContain('max(o."amount")');
  });

  it('only asks whether there is an order where that says it all', () => {
    expect(sql(all(ORDERED_LATELY))).toBe(
      'SELECT o."customerId" FROM "Order" o WHERE (o."status" = ANY ($1::"OrderStatus"[]) AND ' +
        'o."orderedAt" >= $2::timestamptz AND o."orderedAt" < $3::timestamptz) GROUP BY 1',
    );
    const never = sql(all({ ...ORDERED_LATELY, operator: '=' }));
    expect(never).toMatch(/^SELECT c\."id" .* WHERE NOT EXISTS \(SELECT FROM \(SELECT o\."customerId" FROM "Order" o/);
    expect(never).not.toContain('count(*)');
    expect(sql(all(ask('orders.count', '>', { number: 1, window: { lastDays: 9 } })))).toContain(
      'HAVING count(*) > $4',
    );
  });

  it('counts the orders of a status only where the rule names statuses', () => {
    const of = (...where: OrderCondition[]) => compile(all(ask('orders.count', '>', { number: 1, where })));
    const amount: OrderCondition = { field: 'amount', operator: '<', value: 5 };
    expect(of(amount).values).toEqual([['PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED'], '500', '1']);
    expect(of(amount, { field: 'status', operator: '!=', value: 'PAID' }).values).toEqual(['500', 'PAID', '1']);
  });

  it('looks for an item of an order, and for its negation finds none', () => {
    const sku: OrderCondition = { field: 'sku', operator: '=', value: 'A1' };
    const without: OrderCondition = { field: 'category', operator: '!=', value: 'Toys' };
    expect(sql(all(ask('orders.count', '>', { number: 1, where: [sku, without] })))).toContain(
      'AND EXISTS (SELECT FROM "OrderItem" i WHERE i."orderId" = o."id" AND i."skuKey" = $2::text) ' +
        'AND NOT EXISTS (SELECT FROM "OrderItem" i WHERE i."orderId" = o."id" AND i."categoryKey" = $3::text)) GROUP BY',
    );
  });

  it('finds an attribute by containment, which its index answers', () => {
    expect(compile(all(ask('attributes.plan', 'in', ['Gold', 'x'])))).toEqual({
      text: `SELECT c."id" AS "customerId" FROM "Customer" c WHERE (c."attributeKeys" @> $1::jsonb OR c."attributeKeys" @> $2::jsonb)`,
      values: ['{"plan":"gold"}', '{"plan":"x"}'],
    });
    expect(sql(all(ask('attributes.points', '=', 3)))).toContain('@> $1::jsonb');
  });

  it('reads a date attribute as the day or as the instant that it is', () => {
    const { text, values } = compile(all(ask('attributes.birthday', 'before', '2026-11-22')));
    expect(text).toMatch(
      /CASE jsonb_typeof\(.*\) WHEN 'string' THEN .* < \$2::text WHEN 'number' THEN .* < \$3::bigint END/,
    );
    expect(values).toEqual(['birthday', '2026-11-22', Date.parse('2026-11-21T18:30:00Z')]);
  });

  it('takes the rules of a dynamic segment in, and the members of a static one as they are', () => {
    expect(sql(all(PUNE, ask('segment', 'isIn', DYNAMIC)))).toBe(
      'SELECT a."customerId" AS "customerId" FROM "Address" a JOIN "Customer" c ON c."id" = a."customerId" ' +
        'WHERE ((a."cityKey" = $1::text AND a."cityKey" = $2::text) AND c."visits" > $3::integer)',
    );
    expect(sql(all(ask('segment', 'isIn', FROZEN)))).toBe('SELECT m AS "customerId" FROM segment_members($1::uuid) m');
    expect(sql(all(ask('segment', 'isNotIn', FROZEN)))).toBe(
      'SELECT c."id" AS "customerId" FROM "Customer" c ' +
        'WHERE c."id" NOT IN (SELECT unnest(f."audienceUserIds") FROM "Segment" f WHERE f.id = $1::uuid)',
    );
  });

  it('joins each query once where it goes through all customers, so that none is run again for each of them', () => {
    const [from = '', where = ''] = sql(READS_ALL_TWICE).split(/ WHERE (?=\(\()/);
    const queries = [...from.matchAll(/LEFT JOIN \(SELECT .*?\) (s\d+) ON \1\."customerId" = c\."id"/gs)];
    expect(queries).toHaveLength(4);
    expect(where).not.toContain('SELECT');
    for (const [, alias] of queries) expect(where.split(`${alias}."customerId" IS NOT NULL`)).toHaveLength(2);
  });

  it('looks only at those among whom it is asked, whatever it reads', () => {
    const examples = [all(PUNE), all(SPENT_LITTLE), any(PUNE, SPENT), all(ORDERED_LATELY, VISITED), READS_ALL_TWICE];
    for (const rules of examples) {
      const { text } = compile(rules, { among: 'sample' });
      expect(text).toContain('FROM (sample s');
      expect(text).not.toMatch(/FROM (?!\(sample s\d+ JOIN |\(SELECT )/);
    }
  });

  it('refuses what it does not understand', () => {
    expect(() => compile(all())).toThrow('must have at least one rule');
    expect(() => compile(all({ ...PUNE, field: 'gone' as never }))).toThrow('unknown field');
    expect(() => compile(all({ ...PUNE, operator: 'constructor' as never }))).toThrow('unknown operator');
  });
});
