import type { OperationId, OperationOutput, OPERATIONS } from '@herald/shared';
import type { z } from 'zod';

import { type Answer, callApi, type CallOptions } from './api-client.ts';

type Operations = typeof OPERATIONS;

/** Operations that answer one page of a list, with the cursor of the next one beside it. */
export type PagedOperationId = {
  [K in OperationId]: Operations[K] extends { paged: true } ? K : never;
}[OperationId];

/** Query parameters are text, so contracts coerce some of them; callers give what comes out of that. */
type Given<Schema> = Schema extends z.ZodType
  ? {
      [P in keyof z.input<Schema>]: unknown extends z.input<Schema>[P]
        ? P extends keyof z.output<Schema>
          ? z.output<Schema>[P]
          : unknown
        : z.input<Schema>[P];
    }
  : never;

type HasKeys<Schema> = Schema extends z.ZodType ? (string extends keyof z.input<Schema> ? false : true) : false;

type ParamsOf<K extends OperationId> =
  HasKeys<Operations[K]['params']> extends true ? { params: Given<Operations[K]['params']> } : unknown;

type QueryOf<K extends OperationId> =
  HasKeys<Operations[K]['query']> extends true ? { query?: EndpointQuery<K> } : unknown;

type BodyOf<K extends OperationId> = Operations[K]['body'] extends z.ZodType
  ? Operations[K] extends { bodyOptional: true }
    ? { body?: EndpointBody<K> }
    : { body: EndpointBody<K> }
  : unknown;

/** The query of an operation as callers give it; what has a default may be left out. */
export type EndpointQuery<K extends OperationId> = Partial<Given<Operations[K]['query']>>;

/** The body of an operation as callers give it; what has a default may be left out. */
export type EndpointBody<K extends OperationId> = Operations[K]['body'] extends z.ZodType
  ? z.input<Operations[K]['body']>
  : undefined;

type Call<K extends OperationId> = ParamsOf<K> & QueryOf<K> & BodyOf<K>;
type Arguments<K extends OperationId> =
  object extends Call<K> ? [call?: Call<K>, options?: CallOptions] : [call: Call<K>, options?: CallOptions];

/** What of an endpoint a test compares with the contract. */
interface Declared {
  readonly method: string;
  readonly path: string;
  readonly schema: z.ZodType;
  readonly isPaged: boolean;
}

/** One operation of the API as a function: `getCustomer({ params: { id } }, { signal })`. */
export type Endpoint<K extends OperationId> = ((...given: Arguments<K>) => Promise<OperationOutput<K>>) & Declared;
/** The same of an operation that answers a page: `{ data, next }`. */
export type PagedEndpoint<K extends PagedOperationId> = ((
  ...given: Arguments<K>
) => Promise<Answer<OperationOutput<K>>>) &
  Declared;

interface AnyCall {
  params?: Record<string, string | number>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/**
 * An operation of the API. Method and path are checked against the contract by types, and the
 * schema by a test: the map of all operations itself would be too much to load into a browser.
 */
export function endpoint<K extends Exclude<OperationId, PagedOperationId>>(
  method: Operations[K]['method'],
  path: Operations[K]['path'],
  schema: z.ZodType<OperationOutput<K>>,
  defaults: CallOptions = {},
): Endpoint<K> {
  const call = async (given: AnyCall = {}, options: CallOptions = {}) =>
    (await callApi(asCall(method, path, given), schema, { ...defaults, ...options })).data;
  return Object.assign(call, { method, path, schema, isPaged: false }) as Endpoint<K>;
}

/** An operation that answers one page: `next` is the cursor of the next page, null on the last one. */
export function pagedEndpoint<K extends PagedOperationId>(
  method: Operations[K]['method'],
  path: Operations[K]['path'],
  schema: z.ZodType<OperationOutput<K>>,
  defaults: CallOptions = {},
): PagedEndpoint<K> {
  const call = (given: AnyCall = {}, options: CallOptions = {}) =>
    callApi(asCall(method, path, given), schema, { ...defaults, ...options });
  return Object.assign(call, { method, path, schema, isPaged: true }) as PagedEndpoint<K>;
}

/** The address of an answer that the browser saves as a file by itself, for a plain link. */
export function downloadAddress<K extends OperationId>(path: Operations[K]['path'], call: Call<K>): string {
  const { params, query } = call as AnyCall;
  return addressOf(path, params, query);
}

function asCall(method: string, path: string, { params, query, body }: AnyCall) {
  return { method: method.toUpperCase(), address: addressOf(path, params, query), body };
}

function addressOf(path: string, params: AnyCall['params'] = {}, query: AnyCall['query'] = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each));
    }
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}
