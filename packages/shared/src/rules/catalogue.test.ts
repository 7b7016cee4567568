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
const operatorOf = (field: string, name: string) => fieldCalled(field)?.operators.find((each) => each.name === name);

describe('describeField', () => {
  it('says of a field what the table says', () => {
    expect(fieldCalled('visits')).toEqual({
      name: 'visits',
      label: 'visits',
      group: 'profile',
      type: 'count',
      whenMissing: 'zero',
      operators: [...operatorsOfField(FIELDS.visits).keys()].map((name) =>
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

  it.each([
    ['city', '!=', true],
    ['city', 'null', true],
    ['city', '=', false],
    ['lastOrderAt', 'notInLastDays', true],
    ['lastOrderAt', 'inLastDays', false],
    ['orders.average', '!=', true],
    ['orders.count', '!=', false],
    ['tags', 'hasNone', false],
  ])('says whether it is true of customers without a value: %s %s', (field, operator, includesMissing) => {
    expect(operatorOf(field, operator)).toMatchObject({ includesMissing });
  });

  it.each([
    ['createdAt', 'inLastDays', true],
    ['createdAt', 'notInNextDays', true],
    ['createdAt', 'anniversaryInNextDays', true],
    ['createdAt', 'on', false],
    ['createdAt', 'onDayOfYear', false],
  ])('says whether it means other days tomorrow: %s %s', (field, operator, dependsOnToday) => {
    expect(operatorOf(field, operator)).toMatchObject({ dependsOnToday });
  });

  it.each([
    ['tags', 'has', 'one', null],
    ['tags', 'hasNone', 'list', null],
    ['attributes.boolean', 'null', 'none', null],
    ['of orders: amount', 'between', 'pair', null],
    ['createdAt', 'on', 'one', null],
    ['createdAt', 'notInLastDays', 'one', 'days'],
    ['createdAt', 'anniversaryInNextDays', 'one', 'daysAhead'],
    ['createdAt', 'onDayOfYear', 'one', 'dayOfYear'],
    ['messaged', 'inLastDays', 'one', 'days'],
    ['messaged', 'ever', 'none', null],
  ])('says what an operator takes: %s %s', (field, operator, value, takes) => {
    expect(operatorOf(field, operator)).toMatchObject({ value, takes, numbers: null });
  });

  it('says with how many numbers a measure of orders is compared', () => {
    expect(operatorOf('orders.sum', 'between')).toMatchObject({ value: 'orders', numbers: 'pair' });
    expect(operatorOf('orders.sum', '!=')).toMatchObject({ value: 'orders', numbers: 'one' });
  });

  it.each(described.map((field) => [field.name, field] as const))('pairs opposites with each other: %s', (_, field) => {
    for (const { name, opposite, value } of field.operators) {
      if (opposite === null) continue;
      const other = field.operators.find((operator) => operator.name === opposite);
      expect(other).toMatchObject({ opposite: name, value });
    }
  });
});
