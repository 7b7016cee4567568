import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { isLongForm, queueBackends, TEST_TIMEOUT_MS } from '../faults/form.ts';
import { Roadblock } from '../faults/roadblock.ts';
import { Shop } from '../faults/shop.ts';
import { until } from '../faults/until.ts';
import type { ThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { emptyDatabase, query } from '../testing/fixtures/database.ts';
import { expectBooksToBalance } from '../testing/fixtures/expect-books-to-balance.ts';
import { debianPostgresIsAvailable } from './debian-postgres.ts';
import { post, TwoLives } from './two-lives.ts';

const CUSTOMERS = isLongForm ? 240 : 24;
/** Messages of each campaign that do not reach the vendor before the backup. */
const KEPT = 8;
const SHOP = 'shop';
const [onPostgres] = queueBackends();
/** The long form is `pnpm proof restore`. */
const backends = isLongForm ? queueBackends() : onPostgres === undefined ? [] : [onPostgres];

jest.setTimeout(TEST_TIMEOUT_MS);

(debianPostgresIsAvailable ? describe : describe.skip).each(backends)(
  'a restore (needs the Debian package postgresql-15), queues on $backend',
  ({ redisUrl }) => {
    const vendorDatabaseUrl = process.env['HERALD_TEST_DATABASE_URL'] ?? '';
    let lives: TwoLives;

    beforeAll(async () => {
      await emptyDatabase(vendorDatabaseUrl);
      lives = await TwoLives.begin(vendorDatabaseUrl);
    });
    afterAll(() => lives.end());

    it('sends nothing again: not before a person starts sending, and not after', async () => {
      const first = await lives.database();
      const campaigns = await untilAmidstEverything(await lives.live(first, redisUrl), lives);
      const roadblock = await Roadblock.put(first, 'LOCK TABLE "Order" IN EXCLUSIVE MODE');
      const orders = await campaigns.shop.sendOrders(CUSTOMERS);
      await roadblock.untilWorkerWaits();

      const file = lives.backUp(first);

      // The first life goes on, and finishes all that it began.
      await roadblock.remove();
      await letTimeCome(first);
      lives.vendorGate.openUp();
      lives.receiptGate.openUp();
      await post(campaigns.herald, `/api/campaigns/${campaigns.paused}/resume`);
      for (const id of campaigns.all) await campaigns.shop.untilCompleted(id);
      await lives.die();
      const ledger = await lives.ledger();
      expect(ledger).toHaveLength(3 * CUSTOMERS);
      const asked = lives.timesAsked;

      const second = await lives.database();
      expect(lives.restore(file, second)).toContain('all sending is stopped');
      expect(await openInBackup(second)).toEqual({
        PENDING_OR_SENDING: true,
        ACCEPTED: true,
        SENT: true,
        chunks: true,
      });
      const told = lives.afterRestore(second);
      expect(told).toContain(`${campaigns.halfway}  SENDING`);
      expect(told).toMatch(new RegExp(`${campaigns.scheduled} {2}SCHEDULED .*scheduled for`));
      expect(told).toContain(`${campaigns.paused}  PAUSED`);

      const herald = await lives.live(second, redisUrl);
      const shop = new Shop(herald, SHOP);
      await letTimeCome(second);
      await until(() => isWritten(second, campaigns.scheduled), 'the scheduled campaign has its rows');
      await shop.untilWritten(orders);
      expect(lives.timesAsked).toBe(asked);

      await post(herald, '/api/delivery/start');
      await post(herald, `/api/campaigns/${campaigns.paused}/resume`);
      for (const id of campaigns.all) {
        await shop.untilSealed(id);
        await expectBooksToBalance(second, id);
      }
      // Asked again, under the same keys: the vendor has delivered nothing more.
      expect(lives.timesAsked).toBeGreaterThan(asked);
      expect(await lives.ledger()).toEqual(ledger);
      expect(await rowKeys(second)).toEqual(ledger.map(({ key }) => key));
      expect(await shop.totals()).toMatchObject({ customers: CUSTOMERS, orders: CUSTOMERS });
    });

    it('refuses a database that is not empty', () => {
      expect(() => lives.restore('any.dump', vendorDatabaseUrl)).toThrow('restore into an empty one');
    });
  },
);

interface Amidst {
  herald: ThrowAwayHerald;
  shop: Shop;
  halfway: string;
  paused: string;
  scheduled: string;
  all: string[];
}

/** A campaign of which some messages are reported, some taken and some open, one that is paused amidst, and one to come. */
async function untilAmidstEverything(herald: ThrowAwayHerald, lives: TwoLives): Promise<Amidst> {
  const shop = new Shop(herald, SHOP);
  await shop.untilWritten(await shop.sendCustomers(CUSTOMERS));
  // Some do not reach the vendor, and of the rest about half is not reported.
  lives.vendorGate.keepCalls((body) => Number(/Hi Customer (\d+)/.exec(body)?.[1]) < KEPT);
  lives.receiptGate.keepCalls((body) => /"communicationLogId":"[^"]+[02468ace]"/.test(body));
  const halfway = await shop.launch();
  await until(async () => {
    const { SENT, FAILED, ACCEPTED, SENDING } = (await shop.books(halfway)).byStatus;
    return SENT > 0 && ACCEPTED > 0 && SENDING === KEPT && SENT + FAILED + ACCEPTED + SENDING === CUSTOMERS;
  }, 'some messages are sent, some accepted, some open');
  const { segmentId } = await shop.campaign(halfway);
  const campaign = { segmentId, messageTemplate: 'Hi {name}, once more.' };
  const { id: paused } = await post<{ id: string }>(herald, '/api/campaigns', { ...campaign, name: 'Paused' });
  await lives.vendorGate.untilKept(2 * KEPT);
  await post(herald, `/api/campaigns/${paused}/pause`);
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await post<{ id: string }>(herald, '/api/campaigns', {
    ...campaign,
    name: 'Scheduled',
    scheduledAt,
  });
  return { herald, shop, halfway, paused, scheduled: scheduled.id, all: [halfway, paused, scheduled.id] };
}

/** For the scheduled campaign, in both lives at the same time as far as it knows. */
async function letTimeCome(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `UPDATE "Campaign" SET "scheduledAt" = "scheduledAt" - interval '2 hours' WHERE status = 'SCHEDULED'`,
  );
}

async function openInBackup(databaseUrl: string): Promise<Record<string, boolean> | undefined> {
  const [row] = await query<Record<string, boolean>>(
    databaseUrl,
    `SELECT bool_or(status IN ('PENDING', 'SENDING')) AS "PENDING_OR_SENDING", bool_or(status = 'ACCEPTED') AS "ACCEPTED",
            bool_or(status = 'SENT') AS "SENT", EXISTS (SELECT 1 FROM "IngestionChunk") AS chunks
     FROM "CommunicationLog"`,
  );
  return row;
}

async function isWritten(databaseUrl: string, campaignId: string): Promise<boolean> {
  const [row] = await query<{ written: boolean }>(
    databaseUrl,
    `SELECT status = 'SENDING' AND "audienceCursor" = $2 AND "publishedCursor" = $2 AS written FROM "Campaign" WHERE id = $1`,
    [campaignId, CUSTOMERS],
  );
  return row?.written ?? false;
}

async function rowKeys(databaseUrl: string): Promise<string[]> {
  const rows = await query<{ id: string }>(databaseUrl, 'SELECT id::text FROM "CommunicationLog" ORDER BY id');
  return rows.map(({ id }) => id);
}
