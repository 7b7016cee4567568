import { afterEach, describe, expect, it } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { request } from 'undici';

import { serveOperations } from './operations-server.ts';
import type { OperationsServer, OperationsServerOptions } from './operations-server.ts';

let server: OperationsServer | undefined;
afterEach(() => server?.stop());

async function open(options: Partial<OperationsServerOptions> = {}) {
  const registry = new Registry();
  new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc(3);
  const readiness: OperationsServerOptions['readiness'] = async () => ({ status: 'ready' });
  server = await serveOperations({ host: '127.0.0.1', port: 0, registry, readiness, ...options });
  const address = `http://127.0.0.1:${server.port}`;
  return async (path: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') => {
    const { statusCode, headers, body } = await request(address + path, { method });
    return { status: statusCode, type: headers['content-type'], text: await body.text() };
  };
}

describe('the operations port', () => {
  it('serves metrics as Prometheus reads them', async () => {
    const ask = await open();
    expect(await ask('/metrics?name=things')).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      text: expect.stringContaining('things_total 3'),
    });
    expect(await ask('/metrics', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('says that the process is alive, and whether it can work', async () => {
    const checks = { database: 'failed', queue: 'ok' } as const;
    const answers = [
      { status: 'ready', checks: { database: 'ok', queue: 'ok' } },
      { status: 'not ready', checks },
      { status: 'draining' },
    ] as const;
    const left = [...answers];
    const ask = await open({ readiness: async () => left.shift() ?? answers[0] });
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    for (const [at, status] of [200, 503, 503].entries()) {
      expect(await ask('/readyz')).toEqual({ status, type: 'application/json', text: JSON.stringify(answers[at]) });
    }
  });

  it('serves nothing else, and only to those who read', async () => {
    const ask = await open();
    for (const path of ['/', '/metrics/', '/toString', '/api/customers']) {
      expect(await ask(path)).toEqual({ status: 404, type: undefined, text: '' });
    }
    expect(await ask('/metrics', 'POST')).toMatchObject({ status: 405, text: '' });
  });

  it('tells nothing of what went wrong within', async () => {
    const fail = () => Promise.reject(new Error('secret'));
    const registry = new Registry();
    registry.metrics = fail;
    const ask = await open({ readiness: fail, registry });
    expect(await ask('/metrics')).toMatchObject({ status: 500, text: '' });
    expect(await ask('/readyz')).toMatchObject({ status: 500, text: '' });
  });

  it('cannot be opened where something listens already', async () => {
    await open();
    await expect(open({ port: server?.port ?? 0 })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
