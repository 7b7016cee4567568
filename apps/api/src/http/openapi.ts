import {
  campaignProgressSchema,
  ERROR_STATUS,
  HERALD_VERSION,
  isRepeatable,
  OPERATIONS,
  PERMISSIONS,
  problemSchema,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '@herald/shared';
import type { ErrorCode, Operation, Signer } from '@herald/shared';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';

/** A parameter that nobody knows is refused wherever it comes. */
const ALWAYS_POSSIBLE: ErrorCode[] = ['invalid_input', 'internal', 'unavailable'];

/** Who may call is decided before anything of the call is read. */
function accessRefusals(operation: Operation): ErrorCode[] {
  const { access, method, isProbe } = operation;
  if (typeof access === 'object') return ['unauthorized', 'rate_limited'];
  if (isProbe) return [];
  // A key that is not valid is refused even where none is needed.
  const always: ErrorCode[] = ['unauthorized', 'rate_limited'];
  const repeated: ErrorCode[] = isRepeatable(operation) ? ['invalid_input', 'conflict', 'idempotency_mismatch'] : [];
  return [...always, ...(access === 'anybody' && method === 'get' ? [] : (['forbidden'] as const)), ...repeated];
}

const idempotencyHeader = {
  'idempotency-key': z
    .string()
    .optional()
    .meta({
      description:
        'Makes the call safe to repeat: for 24 hours the same key with the same call is answered as the first time, ' +
        'with `Idempotency-Replayed: true`; with another call it is refused. A key belongs to its caller and operation.',
    }),
};

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `hrd_live_...` or `hrd_test_...`.' },
  session: { type: 'apiKey', in: 'cookie', name: 'herald', description: 'The session of a member who signed in.' },
} as const;

const linkHeader = {
  Link: {
    schema: z.string().optional(),
    description: 'Address of the next page (`rel="next"`); absent on the last.',
  },
};

const SECRETS: Record<Signer, string> = { vendor: 'RECEIPT_SECRET', worker: 'VENDOR_SECRET' };

/** Left out where Herald has no secret. */
const signatureHeaders = (signer: Signer) => ({
  [TIMESTAMP_HEADER]: z.string().optional().meta({ description: 'Unix time in seconds at which the call was signed.' }),
  [SIGNATURE_HEADER]: z
    .string()
    .optional()
    .meta({
      description:
        '`sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the bytes of the body ' +
        '(of a call without a body: its path with the query, as it is sent), ' +
        `with the shared secret \`${SECRETS[signer]}\`. Needed where Herald has one.`,
    }),
});

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
      version: HERALD_VERSION,
      description: 'A campaign CRM that a shop runs itself. Every error is `application/problem+json`.',
    },
    paths,
    // No answer is one of these: they come in the events of a stream.
    components: { securitySchemes: SECURITY_SCHEMES, schemas: { CampaignProgress: campaignProgressSchema } },
  });
}

function describe(operationId: string, operation: Operation): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [operation.tag],
    summary: operation.summary,
    ...securityOf(operation),
    requestParams: {
      path: operation.params as z.ZodObject,
      query: operation.query as z.ZodObject,
      ...headersOf(operation),
    },
    ...(operation.body && {
      requestBody: { required: !operation.bodyOptional, content: { 'application/json': { schema: operation.body } } },
    }),
    // What the operation says itself comes last: readiness answers 503 in a form of its own.
    responses: {
      ...refusals([...operation.refusals, ...accessRefusals(operation), ...ALWAYS_POSSIBLE]),
      ...successes(operation),
    },
  };
}

/** Which of an API key's scopes and of a member's roles will do. */
function securityOf({ access }: Operation) {
  if (typeof access === 'object' || access === 'anybody') return { security: [] };
  const { roles, scopes } = PERMISSIONS[access];
  const byKey = scopes.length === 0 ? [] : [{ apiKey: [] }];
  const keys = scopes.length === 0 ? 'No API key may call it' : `API keys with scope ${scopes.join(' or ')}`;
  return { security: [...byKey, { session: [] }], description: `${keys}; members who are ${roles.join(' or ')}.` };
}

function headersOf(operation: Operation): { header?: z.ZodObject } {
  const { headers, access } = operation;
  const own = isRepeatable(operation) ? idempotencyHeader : {};
  const shape = {
    ...(headers as z.ZodObject | undefined)?.shape,
    ...(typeof access === 'object' ? signatureHeaders(access.signedBy) : own),
  };
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

function refusals(possible: ErrorCode[]): ZodOpenApiResponsesObject {
  const codes = [...new Set(possible)];
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
