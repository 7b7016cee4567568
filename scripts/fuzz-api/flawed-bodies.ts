import fc from 'fast-check';

import { resolveSchema } from './api-document.ts';
import type { ApiDocument, JsonSchema } from './api-document.ts';
import { hostileKeys, hostileTexts, hostileValues } from './hostile-values.ts';
import { changeAt, isObject, RawJson, withKey, writeJson } from './json.ts';
import type { Json, JsonPath } from './json.ts';

/** A part of a body, with the forms that the document gives it. */
interface Part {
  path: JsonPath;
  value: Json;
  forms: JsonSchema[];
}

/** One thing that is wrong with a body, or may be. */
export interface Flaw {
  what: string;
  apply: (body: Json) => Json | undefined;
}

interface Which {
  index: number;
  isNearTop: boolean;
}

/** Of a list of rows, the fields of a row too. */
const NEAR_TOP = 2;

/** Flaws of bodies with this schema: each in one part of it, whichever parts the body has. */
export function bodyFlaws(schema: JsonSchema, schemas: ApiDocument['schemas']): fc.Arbitrary<Flaw> {
  // Half of the time one of the first parts: a body with rules has many others.
  const which = fc.record({ index: fc.nat(1_000), isNearTop: fc.boolean() });
  const partOf = (body: Json, { index, isNearTop }: Which) => {
    const parts = partsOf(body, [schema], schemas).filter(({ path }) => !isNearTop || path.length <= NEAR_TOP);
    return parts[index % parts.length] as Part;
  };
  const textOf = (body: Json, { index }: Which) => {
    const texts = partsOf(body, [schema], schemas).filter(({ value }) => typeof value === 'string');
    return texts[index % texts.length];
  };
  const change = (what: string, index: Which, by: (part: Json, forms: JsonSchema[]) => Json | undefined): Flaw => ({
    what,
    apply: (body) => {
      const { path, forms } = partOf(body, index);
      return changeAt(body, path, (part) => by(part, forms));
    },
  });
  return fc.oneof(
    // What is of the right type gets further than anything else.
    {
      weight: 9,
      arbitrary: fc.tuple(which, hostileTexts).map(([i, text]) => ({
        what: 'hostile text',
        apply: (body: Json) =>
          changeAt(body, textOf(body, i)?.path ?? [], (part) => (typeof part === 'string' ? text : part)),
      })),
    },
    {
      weight: 4,
      arbitrary: fc.tuple(which, hostileValues).map(([i, value]) => change('hostile value', i, () => value)),
    },
    {
      weight: 4,
      arbitrary: fc.tuple(which, fc.nat(20)).map(([i, choice]) =>
        change('at a bound', i, (part, forms) => {
          const bounds = forms.flatMap((form) => atBounds(form, part));
          return bounds.length === 0 ? part : bounds[choice % bounds.length];
        }),
      ),
    },
    { weight: 2, arbitrary: which.map((i) => change('missing', i, () => undefined)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(which, hostileKeys, hostileValues)
        .map(([i, key, value]) =>
          change('extra key', i, (part) => (isObject(part) ? withKey(part, key, value) : part)),
        ),
    },
    { weight: 1, arbitrary: which.map((i) => change('key twice', i, writtenTwice)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(which, fc.nat(3))
        .map(([i, times]) => change('in a list', i, (part) => Array.from({ length: times }, () => part))),
    },
  );
}

/** Every part of a value, the whole first. */
function partsOf(value: Json, schemas: JsonSchema[], components: ApiDocument['schemas'], path: JsonPath = []): Part[] {
  const forms = schemas.flatMap((schema) => formsOf(schema, components));
  const inner = childrenOf(value).flatMap(([key, child]) =>
    partsOf(
      child,
      forms.flatMap((form) => formOfChild(form, key)),
      components,
      [...path, key],
    ),
  );
  return [{ path, value, forms }, ...inner];
}

function formsOf(schema: JsonSchema, components: ApiDocument['schemas']): JsonSchema[] {
  const resolved = resolveSchema(schema, components);
  return resolved.anyOf === undefined ? [resolved] : resolved.anyOf.flatMap((form) => formsOf(form, components));
}

function childrenOf(value: Json): [string | number, Json][] {
  if (Array.isArray(value)) return [...value.entries()];
  return isObject(value) ? Object.entries(value) : [];
}

function formOfChild({ properties, additionalProperties, items, prefixItems }: JsonSchema, key: string | number) {
  if (typeof key === 'number') return [prefixItems?.[key] ?? (items || undefined)].filter((form) => form !== undefined);
  const known = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const more = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return [known ?? more].filter((form) => form !== undefined);
}

/** Longest text that is made to be one too long; where more is allowed, less will not find more. */
const LONGEST = 200_000;
const MOST_ITEMS = 1_001;

/** Values at the bounds of a schema, and next to them. */
export function atBounds(schema: JsonSchema, part: Json): Json[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, enum: names } = schema;
  const item = Array.isArray(part) ? part[0] : undefined;
  const counts = [minItems, maxItems].flatMap((count) => (count === undefined ? [] : [count - 1, count, count + 1]));
  const lengths = [minLength, maxLength].flatMap((length) =>
    length === undefined ? [] : [length - 1, length, length + 1],
  );
  return [
    ...[minimum, maximum].flatMap((bound) => (bound === undefined ? [] : [bound, bound - 1, bound + 1, bound + 0.5])),
    ...lengths.filter((length) => length >= 0 && length <= LONGEST).map((length) => 'x'.repeat(length)),
    ...(item === undefined
      ? []
      : counts
          .filter((count) => count >= 0 && count <= MOST_ITEMS)
          .map((count) => Array.from({ length: count }, () => item))),
    ...(names ?? []).flatMap((name) =>
      typeof name === 'string' ? [name.toLowerCase(), `${name} `, name.slice(1)] : [],
    ),
    ...(schema.format === undefined || typeof part !== 'string'
      ? []
      : [`${part} `, part.toUpperCase(), part.slice(1), `${part}\0`]),
  ];
}

function writtenTwice(part: Json): Json {
  const [first] = isObject(part) ? Object.entries(part) : [];
  if (first === undefined) return part;
  const [key, value] = first;
  return new RawJson(`{${JSON.stringify(key)}:${writeJson(value)},${writeJson(part).slice(1)}`);
}
