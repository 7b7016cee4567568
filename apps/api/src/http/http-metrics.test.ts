import type { Server } from 'node:http';

import { Registry } from '@herald/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Router } from 'express';
import request from 'supertest';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { samplesOf } from '../../../../scripts/testing/fixtures/samples.ts';
import { openApp } from './testing/open-app.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Endpoints = Parameters<typeof openApp>[0];

const ENDPOINTS: Endpoints = {
  getHealth: async () => ({ status: 200, body: { status: 'ok' } }),
  getSegment: async () => Promise.reject(new Error('broken')),
};

function open(endpoints = ENDPOINTS) {
  const registry = new Registry();
  const board = Router().use('/queues', (_request, response) => void response.send('board'));
  server = openApp(endpoints, { registry, routers: [board] }).listen(0);
  return { server, counted: () => samplesOf(registry, 'herald_http_request_duration_seconds_count'), registry };
}

describe('calls', () => {
  it('are counted by the template of their path, whatever is asked', async () => {
    const { server: app, counted } = open();
    for (const path of ['/healthz?a=1', '/healthz', `/api/segments/${ID}`, '/api/segments/nothing']) {
      await request(app).get(path);
    }
    for (const path of ['/api/nothing', '/api/nothing/else', '/wp-admin.php', '/api/docs', '/api/docs/assets/none']) {
      await request(app).get(path);
    }
    await request(app).get('/queues/queue/deliveryQueue');
    await request(app).head('/healthz');
    await request(app).delete('/healthz');
    await request(app).get(`/api/segments/${ID}`).set('content-type', 'application/json');
    const trace = await request(app).trace('/healthz');
    expect(trace.status).toBe(405);
    await eventually(async () =>
      expect(await counted()).toEqual({
        'method="GET",route="/healthz",status="200"': 1,
        'method="GET",route="/healthz",status="400"': 1,
        'method="HEAD",route="/healthz",status="200"': 1,
        'method="DELETE",route="/healthz",status="405"': 1,
        'method="other",route="/healthz",status="405"': 1,
        'method="GET",route="/api/segments/{id}",status="500"': 2,
        'method="GET",route="/api/segments/{id}",status="400"': 1,
        'method="GET",route="/api/docs",status="200"': 1,
        'method="GET",route="none",status="404"': 4,
        'method="GET",route="/queues",status="200"': 1,
      }),
    );
  });

  it('that nobody waits for have no status, and are not in flight any more', async () => {
    let arrived: () => void = () => {};
    const called = new Promise<void>((resolve) => (arrived = resolve));
    const never = new Promise<never>(() => {});
    const {
      server: app,
      counted,
      registry,
    } = open({
      getHealth: () => {
        arrived();
        return never;
      },
    });
    const inFlight = async () => (await samplesOf(registry, 'herald_http_requests_in_flight'))[''];
    const call = request(app).get('/healthz');
    const ended = call.then(
      () => 'answered',
      () => 'ended',
    );
    await called;
    expect(await inFlight()).toBe(1);
    call.abort();
    await eventually(async () => {
      expect(await counted()).toEqual({ 'method="GET",route="/healthz",status="none"': 1 });
      expect(await inFlight()).toBe(0);
    });
    void ended;
  });

  it('that stream events are no measure of how fast answers are', async () => {
    const { server: app, counted } = open({
      streamCampaign: async () => ({ status: 200, body: (send) => send('event: end\ndata: {}\n\n') }),
      getHealth: async () => ({ status: 200, body: { status: 'ok' } }),
    });
    expect((await request(app).get(`/api/campaigns/${ID}/events`)).status).toBe(200);
    await request(app).get('/healthz');
    await eventually(async () => expect(await counted()).toEqual({ 'method="GET",route="/healthz",status="200"': 1 }));
  });
});
