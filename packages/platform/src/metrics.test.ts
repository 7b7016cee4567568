import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';

import { createMetrics, serveMetrics } from './metrics.ts';

let stop = async () => {};
afterEach(() => stop());

describe('metrics', () => {
  it('are served as Prometheus reads them, and nothing else is', async () => {
    const metrics = createMetrics();
    metrics.counterDrift.inc({ counter: 'sent' }, 3);
    const server = await serveMetrics(metrics, '127.0.0.1', 0);
    stop = server.stop;
    const address = `http://127.0.0.1:${server.port}`;
    const { statusCode, headers, body } = await request(`${address}/metrics`);
    expect([statusCode, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(await body.text()).toContain('herald_counter_drift_total{counter="sent"} 3');
    const other = await request(`${address}/`);
    expect([other.statusCode, await other.body.text()]).toEqual([404, '']);
  });
});
