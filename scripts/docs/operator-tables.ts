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

const BEGIN = '<!-- tables: made by `pnpm docs:tables` -->';
const END = '<!-- end of tables -->';

/** The document with its tables of fields and operators made anew from the code. */
export function withTables(markdown: string): string {
  const [begin, end] = [markdown.indexOf(BEGIN), markdown.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`the document lacks the lines ${BEGIN} and ${END}`);
  return `${markdown.slice(0, begin)}${BEGIN}\n\n${tables()}\n\n${markdown.slice(end)}`;
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

/** Padded as Prettier does it, so that the two agree. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
