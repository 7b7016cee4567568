import { describe, expect, it } from '@jest/globals';

import { describeField } from './catalogue.ts';
import { attributeField, FIELD_NAMES, FIELDS, operatorsOfField } from './fields.ts';
import { operatorsOfOrderField, ORDER_FIELDS } from './order-operators.ts';
import { ORDER_FIELD_NAMES } from './order-subject.ts';

const described = [
  ...FIELD_NAMES.map((name) => describeField(name, FIELDS[name], operatorsOfField(FIELDS[name]))),
  ...(['text', 'number', 'boolean', 'date'] as const).map((type) => {
    const definition = attributeField('key', type);
    return describeField(`attributes.${type}`, definition, operatorsOfField(definition));
  }),
  ...ORDER_FIELD_NAMES.map((name) =>
    describeField(`of orders: ${name}`, { ...ORDER_FIELDS[name], group: 'orders' }, operatorsOfOrderField(name)),
  ),
];

const fieldCalled = (name: string) => described.find((field) => field.name === name);

describe('describeField', () => {
  it('says of a field what the table says', () => {
    expect(fieldCalled('visits')).toEqual({
      name: 'visits',
      label: 'visits',
      group: 'profile',
      type: 'count',
      whenMissing: 'zero',
      operators: ['=', '!=', '<', '<=', '>', '>=', 'between'].map((name) =>
        expect.objectContaining({ name, includesMissing: false, dependsOnToday: false }),
      ),
    });
    expect(fieldCalled('unsubscribed')).toMatchObject({
      group: 'profile',
      type: 'boolean',
      whenMissing: 'zero',
      operators: ['=', '!='].map((name) => ({ name, includesMissing: false })),
    });
    expect(fieldCalled('lastOrderAt')?.whenMissing).toBe('missing');
  });

  it('says which negations are true of customers without a value', () => {
    const including = (name: string) =>
      fieldCalled(name)
        ?.operators.filter(({ includesMissing }) => includesMissing)
        .map((operator) => operator.name);
    expect(including('city')).toEqual(['!=', 'doesNotContain', 'notIn', 'null']);
    expect(including('lastOrderAt')).toEqual(['notInLastDays', 'notInNextDays', 'null']);
    expect(including('orders.average')).toEqual(['!=']);
    expect(including('orders.count')).toEqual([]);
    expect(including('tags')).toEqual([]);
  });

  it('says which operators mean other days tomorrow', () => {
    const relative = fieldCalled('createdAt')?.operators.filter(({ dependsOnToday }) => dependsOnToday);
    expect(relative?.map(({ name, value }) => [name, value])).toEqual([
      ['inLastDays', 'one'],
      ['notInLastDays', 'one'],
      ['inNextDays', 'one'],
      ['notInNextDays', 'one'],
      ['anniversaryInNextDays', 'one'],
    ]);
  });

  it('says what an operator takes', () => {
    const shapes = (name: string) => fieldCalled(name)?.operators.map(({ name: of, value }) => `${of} ${value}`);
    expect(shapes('tags')).toEqual(['has one', 'hasAny list', 'hasAll list', 'hasNone list']);
    expect(shapes('attributes.boolean')).toEqual(['= one', '!= one', 'notNull none', 'null none']);
    expect(shapes('orders.sum')).toContain('between orders');
    expect(shapes('of orders: amount')).toContain('between pair');
  });

  it.each(described.map((field) => [field.name, field] as const))('pairs opposites with each other: %s', (_, field) => {
    for (const { name, opposite, value } of field.operators) {
      if (opposite === null) continue;
      const other = field.operators.find((operator) => operator.name === opposite);
      expect(other).toMatchObject({ opposite: name, value });
    }
  });
});
