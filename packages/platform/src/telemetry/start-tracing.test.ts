import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@herald/shared';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { OtlpCollector } from '../../../../scripts/testing/fixtures/otlp-collector.ts';
import type { Logger } from '../logger.ts';
import { runInCall } from './call-context.ts';
import { startTracing } from './start-tracing.ts';
import type { RunningTracing } from './start-tracing.ts';
import { inMessageSpan, inSpan, isTracing, noteMessages, noteNewMessages } from './tracing.ts';

const lines: [object, string][] = [];
const logger = { warn: (fields: object, event: string) => void lines.push([fields, event]) } as Logger;
const TEST_TIMEOUT_MS = 30_000;
const NOWHERE = 'http://127.0.0.1:9';

jest.setTimeout(TEST_TIMEOUT_MS);

let collector: OtlpCollector;
let tracing: RunningTracing | undefined;

beforeEach(async () => {
  collector = await OtlpCollector.start();
});
afterEach(async () => {
  await tracing?.stop();
  tracing = undefined;
  await collector.stop();
  lines.length = 0;
});

async function start(endpoint: string | undefined, more: { share?: number; headers?: Record<string, string> } = {}) {
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: more.headers,
    OTEL_TRACES_SAMPLER_ARG: more.share ?? 1,
  };
  tracing = await startTracing('herald-worker', settings, logger);
}

/** Exports all that there is. */
async function stop(): Promise<void> {
  await tracing?.stop();
  tracing = undefined;
}

const loadedSdk = () => Object.keys(require.cache).filter((file) => /opentelemetry[+/](sdk|exporter|otlp)/.test(file));
const nothing = async () => {};
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

// First: what is loaded stays loaded.
it('without an endpoint nothing is made, and nothing of the SDK is loaded', async () => {
  await start(undefined);
  expect(isTracing()).toBe(false);
  expect(await inSpan('work', {}, async (span) => span)).toBeUndefined();
  expect(await inMessageSpan('message.send', newId(), {}, async (span) => span)).toBeUndefined();
  noteNewMessages('message.write', new Date(), [newId()]);
  expect(loadedSdk()).toEqual([]);
  await start(collector.url);
  expect(loadedSdk()).not.toEqual([]);
});

