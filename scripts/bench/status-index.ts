import { createPool, migrate, type Pool, startThrowAwayPostgres } from '@herald/platform';

import { DURABLE_SETTINGS } from '../herald/throw-away-herald.ts';
import { alternate, type Comparison, perSecond } from './measure.ts';

const ROWS = 50_000;
const BATCH = 1_000;
const ROUNDS = 3;
const CAMPAIGN = '00000000-0000-7000-8000-000000000001';

/** What an index on the status of messages would cost; why there is none is in docs/adr/0003. */
const INDEXES = {
  'on status': '(status)',
  'on open rows': `("campaignId", id) WHERE status IN ('PENDING', 'SENDING', 'ACCEPTED')`,
};

/** The three updates that every message goes through. */
const STEPS = [
  `SET status = 'SENDING', "claimedBy" = 'send-0123456789', "claimedAt" = now()`,
  `SET status = 'ACCEPTED', "acceptedAt" = now(), "vendorMessageId" = 'mock_0123456789'`,
  `SET status = 'SENT', "sentAt" = now(), "deliveryReceiptStatus" = 'SENT'`,
];

/** Rows through all their states, without an index on status against with one. */
export async function* benchStatusIndex(): AsyncGenerator<Comparison> {
  const postgres = await startThrowAwayPostgres({ settings: DURABLE_SETTINGS });
  const pool = createPool({ databaseUrl: postgres.url, maxConnections: 1, applicationName: 'bench' });
  try {
    await migrate(postgres.url);
    for (const [name, index] of Object.entries(INDEXES)) {
      const figures = await alternate(
        ROUNDS,
        () => updateRows(pool, undefined),
        () => updateRows(pool, index),
      );
      yield { name: `messages without / with an index ${name}`, unit: '/s', ...figures, bound: { atLeast: 1.1 } };
    }
  } finally {
    await pool.end();
    await postgres.stop();
  }
}

async function updateRows(pool: Pool, index: string | undefined): Promise<number> {
  await pool.query(`DROP TABLE IF EXISTS log`);
  await pool.query(`CREATE TABLE log (LIKE "CommunicationLog" INCLUDING DEFAULTS) WITH (fillfactor = 70)`);
  await pool.query(`ALTER TABLE log ADD PRIMARY KEY (id), ADD UNIQUE ("campaignId", "customerId")`);
  await pool.query(`CREATE INDEX ON log ("customerId")`);
  if (index !== undefined) await pool.query(`CREATE INDEX ON log ${index}`);
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO log (id, "campaignId", "customerId", status, "personalizedMessage")
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 'PENDING', repeat('x', 80) FROM generate_series(1, $2)
     RETURNING id`,
    [CAMPAIGN, ROWS],
  );
  const ids = rows.map(({ id }) => id);
  return perSecond(ROWS, async () => {
    for (let from = 0; from < ROWS; from += BATCH) {
      const batch = ids.slice(from, from + BATCH);
      for (const step of STEPS) await pool.query(`UPDATE log ${step} WHERE id = ANY($1::uuid[])`, [batch]);
    }
  });
}
