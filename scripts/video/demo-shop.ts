import { KeptRunning } from '../faults/kept-running.ts';
import type { CleanUp } from '../herald/clean-up.ts';
import { HeraldClient } from '../herald/herald-client.ts';
import { startPostgres, type ThrowAwayHerald, type ThrowAwayHeraldOptions } from '../herald/throw-away-herald.ts';
import { furnishShop } from '../testing/e2e/furnished-shop.ts';
import { spreadOverTheMonth } from '../testing/e2e/spread-over-the-month.ts';
import { startTrialHerald } from '../testing/e2e/trial-herald.ts';
import { query } from '../testing/fixtures/database.ts';
import { signInNewMember, type SessionCookie, TEST_SESSION_SECRET } from '../testing/fixtures/signed-in-member.ts';

const CUSTOMERS = 15_000;
const ENV = {
  TIME_ZONE: 'Asia/Kolkata',
  SESSION_SECRET: TEST_SESSION_SECRET,
  AI_PROVIDER: 'offline',
  MOCK_VENDOR_FAILURE_RATE: '0.04',
  WORKER_METRICS_PORT: '0',
  // Books that are closed soon after the last message.
  RECOUNT_INTERVAL_MS: '500',
};
/** So slow that one sees a campaign being sent. */
const SLOW_VENDOR = { MOCK_VENDOR_MAX_PER_SECOND: '5' };

/** Who works there, besides the demo owner. */
const STAFF = {
  owner: { name: 'Meera Shah', email: 'meera@shop.example' },
  marketer: { name: 'Kabir Rao', email: 'kabir@shop.example' },
  analyst: { name: 'Anita Das', email: 'anita@shop.example' },
};

export interface DemoShop {
  herald: ThrowAwayHerald;
  api: HeraldClient;
  /** Comes back when it is killed, as with `pnpm start`. */
  worker: KeptRunning;
  /** With them one is signed in as somebody of the staff. */
  cookies: Record<keyof typeof STAFF, SessionCookie>;
}

/** The Herald of the tour: a shop that has been at work for a month. `cleanUp` gets all that is to be undone. */
export async function startDemoShop(cleanUp: CleanUp): Promise<DemoShop> {
  const databaseUrl = await startPostgres({}, cleanUp);
  await furnish(databaseUrl);
  return serveShop({ databaseUrl, env: { ...ENV, ...SLOW_VENDOR } }, cleanUp);
}

/** A Herald on a database that has its tables, with a worker that comes back and with staff. */
export async function serveShop(options: ThrowAwayHeraldOptions, cleanUp: CleanUp): Promise<DemoShop> {
  const herald = await startTrialHerald({ ...options, isMigrated: true });
  cleanUp.add(() => herald.stop());
  const worker = new KeptRunning('worker', herald.worker);
  cleanUp.add(() => worker.stop());
  const api = new HeraldClient(herald.url, herald);
  cleanUp.add(() => api.close());
  return { herald, api, worker, cookies: await signInStaff(herald.databaseUrl) };
}

async function signInStaff(databaseUrl: string): Promise<DemoShop['cookies']> {
  return {
    owner: await signInNewMember(databaseUrl, 'owner', STAFF.owner),
    marketer: await signInNewMember(databaseUrl, 'marketer', STAFF.marketer),
    analyst: await signInNewMember(databaseUrl, 'analyst', STAFF.analyst),
  };
}

async function furnish(databaseUrl: string): Promise<void> {
  const herald = await startTrialHerald({ databaseUrl, env: ENV });
  const api = new HeraldClient(herald.url, herald);
  try {
    await furnishShop(api, { customers: CUSTOMERS });
    await spreadOverTheMonth(databaseUrl);
    // As autovacuum does within a minute; until then PostgreSQL plans for empty tables and searches unsorted indexes.
    await query(databaseUrl, 'VACUUM ANALYZE');
  } finally {
    await api.close();
    await herald.stop();
  }
}
