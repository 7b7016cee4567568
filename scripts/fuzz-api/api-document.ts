import { OPERATIONS } from '@herald/shared';
import type { Operation, OperationId, Signer } from '@herald/shared';

import { openApiDocument } from '../../apps/api/src/http/openapi.ts';

/** The part of JSON Schema that the document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
  pattern?: string;
}

export interface DocumentedParameter {
  in: 'path' | 'query' | 'header';
  name: string;
  required: boolean;
  schema: JsonSchema;
}

/** One operation, as whoever reads the document knows it; or a page, which has none. */
export interface DocumentedOperation {
  id: string;
  method: string;
  path: string;
  parameters: DocumentedParameter[];
  body: { schema: JsonSchema; required: boolean } | undefined;
  /** Which credentials will do; none of them where anybody may call. */
  takes: { key: boolean; session: boolean };
  /** Who signs its calls; the document says it in words. */
  signer: Signer | undefined;
}

/** To which browsers are sent with a query, and which the document leaves out: they answer with pages and redirects. */
const PAGES: readonly DocumentedOperation[] = [
  page('/auth/google', []),
  page('/auth/google/callback', ['code', 'state', 'error', 'scope', 'iss']),
];

function page(path: string, queryNames: string[]): DocumentedOperation {
  return {
    id: `page ${path}`,
    method: 'GET',
    path,
    parameters: queryNames.map((name) => ({ in: 'query', name, required: false, schema: { type: 'string' } })),
    body: undefined,
    takes: { key: false, session: false },
    signer: undefined,
  };
}

/** The OpenAPI document, in the shape in which requests are made from it. */
export interface ApiDocument {
  operations: DocumentedOperation[];
  schemas: Record<string, JsonSchema>;
}

interface RawOperation {
  operationId: OperationId;
  parameters?: { in: DocumentedParameter['in']; name: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: JsonSchema }> };
  security: Record<string, unknown>[];
}

export function readApiDocument(): ApiDocument {
  const document = openApiDocument() as unknown as {
    paths: Record<string, Record<string, RawOperation>>;
    components: { schemas: Record<string, JsonSchema> };
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => readOperation(path, method, raw)),
  );
  return { operations: [...operations, ...PAGES], schemas: document.components.schemas };
}

function readOperation(path: string, method: string, raw: RawOperation): DocumentedOperation {
  const { access }: Operation = OPERATIONS[raw.operationId];
  const schema = raw.requestBody?.content['application/json']?.schema;
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (raw.parameters ?? []).map(({ required = false, ...parameter }) => ({ ...parameter, required })),
    body: schema && { schema, required: raw.requestBody?.required ?? false },
    takes: {
      key: raw.security.some((each) => 'apiKey' in each),
      session: raw.security.some((each) => 'session' in each),
    },
    signer: typeof access === 'object' ? access.signedBy : undefined,
  };
}

/** What a reference leads to. */
export function resolveSchema(schema: JsonSchema, schemas: ApiDocument['schemas']): JsonSchema {
  const name = componentName(schema);
  if (name === undefined) return schema;
  const target = schemas[name];
  if (target === undefined) throw new Error(`The document has no schema ${name}`);
  return target;
}

export function componentName({ $ref }: JsonSchema): string | undefined {
  return $ref?.slice($ref.lastIndexOf('/') + 1);
}
