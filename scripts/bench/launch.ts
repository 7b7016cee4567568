import {
  createPool,
  createPrisma,
  migrate,
  type Pool,
  prepareQueues,
  type Prisma,
  startThrowAwayPostgres,
} from '@herald/platform';
import { newId } from '@herald/shared';

import { readWorkerConfig } from '../../apps/worker/src/config.ts';
import { createContainer, type Container } from '../../apps/worker/src/container.ts';
import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { startThrowAwayRedis } from '../testing/throw-away-redis.ts';
import { type Backend, nameOf } from './backends.ts';
import { loadShop } from './load-shop.ts';
import { alternate, type Comparison, type Figure, perSecond } from './measure.ts';

const RECIPIENTS = 200_000;
const FEW_RECIPIENTS = 20_000;
const LOOP_RECIPIENTS = 2_000;
const ROUNDS = 3;
const TEMPLATE = 'Hi {name|there}, you have ordered {orderCount} times with us: here is 10 % off.';

/**
 * A launch (rows rendered, written and published) as against a bare INSERT ... SELECT of the same
 * rows inside PostgreSQL, and a loop of one insert and one job per recipient.
 */
export async function* benchLaunch(backend: Backend): AsyncGenerator<Comparison | Figure> {
  const postgres = await startThrowAwayPostgres({ settings: DURABLE_SETTINGS });
  const redis = backend === 'redis' ? await startThrowAwayRedis() : undefined;
  const pool = createPool({ databaseUrl: postgres.url, maxConnections: 4, applicationName: 'bench' });
  await migrate(postgres.url);
  await prepareQueues({ databaseUrl: postgres.url, redisUrl: redis?.url });
  await loadShop(pool, { customers: RECIPIENTS, orders: RECIPIENTS });
  const worker = createContainer(
    readWorkerConfig({
      DATABASE_URL: postgres.url,
      LOG_LEVEL: 'warn',
      VENDOR_URL: 'http://127.0.0.1:9',
      ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    }),
  );
  try {
    const bench = new LaunchBench(pool, worker);
    const name = `launch of 200,000, ${nameOf(backend)}`;
    await bench.launch(FEW_RECIPIENTS);
    const figures = await alternate(
      ROUNDS,
      () => perSecond(RECIPIENTS, () => bench.launch(RECIPIENTS)),
      () => perSecond(RECIPIENTS, () => bench.insertBare(RECIPIENTS)),
    );
    yield { name: `${name} / INSERT ... SELECT`, unit: '/s', ...figures, bound: { atLeast: 0.2 } };
    const loop = await perSecond(LOOP_RECIPIENTS, () =>
      bench.loop(LOOP_RECIPIENTS, insertWithPrisma(createPrisma(pool))),
    );
    yield { name: `${name} / a loop`, unit: '/s', herald: figures.herald, bare: loop, bound: { atLeast: 25 } };
    const byHand = await perSecond(LOOP_RECIPIENTS, () => bench.loop(LOOP_RECIPIENTS, insertByHand));
    yield { name: `a loop with INSERT by hand, ${nameOf(backend)}`, unit: '/s', herald: byHand };
  } finally {
    await worker.queues.close();
    await worker.vendor.close();
    await worker.pool.end();
    await pool.end();
    await redis?.stop();
    await postgres.stop();
  }
}

type Insert = (
  pool: Pool,
  row: { id: string; campaignId: string; customerId: string; personalizedMessage: string },
) => Promise<unknown>;

/** The house's way of writing one row; hot paths are why there is another. */
function insertWithPrisma(prisma: Prisma): Insert {
  return (_pool, row) => prisma.communicationLog.create({ data: { ...row, status: 'PENDING' } });
}

const insertByHand: Insert = (pool, { id, campaignId, customerId, personalizedMessage }) =>
  pool.query(
    `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage")
     VALUES ($1, $2, $3, 'PENDING', $4)`,
    [id, campaignId, customerId, personalizedMessage],
  );

class LaunchBench {
  private readonly pool: Pool;
  private readonly worker: Container;

  constructor(pool: Pool, worker: Container) {
    this.pool = pool;
    this.worker = worker;
  }

  /** Launches a campaign to so many customers; preparing and forgetting it counts for little. */
  async launch(size: number): Promise<void> {
    const id = await this.writeCampaign(size);
    await this.worker.services.launch.launch(id);
    const { rows } = await this.pool.query<{ rows: number; published: number }>(
      `SELECT (SELECT count(*)::int FROM "CommunicationLog" WHERE "campaignId" = $1) AS rows,
              "publishedCursor" AS published FROM "Campaign" WHERE id = $1`,
      [id],
    );
    if (rows[0]?.rows !== size || rows[0]?.published !== size) throw new Error('the launch is not whole');
  }

  /** What PostgreSQL can do at best: into the same table, with its indexes and foreign keys, in one statement. */
  async insertBare(size: number): Promise<void> {
    const id = await this.writeCampaign(size);
    await this.pool.query(
      `INSERT INTO "CommunicationLog" (id, "campaignId", "customerId", status, "personalizedMessage")
       SELECT gen_random_uuid(), $1, c.id, 'PENDING',
              'Hi ' || COALESCE(c.name, 'there') || ', you have ordered ' || COALESCE(t."orderCount", 0) ||
              ' times with us: here is 10 % off.'
       FROM unnest((SELECT "audienceUserIds" FROM "Campaign" WHERE id = $1)) AS audience(id)
       JOIN "Customer" c ON c.id = audience.id LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id`,
      [id],
    );
  }

  /** What one would write first: one row and one job for each recipient. */
  async loop(size: number, insert: Insert): Promise<void> {
    const id = await this.writeCampaign(size);
    const { rows } = await this.pool.query<{ id: string; name: string }>(
      `SELECT c.id, c.name FROM "Customer" c
       WHERE c.id = ANY((SELECT "audienceUserIds" FROM "Campaign" WHERE id = $1)::uuid[])`,
      [id],
    );
    for (const customer of rows) {
      const rowId = newId();
      const personalizedMessage = `Hi ${customer.name}, here is 10 % off.`;
      await insert(this.pool, { id: rowId, campaignId: id, customerId: customer.id, personalizedMessage });
      const message = { communicationLogId: rowId, customerId: customer.id, personalizedMessage };
      await this.worker.queues.publish('delivery', [{ id: rowId, payload: { campaignId: id, messages: [message] } }]);
    }
  }

  /** A launched campaign to the first so many customers, whose rows are still to be written. */
  private async writeCampaign(size: number): Promise<string> {
    const [id, segmentId] = [newId(), newId()];
    await this.pool.query(
      `INSERT INTO "Segment" (id, name, rules, "audienceUserIds", "audienceSize") VALUES ($1, 'S', '{}', '{}', 0)`,
      [segmentId],
    );
    await this.pool.query(
      `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status, "audienceUserIds", "audienceSize",
                               "launchedAt")
       SELECT $1, 'bench', $3, $2, 'PROCESSING', array_agg(id ORDER BY id), count(*), now()
       FROM (SELECT id FROM "Customer" ORDER BY id LIMIT $4) AS audience`,
      [id, segmentId, TEMPLATE, size],
    );
    return id;
  }
}
