import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createLogger, inMessageSpan, noteMessages, startTracing } from '@herald/platform';
import { newId } from '@herald/shared';

import { type Backend, nameOf } from './backends.ts';
import { Deliveries } from './deliveries.ts';
import { alternate, type Comparison, type Figure, median, milliseconds } from './measure.ts';

const MESSAGES = 3_000;
const ROUNDS = 7;
const ENV = { DELIVERY_BATCH_SIZE: '100' };
/** Of messages a second without traces: six spans are made of each message, by the same processes. */
const BOUND_ON = 0.7;
const CALLS = 500_000;
/** No more than wait in memory. */
const SPANS = 10_000;
const NS_PER_MS = 1_000_000;
/** Of the same call without any span: some nanoseconds, beside what a message takes. */
const BOUND_OFF = 2;

/** What traces cost while they are off, in one place, and while they are on, from launch to last receipt. */
export async function* benchTraces(backend: Backend): AsyncGenerator<Comparison | Figure> {
  const collector = await startCollector();
  if (backend === 'postgres') {
    yield await costOff();
    yield await costOn(collector.url);
  }
  const redis = backend === 'redis';
  const traced = await Deliveries.start(MESSAGES, {
    redis,
    env: { ...ENV, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    log: (line) => console.error(line),
  });
  const plain = await Deliveries.start(MESSAGES, { redis, env: ENV });
  try {
    await traced.run();
    await plain.run();
    const figures = await alternate(
      ROUNDS,
      () => traced.run(),
      () => plain.run(),
    );
    yield { name: `traces on, ${nameOf(backend)}`, unit: ' msg/s', ...figures, bound: { atLeast: BOUND_ON } };
  } finally {
    await traced.stop();
    await plain.stop();
    await collector.stop();
  }
}

async function costOff(): Promise<Comparison> {
  const id = newId();
  const work = async () => {};
  const inSpans = () => timeOf(() => inMessageSpan('message.send', id, { kind: 'client' }, work));
  const bare = () => timeOf(work);
  const figures = await alternate(ROUNDS, inSpans, bare);
  return { name: 'a span while traces are off', unit: ' ns', ...figures, bound: { atMost: BOUND_OFF } };
}

/** Of the processor, from the start of a span to its export; the collector's reading is in it. */
async function costOn(endpoint: string): Promise<Figure> {
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: 1 };
  const figures: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const tracing = await startTracing('herald-worker', settings, createLogger('bench', 'warn'));
    const messages = Array.from({ length: SPANS }, () => ({
      communicationLogId: newId(),
      attributes: { 'herald.outcome': 'applied' },
    }));
    const before = process.cpuUsage();
    noteMessages('receipt.apply', new Date(), messages);
    await tracing.stop();
    const { user, system } = process.cpuUsage(before);
    figures.push((user + system) / SPANS);
  }
  return { name: 'a span made and exported', unit: ' µs', herald: median(figures) };
}

/** @returns nanoseconds of one call. */
async function timeOf(call: () => Promise<void>): Promise<number> {
  const tookMs = await milliseconds(async () => {
    for (let count = 0; count < CALLS; count += 1) await call();
  });
  return (tookMs / CALLS) * NS_PER_MS;
}

/** Takes everything and looks at nothing. */
async function startCollector(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
