import {
  CampaignRepository,
  CommunicationLogRepository,
  createPool,
  endedCounts,
  migrate,
  prepareQueues,
  type Pool,
  startThrowAwayPostgres,
} from '@herald/platform';

import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { startBenchApi } from './bench-api.ts';
import { fillInbox, fillLog } from './fill-log.ts';
import { alternate, type Comparison, milliseconds } from './measure.ts';
import { openWorkerServices } from './worker-services.ts';

const MANY_ROWS = 5_000_000;
const FEW_ROWS = 50_000;
/** The last receipts of each campaign, which Herald counts. */
const RECEIPTS = 25_000;
const WARM_UP_CALLS = 200;
const CALLS = 501;
const BOUND = 1.5;
/** As durable as otherwise; but what is written into a table of the same transaction is synced and not logged. */
const SETTINGS = { ...DURABLE_SETTINGS, wal_level: 'minimal', max_wal_senders: 0, max_wal_size: '8GB' };

/** Reading the counters of a campaign of 5,000,000 rows, as against one of 50,000, each in a database of its own. */
export async function* benchCounters(): AsyncGenerator<Comparison> {
  const postgres = await startThrowAwayPostgres({ settings: SETTINGS });
  const open: CountersBench[] = [];
  try {
    const many = await CountersBench.open(postgres.url, 'many', MANY_ROWS);
    open.push(many);
    const few = await CountersBench.open(postgres.url, 'few', FEW_ROWS);
    open.push(few);
    yield await compare('counters of 5,000,000 / 50,000 rows', [many, few], (bench) => bench.find());
    yield await compare('the same, GET /api/campaigns/:id', [many, few], (bench) => bench.ask());
  } finally {
    for (const bench of open) await bench.close();
    await postgres.stop();
  }
}

async function compare(
  name: string,
  [many, few]: [CountersBench, CountersBench],
  read: (bench: CountersBench) => Promise<unknown>,
): Promise<Comparison> {
  for (let call = 0; call < WARM_UP_CALLS; call += 1) await Promise.all([read(many), read(few)]);
  const figures = await alternate(
    CALLS,
    () => milliseconds(() => read(many)),
    () => milliseconds(() => read(few)),
  );
  return { name, unit: 'ms', ...figures, bound: { atMost: BOUND } };
}

/** One database with one campaign, and an API on it. */
class CountersBench {
  private readonly pool: Pool;
  private readonly campaignId: string;
  private readonly campaigns: CampaignRepository;
  private readonly api: Awaited<ReturnType<typeof startBenchApi>>;

  private constructor(pool: Pool, campaignId: string, api: Awaited<ReturnType<typeof startBenchApi>>) {
    this.pool = pool;
    this.campaignId = campaignId;
    this.campaigns = new CampaignRepository(pool);
    this.api = api;
  }

  /** @throws Error when the campaign's counters do not equal its rows. */
  static async open(postgresUrl: string, name: string, rows: number): Promise<CountersBench> {
    const databaseUrl = await createDatabase(postgresUrl, name);
    const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'bench' });
    const campaignId = await writeCampaign(pool, databaseUrl, rows);
    return new CountersBench(pool, campaignId, await startBenchApi(databaseUrl));
  }

  find(): Promise<unknown> {
    return this.campaigns.findById(this.campaignId);
  }

  ask(): Promise<unknown> {
    return this.api.client.getCampaign(this.campaignId);
  }

  async close(): Promise<void> {
    await this.api.stop();
    await this.pool.end();
  }
}

async function createDatabase(postgresUrl: string, name: string): Promise<string> {
  const pool = createPool({ databaseUrl: postgresUrl, maxConnections: 1, applicationName: 'bench' });
  await pool.query(`CREATE DATABASE ${name}`);
  await pool.end();
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  await prepareQueues({ databaseUrl: url.href });
  return url.href;
}

/** The last receipts come as they do: through the inbox. */
async function writeCampaign(pool: Pool, databaseUrl: string, rows: number): Promise<string> {
  const [campaignId = ''] = await fillLog(pool, { rows, campaigns: 1, sent: rows - RECEIPTS });
  await fillInbox(pool, 'ACCEPTED');
  const worker = openWorkerServices(databaseUrl);
  await worker.services.receipts.applyAll();
  await worker.close();
  const campaign = await new CampaignRepository(pool).findById(campaignId);
  const counted = endedCounts(await new CommunicationLogRepository(pool).countRows(campaignId));
  if (campaign?.sentCount !== counted.sent || counted.sent !== rows || campaign.status !== 'COMPLETED') {
    throw new Error(`the counter says ${campaign?.sentCount}, a recount ${counted.sent}, of ${rows} rows`);
  }
  return campaignId;
}
