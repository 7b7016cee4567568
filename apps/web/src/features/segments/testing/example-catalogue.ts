import {
  ATTRIBUTE_TYPES,
  attributeField,
  attributeFieldName,
  describeField,
  FIELD_NAMES,
  FIELDS,
  operatorsOfField,
  operatorsOfOrderField,
  ORDER_FIELD_NAMES,
  ORDER_FIELDS,
} from '@herald/shared';
import type { AttributeTypes, SegmentFieldsOutput } from '@herald/shared';

/** One attribute of each type: `text`, `number`, `boolean`, `date`. */
export const ATTRIBUTES: AttributeTypes = new Map(ATTRIBUTE_TYPES.map((type) => [type, type]));

const SUGGESTIONS: Readonly<Record<string, string[]>> = {
  city: ['Pune', 'Mumbai', 'Goa'],
  tags: ['vip', 'new'],
};

/** What Herald answers to `GET /api/segments/fields`: everything that can be asked. */
export const EXAMPLE_FIELDS: SegmentFieldsOutput = {
  fields: [
    ...FIELD_NAMES.map((name) => ({
      ...describeField(name, FIELDS[name], operatorsOfField(FIELDS[name])),
      suggestions: (SUGGESTIONS[name] ?? []).map((value) => ({ value, label: value })),
    })),
    ...ATTRIBUTE_TYPES.map((type) => {
      const definition = attributeField(attributeFieldName(type), type);
      return {
        ...describeField(attributeFieldName(type), definition, operatorsOfField(definition)),
        label: type,
        suggestions: [],
        misfits: 0,
      };
    }),
  ],
  orderFields: ORDER_FIELD_NAMES.map((name) => ({
    ...describeField(name, { ...ORDER_FIELDS[name], group: 'orders' }, operatorsOfOrderField(name)),
    suggestions: [],
  })),
  limits: { levels: 6, conditions: 200, listValues: 1_000, textLength: 500, days: 3_650 },
  timeZone: 'UTC',
  currency: 'USD',
};
