import { describe, expect, it } from '@jest/globals';
import { ERROR_STATUS, newId, OPERATIONS, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@herald/shared';
import type { Operation, OperationId } from '@herald/shared';
import request from 'supertest';
import type { z } from 'zod';

import { openApiDocument } from './openapi.ts';
import type { Endpoints } from './route.ts';
import { openApp } from './testing/open-app.ts';

interface DocumentedOperation {
  operationId: string;
  requestBody?: { required: boolean };
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { headers?: object; content: Record<string, unknown> }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: Record<string, Record<string, unknown>>;
};
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
);
const operations = Object.entries(OPERATIONS) as [OperationId, Operation][];

/** What is documented of an operation because of who may call it. */
const STATUSES = {
  signed: ['401', '429'],
  probe: [],
  openRead: ['401', '429'],
  change: ['401', '403', '429'],
  post: ['400', '401', '403', '409', '422', '429'],
};
const HEADERS = {
  signed: [TIMESTAMP_HEADER, SIGNATURE_HEADER],
  probe: [],
  openRead: [],
  change: [],
  post: ['idempotency-key'],
};

function accessKind({ access, method, isProbe, changesSession, asksModel }: Operation): keyof typeof STATUSES {
  if (typeof access === 'object') return 'signed';
  if (isProbe) return 'probe';
  if (method === 'post' && !changesSession && !asksModel) return 'post';
  return access === 'anybody' && method === 'get' ? 'openRead' : 'change';
}

/** An app whose endpoints only say that they were reached. */
function appThatNamesOperations() {
  const endpoints = operations.map(([id, { contentType }]) => {
    const reached = { reached: id };
    const write = (send: (text: string) => Promise<void>) => send(JSON.stringify(reached));
    return [id, async () => ({ status: 200, body: contentType === undefined ? reached : write })];
  });
  return openApp(Object.fromEntries(endpoints) as Partial<Endpoints>);
}

describe('the OpenAPI document', () => {
  it('has every operation, and no other', () => {
    expect(documented.map(({ method, path, operationId }) => `${operationId}: ${method} ${path}`).toSorted()).toEqual(
      operations.map(([id, { method, path }]) => `${id}: ${method} ${path}`).toSorted(),
    );
  });

  it.each(operations)('says of %s what it takes and answers', (id, operation) => {
    const found = documented.find(({ operationId }) => operationId === id);
    expect(found?.requestBody?.required).toBe(operation.body && !operation.bodyOptional);
    const read = Object.keys((operation.headers as z.ZodObject | undefined)?.shape ?? {});
    expect(found?.parameters?.filter((parameter) => parameter.in === 'header').map(({ name }) => name) ?? []).toEqual([
      ...read,
      ...HEADERS[accessKind(operation)],
    ]);
    const statuses = [
      ...Object.keys(operation.responses),
      ...operation.refusals.map((code) => String(ERROR_STATUS[code])),
      ...STATUSES[accessKind(operation)],
      // A parameter that nobody knows.
      '400',
      '500',
      '503',
    ];
    expect(Object.keys(found?.responses ?? {}).toSorted()).toEqual([...new Set(statuses)].toSorted());
    const pathParameters = found?.parameters
      ?.filter((parameter) => parameter.in === 'path')
      .map(({ name }) => `{${name}}`);
    expect(pathParameters ?? []).toEqual(operation.path.match(/\{\w+\}/g) ?? []);
    const paged = Object.entries(found?.responses ?? {}).filter(([, { headers }]) => headers && 'Link' in headers);
    expect(paged.length > 0).toBe(operation.paged === true);
    for (const [status, { content }] of Object.entries(found?.responses ?? {})) {
      const isProblem = !(Number(status) in operation.responses);
      const answer = operation.contentType ?? 'application/json';
      expect(Object.keys(content)).toEqual([isProblem ? 'application/problem+json' : answer]);
    }
  });

  it('says of signed calls that they may be refused', () => {
    const signed = operations.filter(([, { access }]) => typeof access !== 'string');
    expect(signed.map(([id, { refusals }]) => [id, refusals.includes('unauthorized')])).toEqual([
      ['takeDeliveryReceipt', true],
      ['sendThroughMockVendor', true],
      ['getMockVendorMessage', true],
    ]);
  });

  it.each(operations.filter(([, { body }]) => body !== undefined))(
    'says of %s how it refuses a body that it cannot read',
    (_id, { refusals }) => {
      expect(refusals).toEqual(
        expect.arrayContaining(['invalid_input', 'malformed_json', 'too_large', 'unsupported_media_type']),
      );
    },
  );

  it('says of streams what their events are', () => {
    const streams = documented.filter(({ responses }) => 'text/event-stream' in (responses['200']?.content ?? {}));
    expect(streams.map(({ operationId }) => operationId)).toEqual(['streamCampaign']);
    expect(streams[0]?.responses['200']?.content['text/event-stream']).toMatchObject({
      schema: { type: 'string', description: expect.stringContaining('event: progress') },
    });
    expect(document.components['schemas']).toMatchObject({
      CampaignProgress: { properties: { summary: expect.anything(), status: expect.anything() } },
    });
  });

  it('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [reference, kind, name] of references) {
      expect([reference, Object.keys(document.components[kind ?? ''] ?? {})]).toEqual([
        reference,
        expect.arrayContaining([name]),
      ]);
    }
  });
});

describe('the app', () => {
  const app = appThatNamesOperations();

  it.each(documented)(
    'answers $method $path by $operationId',
    async ({ method, path, operationId, parameters = [], requestBody }) => {
      const asked = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
      const search = new URLSearchParams(Object.fromEntries(asked.map(({ name }) => [name, 'x'])));
      const address = `${path.replaceAll(/\{\w+\}/g, newId())}?${search.toString()}`;
      const call = request(app)[method as Operation['method']](address);
      // A body that is not right is refused by the contract, which only a mounted operation has.
      if (requestBody?.required) expect((await call.send({ 'no-such': 1 })).status).toBe(400);
      else expect((await call).text).toContain(`"reached":"${operationId}"`);
    },
  );

  it('serves the document and its page', async () => {
    const served = await request(app).get('/api/openapi.json');
    expect(served.body).toEqual(document);
    const page = await request(app).get('/api/docs');
    expect(page.text).toContain('swagger-ui-bundle.js');
    for (const asset of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) {
      expect([asset[1], (await request(app).get(asset[1] ?? '')).status]).toEqual([asset[1], 200]);
    }
  });
});
