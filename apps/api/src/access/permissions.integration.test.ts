import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasPermission, newId, OPERATIONS, PERMISSIONS, permissionsOf, ROLES, SCOPES } from '@herald/shared';
import type { Operation, OperationId, Rights } from '@herald/shared';
import supertest from 'supertest';
import type { Response } from 'supertest';

import { emptyDatabase } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asMember, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { environmentOn, testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { readApiConfig } from '../config.ts';
import { createContainer, createMockVendor } from '../container.ts';
import { declaredAccess } from './declared-access.ts';
import { routesOf } from './testing/routes.ts';

const servers = testServers();
const operations = Object.entries(OPERATIONS) as [OperationId, Operation][];
let api: RunningHerald;

beforeAll(async () => {
  api = await startTestApi({
    RECEIPT_SECRET: 'r'.repeat(32),
    VENDOR_SECRET: 'v'.repeat(32),
    RATE_LIMIT_PER_ADDRESS: '0',
  });
});
afterAll(async () => {
  await api.stop();
  await emptyDatabase(servers.databaseUrl);
});

describe('every route', () => {
  it('says who may call it: every operation as its contract does, everything else by itself', async () => {
    const config = readApiConfig(environmentOn(servers));
    const container = createContainer(config);
    const vendor = createMockVendor(config, 'http://127.0.0.1:9/', container.pool, container.logger);
    const routes = [...routesOf(container.createApp(vendor, 'http://127.0.0.1:9'))];
    await vendor.stop();
    await container.queues.close();
    await container.closePools();

    expect(routes.filter(({ handlers }) => declarations(handlers).length === 0).map(({ name }) => name)).toEqual([]);
    const declared = new Map(routes.map(({ name, handlers }) => [name, declarations(handlers)[0]]));
    for (const [id, { method, path, access }] of operations) {
      const name = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      expect([id, declared.get(name)]).toEqual([id, access]);
    }
  });
});

const declarations = (handlers: object[]) => handlers.map(declaredAccess).filter((access) => access !== undefined);

/** One call of an operation that, where it is let in, changes nothing: what it names is not there, what it brings is wrong. */
function call(
  agent: Pick<ReturnType<typeof supertest>, Operation['method']>,
  { method, path, body, query }: Operation,
) {
  const wrong = query.safeParse({ 'no-such': '1' }).success ? '' : '?no-such=1';
  const made = agent[method](path.replaceAll(/\{\w+\}/g, newId()) + wrong);
  return body === undefined ? made : made.send({ 'no-such': 1 });
}

const isRefused = ({ status }: Response) => [401, 403].includes(status);

describe.each(operations)('%s', (id, operation) => {
  const { access } = operation;

  it('is refused to nobody in particular with 401, unless it is for anybody', async () => {
    const response = await call(supertest(api.url), operation);
    // What anybody may change, a page of ours must ask for.
    const expected = access !== 'anybody' ? 401 : operation.method === 'get' ? undefined : 403;
    if (expected === undefined) expect(isRefused(response)).toBe(false);
    else expect([id, response.status]).toEqual([id, expected]);
  });

  it.each(ROLES)('lets a member who is %s in by the table', async (role) => {
    const response = await call(await asMember(api.url, role), operation);
    expectByTable(response, operation, { role });
  });

  it.each(SCOPES)('lets an API key with the scope %s in by the table', async (scope) => {
    const response = await call(await withNewKey(api.url, [scope]), operation);
    expectByTable(response, operation, { scopes: [scope] });
  });
});

function expectByTable(response: Response, { access }: Operation, rights: Rights) {
  if (typeof access === 'object') return expect(response.status).toBe(401);
  const isAllowed = access === 'anybody' || hasPermission(rights, access);
  if (isAllowed) return expect(isRefused(response)).toBe(false);
  return expect(response.status).toBe(403);
}

describe('the table of permissions', () => {
  it('gives owners everything that a member can have', () => {
    expect(permissionsOf({ role: 'owner' })).toEqual(Object.keys(PERMISSIONS));
  });

  it('shows analysts figures and nobody', () => {
    expect(permissionsOf({ role: 'analyst' })).toEqual(['self.read', 'reports.read', 'ingestions.read']);
  });

  it.each([
    'customers.rights',
    'members.manage',
    'keys.manage',
    'audit.read',
    'workspace.manage',
    'queues.manage',
  ] as const)('keeps %s from keys and from all but owners', (permission) => {
    expect(hasPermission({ scopes: SCOPES }, permission)).toBe(false);
    expect(ROLES.filter((role) => hasPermission({ role }, permission))).toEqual(['owner']);
  });
});
