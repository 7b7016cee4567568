import { describe, expect, it } from '@jest/globals';

import { FIELD_NAMES, FIELDS, operatorsOfField } from './fields.ts';
import { type Operator, resolveOperator } from './operator.ts';
import { type FieldType, OPERATORS, operatorsOfType } from './operators.ts';
import { operatorsOfOrderField } from './order-operators.ts';
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

  it('gives each type the operators that the API promises', () => {
    const names = Object.fromEntries(TYPES.map((type) => [type, [...operatorsOfType(type).keys()].join(' ')]));
    const comparisons = '= != < <= > >= between';
    expect(names).toEqual({
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
    });
  });

  it('gives each field of orders its operators, "is set" only where an item can be without', () => {
    const names = Object.fromEntries(
      ORDER_FIELD_NAMES.map((field) => [field, [...operatorsOfOrderField(field).keys()].join(' ')]),
    );
    const text = '= != contains doesNotContain beginsWith endsWith in notIn';
    expect(names).toEqual({
      sku: `${text} notNull null`,
      product: text,
      category: `${text} notNull null`,
      status: '= != in notIn',
      amount: '= != < <= > >= between',
      orderedAt:
        'on before after between inLastDays notInLastDays inNextDays notInNextDays onDayOfYear anniversaryInNextDays',
    });
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
