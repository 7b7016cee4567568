import fc from 'fast-check';

import type { ApiDocument, DocumentedOperation, DocumentedParameter } from './api-document.ts';
import type { CallerName, FuzzRequest } from './fuzz-request.ts';
import type { Json } from './json.ts';
import { asHeader, requestFlaws } from './request-flaws.ts';
import type { RequestFlaw } from './request-flaws.ts';
import { toRequest } from './request-parts.ts';
import type { RequestParts } from './request-parts.ts';
import { bodyValues, fieldValues } from './valid-values.ts';
import type { Hints, ValueOptions } from './valid-values.ts';

export interface RequestOptions {
  document: ApiDocument;
  /** What there is, for the operation that is called: `{id}` and `cursor` mean other things in each. */
  hintsFor: (operation: DocumentedOperation) => Hints;
}

/** Of a call that is to be let in, who makes it. */
function welcome({ takes, signer }: DocumentedOperation): fc.Arbitrary<CallerName> {
  if (signer !== undefined) return fc.constant('nobody');
  if (takes.key) return fc.constantFrom('live key', 'live key', 'owner', 'test key');
  return takes.session ? fc.constant('owner') : fc.constantFrom('nobody', 'nobody', 'owner');
}

/** Calls as the document describes them, by somebody who may make them. */
export function validRequests(operation: DocumentedOperation, options: RequestOptions): fc.Arbitrary<FuzzRequest> {
  return validParts(operation, options).map((parts) => toRequest(operation, parts));
}

const MOST_FLAWS = 3;

/** Calls with which something may be wrong, one thing or several. */
export function flawedRequests(operation: DocumentedOperation, options: RequestOptions): fc.Arbitrary<FuzzRequest> {
  const flaw = requestFlaws(operation, options.document.schemas);
  // Mostly one: of several, the first that is seen hides the others.
  const flaws = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(flaw) },
    { weight: 1, arbitrary: fc.array(flaw, { minLength: 2, maxLength: MOST_FLAWS }) },
  );
  return fc
    .tuple(validParts(operation, options), flaws)
    .map(([parts, changes]) => toRequest(operation, applyAll(changes, parts)));
}

function applyAll(changes: RequestFlaw[], parts: RequestParts): RequestParts {
  return changes.reduce((changed, change) => change(changed), parts);
}

function validParts(
  operation: DocumentedOperation,
  { document, hintsFor }: RequestOptions,
): fc.Arbitrary<RequestParts> {
  const options = { schemas: document.schemas, hints: hintsFor(operation) };
  const { body, method, parameters } = operation;
  const inPlace = (place: DocumentedParameter['in']) =>
    parameterValues(
      parameters.filter((parameter) => parameter.in === place),
      options,
    );
  const json = body === undefined ? fc.constant(undefined) : bodyValues(body.schema, options);
  return fc
    .record({
      caller: welcome(operation),
      signature: fc.constant('right' as const),
      method: fc.constant(method),
      params: inPlace('path'),
      query: inPlace('query').map(pairs),
      headers: inPlace('header').map((headers) =>
        pairs(headers).map(([name, value]): [string, string] => [name, asHeader(value)]),
      ),
      json: body === undefined || body.required ? json : fc.option(json, { nil: undefined, freq: 4 }),
      contentType: fc.constantFrom('application/json', 'application/json', 'application/json; charset=utf-8'),
    })
    .map((parts) => ({ ...parts, flaws: [] }));
}

const pairs = (values: Record<string, string>) => Object.entries(values);

/** Of signed calls, signed when they are sent. */
const isSignature = ({ name }: DocumentedParameter) => name.startsWith('x-herald-');

function parameterValues(
  parameters: DocumentedParameter[],
  options: ValueOptions,
): fc.Arbitrary<Record<string, string>> {
  const made = parameters.filter((parameter) => !isSignature(parameter));
  const values = Object.fromEntries(
    made.map(({ name, schema }) => [name, fieldValues(name, schema, options).map(asText)]),
  );
  const requiredKeys = made.filter(({ required }) => required).map(({ name }) => name);
  return fc.record(values, { requiredKeys }) as fc.Arbitrary<Record<string, string>>;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
