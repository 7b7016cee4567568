import { ERROR_STATUS, OPERATIONS, problemSchema, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import type { ErrorCode, Operation } from '@herald/shared';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';

const ALWAYS_POSSIBLE: ErrorCode[] = ['internal', 'unavailable'];

const linkHeader = {
  Link: {
    schema: z.string().optional(),
    description: 'Address of the next page (`rel="next"`); absent on the last.',
  },
};

/** Left out where Herald has no secret. */
const signatureHeaders = {
  [TIMESTAMP_HEADER]: z.string().optional().meta({ description: 'Unix time in seconds at which the call was signed.' }),
  [SIGNATURE_HEADER]: z
    .string()
    .optional()
    .meta({
      description:
        '`sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the bytes of the body, ' +
        'with the shared secret `RECEIPT_SECRET`. Needed where Herald has one.',
    }),
};

/** The OpenAPI 3.1 document, made from the same contracts that parse every call. */
export function openApiDocument() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [operationId, operation] of Object.entries(OPERATIONS) as [string, Operation][]) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operationId, operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Herald',
      version: '0.1.0',
      description: 'A campaign CRM that a shop runs itself. Every error is `application/problem+json`.',
    },
    paths,
  });
}

function describe(operationId: string, operation: Operation): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [operation.tag],
    summary: operation.summary,
    requestParams: {
      path: operation.params as z.ZodObject,
      query: operation.query as z.ZodObject,
      ...headersOf(operation),
    },
    ...(operation.body && {
      requestBody: { required: !operation.bodyOptional, content: { 'application/json': { schema: operation.body } } },
    }),
    // What the operation says itself comes last: readiness answers 503 in a form of its own.
    responses: { ...refusals([...operation.refusals, ...ALWAYS_POSSIBLE]), ...successes(operation) },
  };
}

function headersOf({ headers, signed }: Operation): { header?: z.ZodObject } {
  const shape = { ...(headers as z.ZodObject | undefined)?.shape, ...(signed && signatureHeaders) };
  return Object.keys(shape).length === 0 ? {} : { header: z.object(shape) };
}

function successes(operation: Operation): ZodOpenApiResponsesObject {
  const entries = Object.entries(operation.responses).map(([status, schema]) => [
    status,
    {
      description: Number(status) < 400 ? 'As asked.' : 'Not now.',
      content: { [operation.contentType ?? 'application/json']: { schema } },
      ...(operation.paged && { headers: linkHeader }),
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}

function refusals(codes: ErrorCode[]): ZodOpenApiResponsesObject {
  const statuses = new Set(codes.map((code) => ERROR_STATUS[code]));
  const entries = [...statuses].map((status) => [
    String(status),
    {
      description: codes.filter((code) => ERROR_STATUS[code] === status).join(' or '),
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}
