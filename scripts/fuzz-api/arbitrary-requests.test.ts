import { beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_BYTES_PER_CALL, newId, OPERATIONS } from '@herald/shared';
import type { Operation, OperationId } from '@herald/shared';
import fc from 'fast-check';

import { readApiDocument } from './api-document.ts';
import { flawedRequests, validRequests } from './arbitrary-requests.ts';
import { CALLERS } from './fuzz-request.ts';
import type { FuzzRequest } from './fuzz-request.ts';
import type { FuzzShop } from './fuzz-shop.ts';
import { shopHints } from './shop-hints.ts';

const someIds = () => Array.from({ length: 5 }, () => newId());
const shop: FuzzShop = {
  ids: {
    customers: someIds(),
    segments: someIds(),
    campaigns: someIds(),
    ingestions: someIds(),
    keys: someIds(),
    members: someIds(),
  },
  rowIds: someIds(),
  vendorKeys: someIds(),
  customerEmails: ['asha@example.com'],
  customerNumbers: ['shopper-1', 'shopper-2'],
  claimCode: 'AAAAA-BBBBB',
  cursors: {},
};

const document = readApiDocument();
const options = { document, hintsFor: shopHints.bind(null, shop) };
const SEED = 7;
const LONGEST_READ = 700_000;

const isOperation = (id: string): id is OperationId => id in OPERATIONS;

