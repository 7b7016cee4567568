import { describe, expect, it } from '@jest/globals';

import { FIELD_NAMES, FIELDS, operatorsOfField } from './fields.ts';
import { type Operator, resolveOperator } from './operator.ts';
import { type FieldType, OPERATORS, operatorsOfType } from './operators.ts';
import { operatorsOfOrderField, ORDER_FIELDS } from './order-operators.ts';
import { ORDER_FIELD_NAMES } from './order-subject.ts';

const TYPES = Object.keys(OPERATORS) as FieldType[];

describe('the table of operators', () => {
  it.each(TYPES)('negates only positive operators of the same type: %s', (type) => {
    const operators = operatorsOfType(type);
    for (const operator of operators.values()) {
      if ('negates' in operator) {
        expect(operators.get(operator.negates)).toHaveProperty('toTest');
      }
    }
  });

  it('has "is set" only for fields that can be missing', () => {
    const fieldsWith = (operator: string) =>
      FIELD_NAMES.filter((field) => operatorsOfField(FIELDS[field]).has(operator));
    expect(fieldsWith('notNull')).toEqual([
      'name',
      'email',
      'emailDomain',
      'phone',
      'city',
      'state',
      'country',
      'postalCode',
      'averageOrderValue',
      'firstOrderAt',
      'lastOrderAt',
    ]);
    expect(fieldsWith('null')).toEqual(fieldsWith('notNull'));
  });

  // What was promised once stays; `docs/segments.md` lists what there is.
  it('gives each type the operators that the API promises', () => {
    const comparisons = '= != < <= > >= between';
    const promised: Record<FieldType, string> = {
      text: '= != contains doesNotContain beginsWith endsWith in notIn notNull null',
      tags: 'has hasAny hasAll hasNone',
      count: `${comparisons} notNull null`,
      number: `${comparisons} notNull null`,
      money: `${comparisons} notNull null`,
      boolean: '= != notNull null',
      date:
        'on before after between inLastDays notInLastDays inNextDays notInNextDays ' +
        'onDayOfYear anniversaryInNextDays notNull null',
      orderCountOf: comparisons,
      orderSumOf: comparisons,
      orderAverageOf: comparisons,
      orderMinimumOf: comparisons,
      orderMaximumOf: comparisons,
      campaign: 'wasSent wasNotSent received didNotReceive failed didNotFail',
      messaged: 'inLastDays notInLastDays ever never',
      segment: 'isIn isNotIn',
    };
    for (const type of TYPES) {
      expect([...operatorsOfType(type).keys()]).toEqual(expect.arrayContaining(promised[type].split(' ')));
    }
  });

  it('gives each field of orders its operators, "is set" only where an item can be without', () => {
    const promised = {
      text: '= != contains doesNotContain beginsWith endsWith in notIn',
      status: '= != in notIn',
      money: '= != < <= > >= between',
      date: 'on before after between inLastDays notInLastDays inNextDays notInNextDays onDayOfYear anniversaryInNextDays',
    };
    for (const field of ORDER_FIELD_NAMES) {
      const operators = operatorsOfOrderField(field);
      const { type, canBeMissing } = ORDER_FIELDS[field];
      expect([...operators.keys()]).toEqual(expect.arrayContaining(promised[type].split(' ')));
      expect([operators.has('notNull'), operators.has('null')]).toEqual([canBeMissing, canBeMissing]);
    }
    expect(ORDER_FIELD_NAMES.filter((field) => ORDER_FIELDS[field].canBeMissing)).toEqual(['sku', 'category']);
  });

  it('finds the positive operator behind each negation, and refuses a table where there is none', () => {
    const { text } = OPERATORS;
    const operators = new Map<string, Operator>(Object.entries(text));
    expect(resolveOperator(operators, 'notIn')).toEqual({ positive: text.in, negated: true });
    expect(resolveOperator(operators, 'in')).toEqual({ positive: text.in, negated: false });
    expect(resolveOperator(operators, 'constructor')).toBeUndefined();
    expect(() => resolveOperator(new Map([['!=', text['!=']]]), '!=')).toThrow('no positive operator');
  });
});
