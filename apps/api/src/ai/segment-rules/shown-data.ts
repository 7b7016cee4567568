import {
  attributeField,
  attributeFieldName,
  attributeKeyOf,
  FIELD_NAMES,
  FIELDS,
  foldText,
  MAX_CONDITIONS,
  MAX_DAYS,
  MAX_LEVELS,
  MAX_LIST_VALUES,
  OPERATORS,
  operatorsOfOrderField,
  operatorsOfType,
  ORDER_FIELD_NAMES,
  ORDER_FIELDS,
  ORDER_STATUSES,
  resolveOperator,
  calendarDateIn,
} from '@herald/shared';
import type { FieldDefinition, Operator } from '@herald/shared';

import type { Json } from '../ai-task.ts';
import { MIN_SHARED_BY } from '../private-data.ts';
import type { NamedThing, SegmentRulesInput } from './segment-rules-input.ts';

/** Most custom attributes that are told of: those that the text names first. */
const MOST_ATTRIBUTES = 100;
/** Most values of one field. */
const MOST_VALUES = 15;
/** What is longer is a remark, and no value that many share. */
const MAX_VALUE_LENGTH = 80;
/** Room for the values of all fields together, so that those of many attributes are not more than can be sent. */
const MAX_VALUES_BYTES = 12_000;
/** Most values that are found in a text. */
const MOST_FOUND = 50;

/**
 * What is sent of a shop: the names of fields and operators, values that identify nobody and that at
 * least `MIN_SHARED_BY` customers share, and the text, without what identifies somebody.
 */
export function shownData(input: SegmentRulesInput): { readonly [key: string]: Json } {
  const { text, context, redacted, named, handleOf } = input;
  const show = (thing: NamedThing) => ({
    shortName: handleOf.get(thing.id) ?? '',
    name: redacted.redact(thing.name),
  });
  return {
    text: redacted.redact(text),
    today: calendarDateIn(context.now, context.timeZone),
    weekday: weekdayOf(context.now, context.timeZone),
    timeZone: context.timeZone,
    currency: context.currency,
    fields: fieldsShown(input),
    operators: OPERATORS_BY_TYPE,
    orderFields: ORDER_FIELDS_SHOWN,
    valuesInText: valuesInText(input),
    segments: named.segments.map(show),
    campaigns: named.campaigns.map(show),
    limits: {
      groupsInsideGroups: MAX_LEVELS,
      conditions: MAX_CONDITIONS,
      valuesInAList: MAX_LIST_VALUES,
      days: MAX_DAYS,
    },
  };
}

function fieldsShown(input: SegmentRulesInput): Json {
  const { redacted } = input;
  const fields: [string, FieldDefinition][] = [
    ...FIELD_NAMES.map((name): [string, FieldDefinition] => [name, FIELDS[name]]),
    ...attributesOf(input),
  ];
  let roomBytes = MAX_VALUES_BYTES;
  return fields.map(([name, definition]): Json => {
    const values = valuesShown(name, definition, input);
    const bytes = Buffer.byteLength(JSON.stringify(values));
    const hasRoom = values.length > 0 && bytes <= roomBytes;
    if (hasRoom) roomBytes -= bytes;
    return {
      name: nameShown(name, redacted),
      label: redacted.redact(definition.label),
      type: definition.type,
      ...(definition.canBeMissing ? { canBeMissing: true } : {}),
      ...(hasRoom ? { values } : {}),
    };
  });
}

function valuesShown(
  name: string,
  { suggests = false }: FieldDefinition,
  { sharedValues, redacted }: SegmentRulesInput,
): string[] {
  if (!suggests) return [];
  const values = (sharedValues.get(name) ?? []).filter(isShort).slice(0, MOST_VALUES);
  return values.filter((value) => redacted.redact(value) === value);
}

function nameShown(name: string, { redact }: SegmentRulesInput['redacted']): string {
  const key = attributeKeyOf(name);
  return key === undefined ? name : attributeFieldName(redact(key));
}

/** Those whose name stands in the text come first, because there is room for so many only. */
function attributesOf({ context, text }: SegmentRulesInput): [string, FieldDefinition][] {
  const words = foldText(text).replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const isNamed = (key: string) => words.includes(foldText(key).replaceAll(/[^\p{L}\p{N}]+/gu, ''));
  const attributes = [...(context.attributes ?? [])].toSorted(([a], [b]) => Number(isNamed(b)) - Number(isNamed(a)));
  return attributes
    .slice(0, MOST_ATTRIBUTES)
    .map(([key, type]) => [attributeFieldName(key), attributeField(key, type)]);
}

/** Where words of the text stand as values, as far as that many customers share them. */
function valuesInText({ found, redacted }: SegmentRulesInput): Json {
  return found
    .filter(({ customers, value }) => customers >= MIN_SHARED_BY && isShort(value) && redacted.redact(value) === value)
    .slice(0, MOST_FOUND)
    .map(({ field, scope, value }): Json =>
      scope === 'order' ? { orderField: field, value } : { field: nameShown(field, redacted), value },
    );
}

function isShort(value: string): boolean {
  return value.length <= MAX_VALUE_LENGTH;
}

function weekdayOf(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { weekday: 'long', timeZone }).format(now);
}

/** By name, how many values it takes and what it is called. */
function operatorsShown(operators: ReadonlyMap<string, Operator>): Json {
  return Object.fromEntries(
    [...operators].map(([name, { label }]) => {
      const takes = resolveOperator(operators, name)?.positive.shape ?? 'none';
      return [name, `${takes}: ${label}`];
    }),
  );
}

const OPERATORS_BY_TYPE: Json = Object.fromEntries<Json>([
  ...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]).map((type): [string, Json] => [
    type,
    operatorsShown(operatorsOfType(type)),
  ]),
  ['status', operatorsShown(operatorsOfOrderField('status'))],
]);

const ORDER_FIELDS_SHOWN: Json = ORDER_FIELD_NAMES.map((name) => {
  const { label, type, canBeMissing } = ORDER_FIELDS[name];
  return {
    name,
    label,
    type,
    ...(canBeMissing ? { canBeMissing } : {}),
    ...(name === 'status' ? { values: ORDER_STATUSES } : {}),
  };
});