describe.each(document.operations.filter(({ id }) => isOperation(id)))('valid requests of $id', (operation) => {
  const requests = fc.sample(validRequests(operation, options), { numRuns: 60, seed: SEED });
  const contract: Operation = OPERATIONS[operation.id as OperationId];

  it('fit the contract by which the API parses them, most of them', () => {
    expect(shareThat(requests, (request) => fits(contract.query, queryOf(request)))).toBeGreaterThan(0.5);
    if (contract.body === undefined) return expect(requests.every(({ body }) => body === undefined)).toBe(true);
    const withBody = requests.filter(({ body }) => body !== undefined);
    const { body: schema } = contract;
    expect(shareThat(withBody, ({ body }) => fits(schema, JSON.parse(String(body))))).toBeGreaterThan(0.5);
  });

  it('go to the path of the operation, most of them to something that is there', () => {
    const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '([^/?]+)')}(\\?|$)`);
    const named = requests.map(({ target }) => pattern.exec(target)?.[1]);
    expect(requests.every(({ method, target }) => method === operation.method && pattern.test(target))).toBe(true);
    if (!operation.path.includes('{')) return;
    const known: (string | undefined)[] = [...Object.values(shop.ids).flat(), ...shop.vendorKeys];
    expect(shareThat(named, (id) => known.includes(id))).toBeGreaterThan(0.5);
  });
});

const shareThat = <T>(values: T[], holds: (value: T) => boolean) => values.filter(holds).length / values.length;
const fits = (schema: Operation['query'], value: unknown) => schema.safeParse(value).success;

function queryOf({ target }: FuzzRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(target.split('?')[1] ?? ''));
}

describe('flawed requests', () => {
  let requests: FuzzRequest[] = [];
  let bodies: string[] = [];
  const targets = () => requests.map(({ target }) => target);
  const someMatch = (texts: string[], pattern: RegExp) => texts.filter((text) => pattern.test(text)).length > 0;

  beforeAll(() => {
    requests = document.operations.flatMap((operation, index) =>
      fc.sample(flawedRequests(operation, options), { numRuns: 200, seed: SEED + index }),
    );
    // Those that are only large would take the patterns long.
    bodies = requests.flatMap(({ body }) => (body === undefined || body.length > LONGEST_READ ? [] : String(body)));
  });

  it.each([
    ['NUL', /\\u0000/],
    ['a lone surrogate', /\\ud800/],
    ['control characters and escapes', /\\u001b/],
    ['a key that means the prototype', /"__proto__":/],
    ['a key that means the constructor', /"constructor":/],
    ['a number that no double holds', /[:[,]1e400\b/],
    ['an integer that no double holds', /[:[,]123456789012345678901234567890\b/],
    ['arrays in arrays, thousands deep', /\[{5000}/],
    ['rules in rules, deeper than anybody recurses', /(\{"combinator":"and","rules":\[){2000}/],
    ['text of tens of thousands of characters', /é{10000}/],
    ['a row more than a call may have', /^\[(\{\},){10000}\{\}\]$/],
    ['what is not JSON', /^\{"a":NaN\}$/],
    ['nothing', /^$/],
    ['a name that nearly is one', /"(live|test) "/],
  ])('bring %s in the body', (_, pattern) => {
    expect(someMatch(bodies, pattern)).toBe(true);
  });

  it('bring bodies that are too large, and such that are only when unpacked', () => {
    expect(requests.some(({ body }) => (body?.length ?? 0) > MAX_BYTES_PER_CALL)).toBe(true);
    expect(requests.some(({ flaws }) => flaws.includes('packed, huge when unpacked'))).toBe(true);
  });

  it.each([
    ['NUL', /%00/],
    ['a lone surrogate', /%ED%A0%80/i],
    ['an escape that is none', /%zz/],
    ['bytes that are no UTF-8', /%ff%fe/],
    ['a parameter twice', /[?&]limit=[^&]*&(.*&)?limit=/],
    ['a parameter as an array or object', /limit\[/],
    ['a parameter that means the prototype', /[?&]__proto__(=|\[)/],
    ['a path upwards', /\.\.(%2F|$|\/|\?)|%2e%2e/i],
  ])('have %s in path or query', (_, pattern) => {
    expect(someMatch(targets(), pattern)).toBe(true);
  });

  it('leave out what is needed, and add what nobody knows', () => {
    const objects = bodiesOf('createSegment');
    expect(objects.some((body) => !('name' in body) && 'rules' in body)).toBe(true);
    expect(objects.some((body) => Object.keys(body).some((key) => !['name', 'rules', 'kind'].includes(key)))).toBe(
      true,
    );
    expect(objects.some(({ name }) => name !== undefined && typeof name !== 'string')).toBe(true);
  });

  it('have lists that are one too long, and empty ones', () => {
    const lengths = bodiesOf('createApiKey').map(({ scopes }) => (Array.isArray(scopes) ? scopes.length : undefined));
    expect(lengths).toEqual(expect.arrayContaining([0, 4]));
  });

  it('come as everybody, by every method, with every type of content', () => {
    expect(new Set(requests.map(({ caller }) => caller))).toEqual(new Set(CALLERS));
    const methods = new Set(requests.map(({ method }) => method));
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'])
      expect(methods).toContain(method);
    const types = requests.flatMap(({ headers }) =>
      headers.filter(([name]) => name === 'Content-Type').map(([, type]) => type),
    );
    for (const type of ['text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x'])
      expect(types).toContain(type);
  });

  it('have nothing in their headers that cannot be sent', () => {
    const values = requests.flatMap(({ headers }) => headers.map(([, value]) => value));
    expect(values.filter((value) => /[^\t\x20-\x7e\x80-\xff]/.test(value))).toEqual([]);
    expect(targets().filter((target) => /[^\x21-\xff]/.test(target))).toEqual([]);
  });
});

it('makes the same requests of the same seed', () => {
  const [operation] = document.operations;
  const sample = () => fc.sample(flawedRequests(operation!, options), { numRuns: 20, seed: SEED });
  expect(sample()).toEqual(sample());
});

function bodiesOf(operationId: OperationId): Record<string, unknown>[] {
  const operation = document.operations.find(({ id }) => id === operationId)!;
  const made = fc.sample(flawedRequests(operation, options), { numRuns: 1_000, seed: SEED });
  return made.flatMap(({ body }) => readObject(body));
}

function readObject(body: Buffer | undefined): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(String(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [value as Record<string, unknown>]
      : [];
  } catch {
    return [];
  }
}
