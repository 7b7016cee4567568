import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';

import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

import { findRedisBinary } from './redis-binary.js';
import { startThrowAwayRedis } from './throw-away-redis.ts';

const MODULE = path.join(import.meta.dirname, 'throw-away-redis.ts');

/** @returns the address of a Redis whose owner was killed. */
async function leaveRedisBehind(): Promise<string> {
  const script = `const { startThrowAwayRedis } = await import(${JSON.stringify(MODULE)});
    console.log((await startThrowAwayRedis()).url); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  const ended = once(owner, 'exit');
  owner.kill('SIGKILL');
  await ended;
  return url;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  return client
    .connect()
    .then(
      () => true,
      () => false,
    )
    .finally(() => client.disconnect());
}

const itWithRedis = findRedisBinary() === undefined ? it.skip : it;

itWithRedis(
  'a Redis whose owner was killed is removed by the next one that starts',
  async () => {
    const left = await leaveRedisBehind();
    expect(await answers(left)).toBe(true);
    const next = await startThrowAwayRedis();
    try {
      expect(await answers(left)).toBe(false);
      expect(await answers(next!.url)).toBe(true);
    } finally {
      await next?.stop();
    }
  },
  30_000,
);
