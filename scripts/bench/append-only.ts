import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { availableBackends } from './backends.ts';
import { Deliveries } from './deliveries.ts';
import { alternate, type Comparison } from './measure.ts';

const MESSAGES = 3_000;
const ROUNDS = 11;
const BOUND = 0.85;
/** In production the worker would refuse a Redis that keeps nothing. */
const ENV = { NODE_ENV: 'development' };

/** Delivery with a Redis that keeps its queues over a crash, as against one that does not. */
export async function* benchAppendOnly(): AsyncGenerator<Comparison> {
  if (!availableBackends().includes('redis')) return;
  const stopAtEnd: (() => Promise<void>)[] = [];
  const start = async (appendOnly: boolean) => {
    const redis = await startThrowAwayRedis({ appendOnly });
    if (!redis) throw new Error('There is no redis-server on the PATH.');
    stopAtEnd.push(() => redis.stop());
    const deliveries = await Deliveries.start(MESSAGES, { redisUrl: redis.url, env: ENV });
    stopAtEnd.push(() => deliveries.stop());
    await deliveries.run();
    return deliveries;
  };
  try {
    const [kept, forgotten] = [await start(true), await start(false)];
    const figures = await alternate(
      ROUNDS,
      () => kept.run(),
      () => forgotten.run(),
    );
    yield { name: 'delivery, Redis append-only / without', unit: ' msg/s', ...figures, bound: { atLeast: BOUND } };
  } finally {
    for (const stop of stopAtEnd.reverse()) await stop();
  }
}
