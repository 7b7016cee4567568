import { createPool, migrate, type Pool, startThrowAwayPostgres } from '@herald/platform';

import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { BareLog } from './bare-log.ts';
import { fillInbox, fillLog } from './fill-log.ts';
import { alternate, type Comparison, median, perSecond } from './measure.ts';
import { openWorkerServices, type WorkerServices } from './worker-services.ts';

const RECEIPTS = 30_000;
const ONE_BY_ONE = 4_000;
const ROUNDS = 5;
const CONNECTIONS = 4;
const CAMPAIGNS = [1, 20];

/**
 * Receipts from the inbox to ended rows and moved counters, as against bare updates of the same
 * rows from memory; then the same receipts once more.
 */
export async function* benchReceipts(): AsyncGenerator<Comparison> {
  const postgres = await startThrowAwayPostgres({ settings: DURABLE_SETTINGS });
  const pool = createPool({ databaseUrl: postgres.url, maxConnections: CONNECTIONS, applicationName: 'bench' });
  await migrate(postgres.url);
  const worker = openWorkerServices(postgres.url);
  try {
    const bare = await BareLog.create(pool);
    for (const campaigns of CAMPAIGNS) yield* compare(new ReceiptBench(pool, worker.services, bare, campaigns));
  } finally {
    await worker.close();
    await pool.end();
    await postgres.stop();
  }
}

async function* compare(bench: ReceiptBench): AsyncGenerator<Comparison> {
  const name = bench.campaigns === 1 ? 'receipts of one campaign' : `receipts of ${bench.campaigns} campaigns`;
  await bench.apply();
  await bench.updateInBatches();
  bench.replayed.length = 0;
  const figures = await alternate(
    ROUNDS,
    () => bench.apply(),
    () => bench.updateInBatches(),
  );
  yield { name: `${name} / updates of 1,000`, unit: '/s', ...figures, bound: { atLeast: 0.6 } };
  const oneByOne = await bench.updateOneByOne();
  yield { name: `${name} / one by one`, unit: '/s', herald: figures.herald, bare: oneByOne, bound: { atLeast: 8 } };
  const replayed = median(bench.replayed);
  yield {
    name: `${name}, replayed / first`,
    unit: '/s',
    herald: replayed,
    bare: figures.herald,
    bound: { atLeast: 1.5 },
  };
}

class ReceiptBench {
  readonly campaigns: number;
  /** Receipts a second of each replay. */
  readonly replayed: number[] = [];
  private readonly pool: Pool;
  private readonly services: WorkerServices;
  private readonly bare: BareLog;

  constructor(pool: Pool, services: WorkerServices, bare: BareLog, campaigns: number) {
    this.pool = pool;
    this.services = services;
    this.bare = bare;
    this.campaigns = campaigns;
  }

  /** Applies a receipt for each row, and all of them once more. @returns receipts a second the first time. */
  async apply(): Promise<number> {
    await this.fill();
    await fillInbox(this.pool, 'ACCEPTED');
    const first = await this.applyInbox();
    const after = await this.readState();
    if (after.sent !== RECEIPTS) throw new Error(`${after.sent} of ${RECEIPTS} rows were sent`);

    await fillInbox(this.pool, 'SENT');
    this.replayed.push(await this.applyInbox());
    const later = await this.readState();
    if (JSON.stringify(later) !== JSON.stringify(after))
      throw new Error('receipts that were repeated changed something');
    return first;
  }

  async updateInBatches(): Promise<number> {
    await this.fill();
    const receipts = await this.bare.copy();
    const figure = await perSecond(RECEIPTS, () => this.bare.updateInBatches(receipts));
    const sent = await this.bare.countSent();
    if (sent !== RECEIPTS) throw new Error(`the bare counters say ${sent}, not ${RECEIPTS}`);
    return figure;
  }

  async updateOneByOne(): Promise<number> {
    await this.fill();
    const receipts = (await this.bare.copy()).slice(0, ONE_BY_ONE);
    return perSecond(ONE_BY_ONE, () => this.bare.updateOneByOne(receipts));
  }

  private async fill(): Promise<void> {
    await fillLog(this.pool, { rows: RECEIPTS, campaigns: this.campaigns, sent: 0 });
  }

  private applyInbox(): Promise<number> {
    return perSecond(RECEIPTS, () => this.services.receipts.applyAll());
  }

  /** Everything that receipts may change, in short. */
  private async readState(): Promise<{ sent: number; digest: string }> {
    const { rows } = await this.pool.query<{ sent: number; digest: string }>(
      `SELECT (SELECT sum("sentCount")::int FROM "Campaign") AS sent,
              md5(concat((SELECT string_agg(c::text, ' ' ORDER BY id) FROM "Campaign" c),
                         (SELECT string_agg(l::text, ' ' ORDER BY id) FROM "CommunicationLog" l),
                         (SELECT string_agg(e::text, ' ' ORDER BY id) FROM "ReceiptEvent" e),
                         (SELECT string_agg(i::text, ' ' ORDER BY id) FROM "ReceiptInbox" i))) AS digest`,
    );
    const [state] = rows;
    if (state === undefined) throw new Error('there is no answer');
    return state;
  }
}
