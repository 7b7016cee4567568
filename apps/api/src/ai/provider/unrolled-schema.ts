import { definitionOf, WHOLE } from './answer-schema.ts';
import type { JsonSchema } from './answer-schema.ts';

/** A schema as Gemini has always known them: a subset of OpenAPI, in which nothing refers to anything. */
export interface OpenApiSchema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  description?: string;
  nullable?: boolean;
  enum?: string[];
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  items?: OpenApiSchema;
  minItems?: number;
  anyOf?: OpenApiSchema[];
}

/** How often one definition may stand within itself: groups of rules in groups in a group. */
const MOST_LEVELS = 3;
/** Gemini refuses schemas that are much larger. */
const MAX_LENGTH = 20_000;

/**
 * The schema with every reference replaced by what it is to, as deep as it may be; undefined when it
 * cannot be said without references, or is too large at any depth.
 */
export function unrolledSchemaOf(schema: JsonSchema): OpenApiSchema | undefined {
  for (let levels = MOST_LEVELS; levels >= 1; levels -= 1) {
    const unrolled = new Unroller({ ...schema.$defs, [WHOLE]: schema }, levels).unroll(schema, [WHOLE]);
    if (unrolled !== undefined && JSON.stringify(unrolled).length <= MAX_LENGTH) return unrolled;
  }
  return undefined;
}

class Unroller {
  private readonly definitions: Record<string, JsonSchema>;
  private readonly levels: number;

  constructor(definitions: Record<string, JsonSchema>, levels: number) {
    this.definitions = definitions;
    this.levels = levels;
  }

  /**
   * @param within the definitions that this stands in.
   * @returns undefined when there is nothing that it could be.
   */
  unroll(schema: JsonSchema, within: readonly string[]): OpenApiSchema | undefined {
    const name = definitionOf(schema);
    if (name !== undefined) return this.unrollDefinition(name, within);
    const described = schema.description === undefined ? {} : { description: schema.description };
    if (schema.anyOf !== undefined) return this.unrollChoice(schema.anyOf, described, within);
    switch (schema.type) {
      case 'object':
        return this.unrollObject(schema, described, within);
      case 'array':
        return this.unrollArray(schema, described, within);
      case 'string':
        return { type: 'string', ...described, ...textsOf(schema) };
      case 'number':
      case 'integer':
      case 'boolean':
        return { type: schema.type, ...described };
      case 'null':
        return undefined;
      case undefined:
        return { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], ...described };
    }
  }

  private unrollDefinition(name: string, within: readonly string[]): OpenApiSchema | undefined {
    const definition = this.definitions[name];
    if (definition === undefined || within.filter((each) => each === name).length >= this.levels) return undefined;
    return this.unroll(definition, [...within, name]);
  }

  private unrollChoice(
    choices: JsonSchema[],
    described: { description?: string },
    within: readonly string[],
  ): OpenApiSchema | undefined {
    const nullable = choices.some(({ type }) => type === 'null') ? { nullable: true } : {};
    const possible = choices.flatMap((choice) => this.unroll(choice, within) ?? []);
    const [only] = possible;
    if (only === undefined) return undefined;
    if (possible.length === 1) return { ...only, ...described, ...nullable };
    return { anyOf: possible, ...described, ...nullable };
  }

  private unrollObject(
    { properties = {}, required = [] }: JsonSchema,
    described: { description?: string },
    within: readonly string[],
  ): OpenApiSchema | undefined {
    const possible = Object.entries(properties).flatMap(([name, property]) => {
      const unrolled = this.unroll(property, within);
      return unrolled === undefined ? [] : [[name, unrolled] as const];
    });
    const names = possible.map(([name]) => name);
    // An object whose names are open, as that of a record is, cannot be said.
    if (names.length === 0 || !required.every((name) => names.includes(name))) return undefined;
    return {
      type: 'object',
      ...described,
      properties: Object.fromEntries(possible),
      ...(required.length > 0 && { required }),
    };
  }

  private unrollArray(
    { items, minItems }: JsonSchema,
    described: { description?: string },
    within: readonly string[],
  ): OpenApiSchema | undefined {
    const unrolled = this.unroll(items ?? {}, within);
    if (unrolled === undefined) return undefined;
    return { type: 'array', ...described, items: unrolled, ...(minItems === undefined ? {} : { minItems }) };
  }
}

function textsOf({ enum: values }: JsonSchema): { enum?: string[] } {
  const texts = values?.filter((value) => typeof value === 'string') ?? [];
  return texts.length === 0 ? {} : { enum: texts };
}
