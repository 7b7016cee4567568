import type { SegmentField, SegmentFieldsOutput } from '@herald/shared';

export type CatalogueField = Omit<SegmentField, 'misfits'> & Pick<Partial<SegmentField>, 'misfits'>;
export type CatalogueOperator = SegmentField['operators'][number];

/** What rules can ask, found by name. */
export interface Catalogue {
  fields: ReadonlyMap<string, CatalogueField>;
  /** Of the orders that a rule counts. */
  orderFields: ReadonlyMap<string, CatalogueField>;
  limits: SegmentFieldsOutput['limits'];
}

export function catalogueOf({ fields, orderFields, limits }: SegmentFieldsOutput): Catalogue {
  return {
    fields: new Map(fields.map((field) => [field.name, field])),
    orderFields: new Map(orderFields.map((field) => [field.name, field])),
    limits,
  };
}

export function operatorOf(field: CatalogueField | undefined, name: string): CatalogueOperator | undefined {
  return field?.operators.find((operator) => operator.name === name);
}

const GROUP_WORDS: Readonly<Record<string, string>> = {
  profile: 'Profile',
  totals: 'Spend and totals',
  orders: 'Order history',
  messages: 'Messages',
  segments: 'Other segments',
  attributes: 'Your own attributes',
};

export function groupWords(group: string): string {
  return GROUP_WORDS[group] ?? capitalised(group);
}

/** The catalogue's words are made for the middle of a sentence. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "is in the last N days" before a box that says "days" itself. */
export function operatorWords({ label }: CatalogueOperator): string {
  return label.replace(/ N days.*$/, '');
}

/** The fields by group, as the kit's selects take them. */
export function fieldOptions(fields: Iterable<CatalogueField>): { group: string; items: FieldOption[] }[] {
  const groups = new Map<string, FieldOption[]>();
  for (const { name, label, group } of fields) {
    const items = groups.get(group) ?? [];
    items.push({ value: name, label: capitalised(label) });
    groups.set(group, items);
  }
  return [...groups].map(([group, items]) => ({ group: groupWords(group), items }));
}

interface FieldOption {
  value: string;
  label: string;
}
