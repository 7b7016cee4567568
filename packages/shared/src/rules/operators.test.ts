import { describe, expect, it } from '@jest/globals';

import { FIELD_NAMES, operatorsOfField } from './fields.ts';
import { type FieldType, OPERATORS, operatorsOfType } from './operators.ts';

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
    const withPresence = FIELD_NAMES.filter((field) => operatorsOfField(field).has('notNull'));
    expect(withPresence).toEqual([
      'name',
      'email',
      'city',
      'state',
      'country',
      'averageOrderValue',
      'firstOrderAt',
      'lastOrderAt',
    ]);
    expect(FIELD_NAMES.filter((field) => operatorsOfField(field).has('null'))).toEqual(withPresence);
  });

  it('gives each type the operators that the API promises', () => {
    const names = Object.fromEntries(TYPES.map((type) => [type, [...operatorsOfType(type).keys()].join(' ')]));
    expect(names).toEqual({
      text: '= != contains doesNotContain beginsWith endsWith in notIn notNull null',
      tags: 'has hasAny hasAll hasNone',
      number: '= != < <= > >= between notNull null',
      money: '= != < <= > >= between notNull null',
      date: 'on before after between inLastDays notInLastDays notNull null',
    });
  });
});