describe('a trace', () => {
  it('goes to the endpoint with its headers', async () => {
    await start(`${collector.url}/`, { headers: { authorization: 'Bearer of the shop' } });
    await inSpan('work', { attributes: { 'herald.pages': 2 } }, nothing);
    await stop();
    expect(collector.headers).toMatchObject({
      authorization: 'Bearer of the shop',
      'content-type': 'application/json',
    });
    expect(collector.spans).toMatchObject([
      { service: 'herald-worker', name: 'work', attributes: { 'herald.pages': 2 }, links: [], isFailure: false },
    ]);
  });

  it('of work goes on in the work below it, and each call has its own', async () => {
    await start(collector.url);
    const work = (name: string) =>
      runInCall({ requestId: name }, () => inSpan(name, {}, () => inSpan(`${name}.in`, {}, nothing)));
    await Promise.all([work('a'), work('b')]);
    await stop();
    const named = (name: string) => collector.spans.find((span) => span.name === name);
    expect(named('a.in')).toMatchObject({ traceId: named('a')?.traceId, parentSpanId: named('a')?.spanId });
    expect(named('b.in')).toMatchObject({ traceId: named('b')?.traceId, parentSpanId: named('b')?.spanId });
    expect(named('a')?.traceId).not.toBe(named('b')?.traceId);
    expect(named('a')?.parentSpanId).toBeUndefined();
  });

  it('of a failure says of what kind, and nothing that was in it', async () => {
    await start(collector.url);
    const secret = 'asha@example.com';
    const broken = Object.assign(new Error(secret), { code: '23505', detail: secret });
    await expect(inSpan('work', {}, async () => Promise.reject(broken))).rejects.toBe(broken);
    await stop();
    expect(collector.spans).toMatchObject([{ isFailure: true, attributes: { 'error.type': '23505' } }]);
    expect(collector.bodies.join()).not.toContain(secret);
  });

  it('of a message is found by the id of the message, with a first span that all others hang from', async () => {
    await start(collector.url);
    const id = newId();
    await inSpan('page', {}, async () => noteNewMessages('message.write', new Date(), [id]));
    await inSpan('job', {}, () => inMessageSpan('message.send', id, {}, nothing));
    noteMessages('receipt.apply', new Date(), [
      { communicationLogId: id, attributes: { 'herald.outcome': 'applied' } },
    ]);
    await stop();
    const [first, ...others] = collector.ofMessage(id);
    expect([first, ...others].map((span) => span?.name)).toEqual(['message.write', 'message.send', 'receipt.apply']);
    expect(first?.parentSpanId).toBeUndefined();
    for (const span of others) expect(span.parentSpanId).toBe(first?.spanId);
    const doneBy = (name: string) => collector.spans.find((span) => span.name === name)!;
    const link = ({ traceId, spanId }: { traceId: string; spanId: string }) => [{ traceId, spanId }];
    expect(first?.links).toEqual(link(doneBy('page')));
    expect(others.map(({ links }) => links)).toEqual([link(doneBy('job')), []]);
  });

  it('is recorded or not by its id alone, so that all processes agree', async () => {
    const ids = Array.from({ length: 400 }, newId);
    const note = () => noteNewMessages('message.write', new Date(), ids);
    await start(collector.url, { share: 0.5 });
    note();
    await stop();
    const recorded = collector.spans.map(({ traceId }) => traceId);
    expect(recorded.length).toBeGreaterThan(100);
    expect(recorded.length).toBeLessThan(300);

    await start(collector.url, { share: 0.5 });
    for (const id of ids) await inMessageSpan('message.send', id, {}, nothing);
    await stop();
    expect(collector.spans.slice(recorded.length).map(({ traceId }) => traceId)).toEqual(recorded);
  });

  it('of which no share is wanted is not sent', async () => {
    await start(collector.url, { share: 0 });
    await inSpan('work', {}, nothing);
    await stop();
    expect(collector.calls).toBe(0);
  });
});

describe('a collector', () => {
  const workMuch = async () => {
    for (let round = 0; round < 15; round += 1) {
      noteNewMessages('message.write', new Date(), Array.from({ length: 1_000 }, newId));
    }
    await inSpan('work', {}, nothing);
  };

  it.each(['away', 'fails', 'silent'] as const)(
    'that is %s delays nobody, is told of once, and not waited for',
    async (how) => {
      const timersBefore = timers();
      if (how !== 'away') collector.mode = how;
      await start(how === 'away' ? NOWHERE : collector.url);
      const startedAt = performance.now();
      await workMuch();
      if (how === 'fails') await eventually(async () => expect(lines).toHaveLength(1));
      await stop();
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect(lines.length).toBeLessThanOrEqual(1);
      for (const [fields, event] of lines) {
        expect(event).toBe('traces.not_exported');
        expect(fields).toEqual({ spans: expect.any(Number), reason: expect.any(String) });
      }
      // A process would be gone. Here what the exporter still tries comes to its end.
      await eventually(async () => expect(timers()).toBeLessThanOrEqual(timersBefore), TEST_TIMEOUT_MS);
    },
  );

  it('that fails and is well again gets what comes then', async () => {
    collector.mode = 'fails';
    await start(collector.url);
    await inSpan('lost', {}, nothing);
    await eventually(async () => expect(lines).toEqual([[{ spans: 1, reason: '500' }, 'traces.not_exported']]));
    collector.mode = 'takes';
    await inSpan('taken', {}, nothing);
    await stop();
    expect(collector.spans.map(({ name }) => name)).toEqual(['taken']);
  });
});
