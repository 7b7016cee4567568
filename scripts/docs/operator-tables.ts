import {
  attributeField,
  attributeFieldName,
  ATTRIBUTE_TYPES,
  describeField,
  type DescribedField,
  type DescribedOperator,
  FIELD_NAMES,
  FIELDS,
  operatorsOfField,
  operatorsOfOrderField,
  ORDER_FIELD_NAMES,
  ORDER_FIELDS,
} from '@herald/shared';

import { code, table, withMadePart } from './markdown.ts';

/** The document with its tables of fields and operators made anew from the code. */
export function withTables(markdown: string): string {
  return withMadePart(markdown, tables());
}

function tables(): string {
  const fields = [
    ...FIELD_NAMES.map((name) => describeField(name, FIELDS[name], operatorsOfField(FIELDS[name]))),
    ...ATTRIBUTE_TYPES.map((type) => {
      const definition = attributeField('KEY', type);
      return describeField(attributeFieldName('KEY'), definition, operatorsOfField(definition));
    }),
  ];
  const orderFields = ORDER_FIELD_NAMES.map((name) =>
    describeField(name, { ...ORDER_FIELDS[name], group: 'orders' }, operatorsOfOrderField(name)),
  );
  return [
    '**Fields**',
    table(['field', 'type', 'without a value'], fields.map(fieldRow)),
    '**Fields of orders**, in the `where` of an order-history rule',
    table(['field', 'type', 'without a value'], orderFields.map(fieldRow)),
    '**Operators**',
    table(['type', 'operator', 'means', 'value', 'opposite'], operatorRows([...fields, ...orderFields])),
  ].join('\n\n');
}

function fieldRow({ name, type, whenMissing }: DescribedField): string[] {
  const never = type === 'boolean' ? 'never: false' : 'never: 0 or empty';
  return [code(name), type, whenMissing === 'missing' ? 'missing' : never];
}

const VALUES: Record<DescribedOperator['value'], string> = {
  none: 'none',
  one: 'one',
  list: 'a list',
  pair: '`[low, high]`, both included',
  orders: '`{ number, where?, window? }`',
};

/** Every operator of a type once; a field that cannot be missing lacks some of them. */
function operatorRows(fields: DescribedField[]): string[][] {
  const byType = new Map<string, Map<string, DescribedOperator>>();
  for (const { type, operators } of fields) {
    const known = byType.get(type) ?? new Map<string, DescribedOperator>();
    for (const operator of operators) known.set(operator.name, operator);
    byType.set(type, known);
  }
  return [...byType].flatMap(([type, operators]) =>
    [...operators.values()].map(({ name, label, value, opposite }) => [
      type,
      code(name),
      label,
      VALUES[value],
      opposite === null ? '' : code(opposite),
    ]),
  );
}
