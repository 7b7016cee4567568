import fc from 'fast-check';

import { componentName, resolveSchema } from './api-document.ts';
import type { ApiDocument, JsonSchema } from './api-document.ts';
import type { Json } from './json.ts';

/** What a schema cannot say: ids of what is there, rules that fit each other, times to come. */
export interface Hints {
  /** Of a schema of the document with a name. */
  components: Readonly<Record<string, fc.Arbitrary<Json>>>;
  /** Of a field or parameter with this name, wherever it is. */
  fields: Readonly<Record<string, fc.Arbitrary<Json>>>;
  /** Of the whole body, where its fields must fit each other. */
  body?: fc.Arbitrary<Json> | undefined;
}

export interface ValueOptions {
  schemas: ApiDocument['schemas'];
  hints: Hints;
}

/** Deeper, the first of several forms is taken, and lists stay short: schemas may name themselves. */
const MAX_DEPTH = 6;
const MOST_ITEMS = 4;
const MOST_CHARACTERS = 12;
/** Longer texts are made by `hostile-values.ts`, where they are what is tried. */
const LONGEST_BOUNDARY = 10_000;
/** Of values for which there is a hint, how many are made from the schema all the same. */
const UNHINTED = 1;
const HINTED = 5;

const EARLIEST = new Date('1900-01-02T00:00:00Z');
const LATEST = new Date('2199-12-30T00:00:00Z');

/** Values that fit a schema of the document: ordinary ones, and those at its bounds. */
export function validValues(schema: JsonSchema, options: ValueOptions, depth = 0): fc.Arbitrary<Json> {
  const name = componentName(schema);
  const hint = name === undefined ? undefined : options.hints.components[name];
  const fromSchema = fc.constant(null).chain(() => bySchema(resolveSchema(schema, options.schemas), options, depth));
  return hinted(hint, fromSchema);
}

/** A body that fits its schema, and whose fields fit each other. */
export function bodyValues(schema: JsonSchema, options: ValueOptions): fc.Arbitrary<Json> {
  return hinted(options.hints.body, validValues(schema, options));
}

function hinted(hint: fc.Arbitrary<Json> | undefined, fromSchema: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  if (hint === undefined) return fromSchema;
  return fc.oneof({ weight: HINTED, arbitrary: hint }, { weight: UNHINTED, arbitrary: fromSchema });
}

function bySchema(schema: JsonSchema, options: ValueOptions, depth: number): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) {
    const forms = depth >= MAX_DEPTH ? schema.anyOf.slice(0, 1) : schema.anyOf;
    return fc.oneof(...forms.map((form) => validValues(form, options, depth + 1)));
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => ofType(type, schema, options, depth)));
}

function ofType(
  type: string | undefined,
  schema: JsonSchema,
  options: ValueOptions,
  depth: number,
): fc.Arbitrary<Json> {
  switch (type) {
    case 'string':
      return texts(schema);
    case 'integer':
      return integers(schema);
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrays(schema, options, depth);
    case 'object':
      return objects(schema, options, depth);
    case undefined:
      return fc.oneof(fc.boolean(), fc.integer(), fc.string());
    default:
      throw new Error(`No values are made of type ${type}`);
  }
}

function texts({ format, pattern, minLength = 0, maxLength }: JsonSchema): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.oneof({ weight: 9, arbitrary: fc.uuid() }, fc.constantFrom(...EDGE_UUIDS));
    case 'date-time':
      return fc.date({ min: EARLIEST, max: LATEST, noInvalidDate: true }).map((date) => date.toISOString());
    case 'date':
      return fc
        .date({ min: EARLIEST, max: LATEST, noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'email':
      return fc.stringMatching(/^[a-z0-9]{1,12}@[a-z]{1,12}\.test$/);
    case undefined:
      break;
    default:
      throw new Error(`No values are made of format ${format}`);
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  const ordinary = fc.string({
    unit: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'X', 'Y', 'Z', '0', '1', ' ', '-') },
      ANY_CHARACTER,
    ),
    minLength,
    maxLength: Math.min(maxLength ?? MOST_CHARACTERS, Math.max(minLength, MOST_CHARACTERS)),
  });
  const inBounds = ordinary.filter((text) => text.length <= (maxLength ?? Infinity));
  if (maxLength === undefined || maxLength > LONGEST_BOUNDARY) return inBounds;
  return fc.oneof({ weight: 12, arbitrary: inBounds }, fc.constantFrom('x'.repeat(maxLength), 'x'.repeat(minLength)));
}

const EDGE_UUIDS = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
/** Every code point but NUL, which PostgreSQL stores nowhere. */
const ANY_CHARACTER = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((text) => text !== '\0');

function integers({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema) {
  const within = fc.integer({ min: minimum, max: maximum });
  const small = fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 0) + MOST_ITEMS) });
  return fc.oneof(within, small, fc.constantFrom(minimum, maximum));
}

/** Most with two decimals at most, which money must have and other numbers may. */
function numbers({ minimum = -1e15, maximum = 1e15 }: JsonSchema): fc.Arbitrary<number> {
  const scale = (value: number) => Math.max(-1e15, Math.min(1e15, Math.trunc(value * 100)));
  const cents = fc.integer({ min: scale(minimum), max: scale(maximum) }).map((value) => value / 100);
  const any = fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof({ weight: 6, arbitrary: cents }, any, fc.constantFrom(minimum, maximum));
}

function arrays(schema: JsonSchema, options: ValueOptions, depth: number): fc.Arbitrary<Json> {
  const { items, prefixItems, minItems = 0, maxItems = Infinity } = schema;
  if (prefixItems !== undefined) return fc.tuple(...prefixItems.map((item) => validValues(item, options, depth + 1)));
  const item = validValues(items === false || items === undefined ? {} : items, options, depth + 1);
  const most = depth >= MAX_DEPTH ? minItems : Math.min(maxItems, Math.max(minItems, MOST_ITEMS));
  return fc.array(item, { minLength: minItems, maxLength: most });
}

function objects(schema: JsonSchema, options: ValueOptions, depth: number): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties, minProperties = 0, maxProperties = Infinity } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, fieldValues(name, field, options, depth + 1)]),
  );
  const known = fc.record(fields, { requiredKeys: required }) as fc.Arbitrary<{ [key: string]: Json }>;
  const whole = typeof additionalProperties === 'object' ? withMore(known, schema, options, depth) : known;
  return whole.filter((value) => {
    const count = Object.keys(value).length;
    return count >= minProperties && count <= maxProperties;
  });
}

/** Keys that have other meanings are tried by `hostile-values.ts`. */
function withMore(
  known: fc.Arbitrary<{ [key: string]: Json }>,
  { additionalProperties, propertyNames = { type: 'string' } }: JsonSchema,
  options: ValueOptions,
  depth: number,
) {
  const keys = texts(propertyNames).filter((key) => key !== '__proto__');
  const more = fc.dictionary(keys, validValues(additionalProperties as JsonSchema, options, depth + 1), {
    maxKeys: MOST_ITEMS,
    noNullPrototype: true,
  });
  return fc.tuple(more, known).map(([others, value]) => ({ ...others, ...value }));
}

/** A field, or a parameter, by its schema and by what is known of its name. */
export function fieldValues(name: string, schema: JsonSchema, options: ValueOptions, depth = 0): fc.Arbitrary<Json> {
  const hint = Object.hasOwn(options.hints.fields, name) ? options.hints.fields[name] : undefined;
  return hinted(hint, validValues(schema, options, depth));
}
