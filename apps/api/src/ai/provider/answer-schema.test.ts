import { describe, expect, it } from '@jest/globals';
import { conditionGroupSchema } from '@herald/shared';
import { z } from 'zod';

import { complaintAboutRequest } from '../../../../../scripts/testing/fixtures/gemini-requests.ts';
import { cyclicSchemaOf, jsonSchemaOf } from './answer-schema.ts';
import { unrolledSchemaOf } from './unrolled-schema.ts';

const TREE: z.ZodType = z
  .strictObject({
    name: z.string(),
    get children() {
      return z.array(z.union([z.strictObject({ leaf: z.string() }), TREE])).min(1);
    },
  })
  .meta({ id: 'Tree', description: 'A tree.' });

const unrolled = (schema: z.ZodType) => unrolledSchemaOf(jsonSchemaOf(schema));

/** What Gemini would say of a schema in OpenAPI's words. */
const complaintAbout = (responseSchema: unknown) =>
  complaintAboutRequest({ 'x-goog-api-key': 'x' }, { contents: [{}], generationConfig: { responseSchema } });

describe('jsonSchemaOf', () => {
  it('says types, texts, enumerations, and what must be there', () => {
    const schema = z.strictObject({
      kind: z.literal('x'),
      size: z.enum(['small', 'large']).describe('How large.'),
      count: z.int().min(1).max(7),
      note: z.string().max(80).nullable(),
      tags: z.array(z.string().regex(/^a/)).min(2).max(5).optional(),
    });
    expect(jsonSchemaOf(schema)).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['x'] },
        size: { type: 'string', enum: ['small', 'large'], description: 'How large.' },
        count: { type: 'integer' },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1 },
      },
      required: ['kind', 'size', 'count', 'note'],
      additionalProperties: false,
    });
  });

  it('says the form of what is looked at first, of choices, of tuples and of both of two', () => {
    expect(jsonSchemaOf(z.preprocess((value) => value, z.boolean()))).toEqual({ type: 'boolean' });
    const choice = z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]);
    expect(jsonSchemaOf(choice).anyOf).toHaveLength(2);
    expect(jsonSchemaOf(z.tuple([z.string(), z.number()]))).toEqual({
      type: 'array',
      items: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      minItems: 1,
    });
    const both = z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() }));
    expect(jsonSchemaOf(both)).toMatchObject({ properties: { a: {}, b: {} }, required: ['a', 'b'] });
  });
});

describe('cyclicSchemaOf', () => {
  it('lets a definition come back to itself only where it may be left out', () => {
    const schema = cyclicSchemaOf(jsonSchemaOf(z.strictObject({ tree: TREE.nullable() })));
    expect(schema.required).toEqual(['tree']);
    expect(schema.$defs?.['Tree']).toMatchObject({
      required: ['name'],
      properties: { children: { items: { anyOf: [{ type: 'object' }, { $ref: '#/$defs/Tree' }] } } },
    });
  });

  it('does the same with a schema that comes back to itself as a whole', () => {
    const list: z.ZodType = z.strictObject({
      name: z.string(),
      get next() {
        return list.nullable();
      },
    });
    const schema = cyclicSchemaOf(jsonSchemaOf(list));
    expect(schema).toMatchObject({ required: ['name'], properties: { next: { anyOf: [{ $ref: '#' }, {}] } } });
  });

  it('leaves the rules of a segment as they are but for that', () => {
    const schema = cyclicSchemaOf(jsonSchemaOf(z.strictObject({ rules: conditionGroupSchema })));
    expect(schema.$defs?.['ConditionGroup']).toMatchObject({ required: ['combinator'] });
    expect(JSON.stringify(schema)).not.toMatch(/"(pattern|maxLength|const|oneOf|\$schema|format)":/);
  });
});

describe('unrolledSchemaOf', () => {
  it('has no references, as many levels as it may, and at the end only what ends', () => {
    const schema = unrolled(z.strictObject({ tree: TREE }));
    expect(complaintAbout(schema)).toBeUndefined();
    const first = schema?.properties?.['tree'];
    const levelsOf = (tree: typeof first): number => 1 + (inner(tree) === undefined ? 0 : levelsOf(inner(tree)));
    const inner = (tree: typeof first) => tree?.properties?.['children']?.items?.anyOf?.[1];
    expect(levelsOf(first)).toBe(3);
    expect(first).toMatchObject({ required: ['name', 'children'], description: 'A tree.' });
    expect(JSON.stringify(schema)).toContain(
      '"children":{"type":"array","items":{"type":"object","properties":{"leaf"',
    );
  });

  it('says the rules of a segment in words that Gemini takes', () => {
    const schema = unrolled(z.strictObject({ rules: conditionGroupSchema.nullable() }));
    expect(complaintAbout(schema)).toBeUndefined();
    expect(schema?.properties?.['rules']).toMatchObject({ type: 'object', nullable: true });
  });

  it('takes fewer levels when it would be too large', () => {
    const wide = z.enum(Array.from({ length: 400 }, (_, place) => `a value with the number ${place}`));
    const tree: z.ZodType = z
      .strictObject({
        wide,
        get children() {
          return z.array(tree).optional();
        },
      })
      .meta({ id: 'WideTree' });
    const schema = unrolled(tree);
    expect(schema?.properties).toHaveProperty('wide');
    expect(JSON.stringify(schema).length).toBeLessThan(20_000);
  });

  it('says what may be null, and what may be anything simple', () => {
    expect(unrolled(z.object({ a: z.number().nullable(), b: z.unknown() }))).toEqual({
      type: 'object',
      properties: {
        a: { type: 'number', nullable: true },
        b: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
      },
      required: ['a', 'b'],
    });
  });

  it.each([
    ['a record', z.object({ a: z.record(z.string(), z.string()) })],
    ['nothing but null', z.object({ a: z.null() })],
  ])('cannot say %s', (_what, schema) => expect(unrolled(schema)).toBeUndefined());
});
