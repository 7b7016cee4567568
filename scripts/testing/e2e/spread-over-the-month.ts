import { createPool } from '@herald/platform';

/** Makes finished campaigns look as if they had been sent one after the other in the weeks before. */
export async function spreadOverTheMonth(databaseUrl: string): Promise<void> {
  const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'spread over the month' });
  try {
    await pool.query(
      `WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id DESC) AS number FROM "Campaign")
       UPDATE "Campaign" SET "createdAt" = "createdAt" - number * interval '6 days',
         "launchedAt" = "launchedAt" - number * interval '6 days',
         "completedAt" = "completedAt" - number * interval '6 days'
       FROM numbered WHERE numbered.id = "Campaign".id AND status = 'COMPLETED'`,
    );
  } finally {
    await pool.end();
  }
}
