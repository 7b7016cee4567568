import { afterEach, describe, expect, it } from '@jest/globals';
import { readinessOutput } from '@herald/shared';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import { allowWriting, forbidWriting } from '../../../../scripts/testing/fixtures/read-only-database.ts';
import { request } from '../../../../scripts/testing/fixtures/request.ts';
import { TcpGate } from '../../../../scripts/testing/fixtures/tcp-gate.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const { databaseUrl, redisUrl } = testServers();
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** An API whose database, or Redis, can be taken away. */
async function apiBehindGate(what: 'DATABASE_URL' | 'REDIS_URL', url: string) {
  const gate = await TcpGate.openTo(url);
  stops.push(() => gate.close());
  const api = await startTestApi({ [what]: gate.url });
  stops.push(api.stop);
  return { gate, api };
}

async function readiness(url: string) {
  const response = await request(url).get('/readyz');
  return { httpStatus: response.status, ...readinessOutput.parse(response.body) };
}

describe('GET /healthz and /readyz', () => {
  it('say that all is well', async () => {
    const api = await startTestApi();
    stops.push(api.stop);
    const health = await request(api.url).get('/healthz');
    expect([health.status, health.body]).toEqual([200, { status: 'ok' }]);
    expect(await readiness(api.url)).toEqual({
      httpStatus: 200,
      status: 'ready',
      checks: { database: 'ok', queue: 'ok' },
    });
  });

  it.each(['cut', 'silent'] as const)('say when the database is away (%s), and when it is back', async (how) => {
    const { gate, api } = await apiBehindGate('DATABASE_URL', databaseUrl);
    gate.block(how);
    expect(await readiness(api.url)).toMatchObject({
      httpStatus: 503,
      status: 'not ready',
      checks: { database: 'failed' },
    });
    expect((await request(api.url).get('/healthz')).status).toBe(200);
    gate.unblock();
    await eventually(async () => expect(await readiness(api.url)).toMatchObject({ httpStatus: 200, status: 'ready' }));
  });

  it('say when the database stores nothing any more, and stay in rotation: questions are answered', async () => {
    const api = await startTestApi();
    stops.push(api.stop);
    await forbidWriting(databaseUrl);
    stops.push(() => allowWriting(databaseUrl));
    await eventually(async () =>
      expect(await readiness(api.url)).toEqual({
        httpStatus: 200,
        status: 'ready',
        checks: { database: 'read only', queue: 'ok' },
      }),
    );
  });

  if (redisUrl !== undefined) {
    it('say when Redis is away, and when it is back', async () => {
      const { gate, api } = await apiBehindGate('REDIS_URL', redisUrl);
      gate.block('cut');
      expect(await readiness(api.url)).toEqual({
        httpStatus: 503,
        status: 'not ready',
        checks: { database: 'ok', queue: 'failed' },
      });
      gate.unblock();
      await eventually(async () =>
        expect(await readiness(api.url)).toMatchObject({ httpStatus: 200, status: 'ready' }),
      );
    });
  }
});
