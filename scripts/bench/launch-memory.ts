import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { createPool, type Pool } from '@herald/platform';
import { newId } from '@herald/shared';

import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { type Backend, nameOf } from './backends.ts';
import { loadShop } from './load-shop.ts';
import type { Comparison } from './measure.ts';

const MANY = 200_000;
const FEW = 20_000;
/** As many recipients in small campaigns as in the large one: until then V8 grows its heap, whatever is launched. */
const WARM_UPS = 10;
const POLL_MS = 50;
const KB_PER_MB = 1024;

/** The most memory that a worker ever took, after launches to 20,000 and then to 200,000 recipients. */
export async function* benchLaunchMemory(backend: Backend): AsyncGenerator<Comparison> {
  if (process.platform !== 'linux') {
    console.error('MEMORY OF A LAUNCH IS SKIPPED: only Linux says how much a process took at most.\n');
    return;
  }
  const herald = await startThrowAwayHerald({ durable: true, redis: backend === 'redis' });
  const pool = createPool({ databaseUrl: herald.databaseUrl, maxConnections: 2, applicationName: 'bench' });
  const api = new HeraldClient(herald.url, herald);
  try {
    await loadShop(pool, { customers: MANY, orders: MANY });
    // Only the launch is to be seen: its jobs find that nothing may go out.
    await pool.query('INSERT INTO "DeliveryStop" (id) VALUES (1)');
    const [few, many] = [await writeSegment(pool, FEW), await writeSegment(pool, MANY)];
    for (let time = 0; time < WARM_UPS; time += 1) await launch(api, few);
    const peakOfFew = await peakMemoryMb(herald.worker.pid);
    await launch(api, many);
    const peakOfMany = await peakMemoryMb(herald.worker.pid);
    yield {
      name: `worker memory at 200,000 / 20,000, ${nameOf(backend)}`,
      unit: ' MB',
      herald: peakOfMany,
      bare: peakOfFew,
      bound: { atMost: 1.2 },
    };
  } finally {
    await api.close();
    await pool.end();
    await herald.stop();
  }
}

/** A segment of the first so many customers. */
async function writeSegment(pool: Pool, size: number): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize")
     SELECT $1, 'bench', '{"combinator":"and","rules":[{"field":"visits","operator":">=","value":0}]}',
            array_agg(id ORDER BY id), count(*)
     FROM (SELECT id FROM "Customer" ORDER BY id LIMIT $2) AS audience`,
    [id, size],
  );
  return id;
}

async function launch(api: HeraldClient, segmentId: string): Promise<void> {
  const messageTemplate = 'Hi {name|there}, you have ordered {orderCount} times with us: here is 10 % off.';
  const { id } = await api.launchCampaign({ name: 'bench', segmentId, messageTemplate });
  while ((await api.getCampaign(id)).status === 'PROCESSING') await delay(POLL_MS);
}

async function peakMemoryMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / KB_PER_MB;
}
