import { createPool, type Pool, withRetriedTransaction } from '../pool.ts';
import { fillCampaignNames, fillKeyColumns } from './fill-key-columns.ts';

/**
 * What a migration leaves to be computed in TypeScript for the rows that were there before it, by
 * the name of the migration. Each may run again after a crash, and in two processes at once.
 */
const BACKFILLS: Record<string, (pool: Pool) => Promise<void>> = {
  '20261128000000_segments': fillKeyColumns,
  '20261128150000_campaign_names': fillCampaignNames,
};

/**
 * Runs the backfills that this database has not had to their end. Workers of the version before
 * must have stopped: what they write behind a backfill's back it does not see.
 */
export async function runBackfills(databaseUrl: string): Promise<void> {
  const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-backfills' });
  try {
    const finished = await readFinished(pool);
    for (const [name, backfill] of Object.entries(BACKFILLS)) {
      if (finished.has(name)) continue;
      await backfill(pool);
      await pool.query(`INSERT INTO _herald_backfills (name) VALUES ($1) ON CONFLICT DO NOTHING`, [name]);
    }
  } finally {
    await pool.end();
  }
}

/** The table says more than that a migration was applied: a backfill may have been interrupted. */
async function readFinished(pool: Pool): Promise<Set<string>> {
  // Tried again, because IF NOT EXISTS does not see what another process is just making.
  return withRetriedTransaction(pool, async (tx) => {
    await tx.query(
      `CREATE TABLE IF NOT EXISTS _herald_backfills
         (name text PRIMARY KEY, "finishedAt" timestamptz(3) NOT NULL DEFAULT now())`,
    );
    const { rows } = await tx.query<{ name: string }>('SELECT name FROM _herald_backfills');
    return new Set(rows.map(({ name }) => name));
  });
}
