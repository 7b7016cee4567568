import { readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '@herald/shared';
import type { Operation } from '@herald/shared';
import { z } from 'zod';

/** Of no page: the same as `listCampaigns`; for whoever tries the mock vendor; for what watches the processes. */
const FOR_OTHERS = ['listCampaignHistory', 'listMockVendorMessages', 'getReadiness'];

interface Declared {
  method: string;
  path: string;
  schema: z.ZodType;
  isPaged: boolean;
}

const isEndpoint = (value: unknown): value is Declared => typeof value === 'function' && 'schema' in value;

const modules = readdirSync(__dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const declared = modules.flatMap((file) => {
  const exported = require(path.join(__dirname, file)) as Record<string, unknown>;
  return Object.entries(exported).flatMap(([name, value]) =>
    isEndpoint(value) ? [{ name: `${file}: ${name}`, id: name, endpoint: value }] : [],
  );
});
const operations: Record<string, Operation> = OPERATIONS;

describe('every endpoint of the web app is the operation of the same name', () => {
  it.each(declared)('$name', ({ id, endpoint }) => {
    const operation = operations[id];
    if (operation === undefined) throw new Error(`there is no operation ${id}`);
    expect([endpoint.method, endpoint.path, endpoint.isPaged]).toEqual([
      operation.method,
      operation.path,
      operation.paged === true,
    ]);
    const [, answer] = Object.entries(operation.responses)[0] ?? [];
    expect(partsOf(endpoint.schema).every((part, index) => part === partsOf(answer)[index])).toBe(true);
    expect(partsOf(endpoint.schema)).toHaveLength(partsOf(answer).length);
  });
});

it('no operation that the pages could call is missing', () => {
  const there = new Set(declared.map(({ id }) => id));
  const missing = Object.entries(operations).filter(([id, operation]) => !there.has(id) && couldBeCalled(operation));
  expect(missing.map(([id]) => id)).toEqual(FOR_OTHERS);
});

/** Other programs sign their calls; a CSV is a link, and events come in a stream. */
function couldBeCalled({ access, contentType }: Operation): boolean {
  return contentType === undefined && typeof access === 'string';
}

/** A list or a union is made anew where it is used; what it is made of is the contract's own. */
function partsOf(schema: z.ZodType | undefined): unknown[] {
  if (schema instanceof z.ZodArray) return ['array', schema.element];
  if (schema instanceof z.ZodUnion) return ['union', ...schema.options];
  return [schema];
}
