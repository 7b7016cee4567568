import { z } from 'zod';

/** A JSON schema, as much of it as is made of an answer's. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  description?: string;
  enum?: (string | number)[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  anyOf?: JsonSchema[];
}

/** What zod may say besides. */
interface AnySchema extends Omit<JsonSchema, keyof Nested | 'enum' | 'type'>, Nested {
  type?: JsonSchema['type'] | NonNullable<JsonSchema['type']>[];
  const?: unknown;
  enum?: unknown[];
}

interface Nested {
  $defs?: Record<string, AnySchema>;
  properties?: Record<string, AnySchema>;
  additionalProperties?: boolean | AnySchema;
  items?: AnySchema;
  prefixItems?: AnySchema[];
  anyOf?: AnySchema[];
  oneOf?: AnySchema[];
  allOf?: AnySchema[];
}

const DEFINITION = '#/$defs/';
/** What a reference to the whole schema is to. */
export const WHOLE = '#';

/**
 * The JSON schema of an answer in the words that Gemini knows. What it is slow at, or refuses many
 * of (lengths, patterns, bounds of numbers and lists), is left out: answers are checked anyway.
 */
export function jsonSchemaOf(answerSchema: z.ZodType): JsonSchema {
  return simplified(z.toJSONSchema(answerSchema, { unrepresentable: 'any', io: 'output' }) as AnySchema);
}

/**
 * The schema as Gemini takes it with references: a definition may come back to itself only through
 * properties that may be left out. An answer that leaves one out is malformed all the same.
 */
export function cyclicSchemaOf(schema: JsonSchema): JsonSchema {
  const { $defs = {} } = schema;
  const definitions = { ...$defs, [WHOLE]: schema };
  const opened = Object.entries($defs).map(([name, definition]): [string, JsonSchema] => [
    name,
    optionalWhere(definition, (part) => reaches(part, name, definitions)),
  ]);
  const whole = optionalWhere(schema, (part) => reaches(part, WHOLE, definitions));
  return { ...whole, ...(schema.$defs && { $defs: Object.fromEntries(opened) }) };
}

function simplified(schema: AnySchema): JsonSchema {
  const definitions = schema.$defs === undefined ? {} : { $defs: mapped(schema.$defs) };
  // Beside a reference Gemini takes nothing that says anything.
  if (schema.$ref !== undefined) return { $ref: schema.$ref, ...definitions };
  if (Array.isArray(schema.type)) return { ...oneOf(schema.type.map((type) => ofType(schema, type))), ...definitions };
  const { type, description, properties, required, items, prefixItems, additionalProperties: more } = schema;
  const values = valuesOf(schema);
  const choices = schema.anyOf ?? schema.oneOf;
  const simple: JsonSchema = {
    ...(type !== undefined && { type }),
    ...(description !== undefined && { description }),
    ...(values !== undefined && { enum: values }),
    ...(properties !== undefined && { properties: mapped(properties) }),
    ...(required !== undefined && { required }),
    ...(more !== undefined && { additionalProperties: typeof more === 'boolean' ? more : simplified(more) }),
    ...(items !== undefined && { items: simplified(items) }),
    ...(prefixItems !== undefined && { items: oneOf(prefixItems) }),
    // Of longer lists the least length is costly to Gemini; that a list must have something is not.
    ...(schema.minItems !== undefined && schema.minItems > 0 && { minItems: 1 }),
    ...(choices !== undefined && oneOf(choices)),
    ...definitions,
  };
  return (schema.allOf ?? []).map(simplified).reduce(both, simple);
}

/** Zod says what may be null as a list of types, which Gemini does not take. */
function ofType({ $defs: _definitions, ...schema }: AnySchema, type: NonNullable<JsonSchema['type']>): AnySchema {
  return type === 'null' ? { type } : { ...schema, type };
}

/** The values of an enumeration, unless there are some that Gemini does not enumerate. */
function valuesOf({ const: only, enum: values }: AnySchema): (string | number)[] | undefined {
  const all = values ?? (only === undefined ? [] : [only]);
  const known = all.filter((value) => typeof value === 'string' || typeof value === 'number');
  return known.length > 0 && known.length === all.length ? known : undefined;
}

function oneOf(schemas: AnySchema[]): JsonSchema {
  return { anyOf: schemas.map(simplified) };
}

function mapped(schemas: Record<string, AnySchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, simplified(schema)]));
}

/** The schema of what is both: two objects of which each says a part. */
function both(one: JsonSchema, other: JsonSchema): JsonSchema {
  return {
    ...one,
    ...other,
    properties: { ...one.properties, ...other.properties },
    required: [...new Set([...(one.required ?? []), ...(other.required ?? [])])],
  };
}

function optionalWhere(schema: JsonSchema, isCycle: (part: JsonSchema) => boolean): JsonSchema {
  const { properties = {}, required = [], anyOf } = schema;
  const kept = required.filter((name) => properties[name] === undefined || !isCycle(properties[name]));
  return {
    ...schema,
    ...(schema.required && { required: kept }),
    ...(anyOf && { anyOf: anyOf.map((part) => optionalWhere(part, isCycle)) }),
  };
}

function reaches(
  schema: JsonSchema,
  name: string,
  definitions: Record<string, JsonSchema>,
  seen = new Set<string>(),
): boolean {
  const target = definitionOf(schema);
  if (target === name) return true;
  if (target !== undefined) {
    const next = definitions[target];
    if (next === undefined || seen.has(target)) return false;
    return reaches(next, name, definitions, seen.add(target));
  }
  return partsOf(schema).some((part) => reaches(part, name, definitions, seen));
}

/** The name of the definition that a reference is to. */
export function definitionOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.startsWith(DEFINITION) === true ? $ref.slice(DEFINITION.length) : $ref;
}

function partsOf({ properties, items, anyOf, additionalProperties: more }: JsonSchema): JsonSchema[] {
  return [
    ...Object.values(properties ?? {}),
    ...(items === undefined ? [] : [items]),
    ...(anyOf ?? []),
    ...(typeof more === 'object' ? [more] : []),
  ];
}
