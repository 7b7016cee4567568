import { migrate, startThrowAwayPostgres } from '@herald/platform';
import { Client } from 'pg';

import { runMain } from '../herald/run-main.ts';
import { compareReadings } from '../testing/rules/differential.ts';
import { createIcuDatabase } from '../testing/rules/icu-database.ts';

const DEFAULT_PAIRS = 100_000;
const DEFAULT_SEED = 20_261_128;

/**
 * `pnpm test:fuzz [pairs] [seed]`: generated rules over generated shops, the evaluator against
 * the SQL, half of them on a database with locale C and half with Turkish letters. Exits 1
 * with the seed and the smallest case when the two disagree once.
 */
await runMain(async () => {
  const [pairs = DEFAULT_PAIRS, seed = DEFAULT_SEED] = process.argv.slice(2).map(Number);
  if (!Number.isSafeInteger(pairs) || !Number.isSafeInteger(seed) || pairs < 2) {
    throw new Error('usage: pnpm test:fuzz [PAIRS] [SEED], both whole numbers');
  }
  const postgres = await startThrowAwayPostgres();
  try {
    await migrate(postgres.url);
    await fuzz('C', postgres.url, { pairs: Math.ceil(pairs / 2), seed });
    // Other worlds than on the first database.
    await fuzz('ICU (tr-TR)', await createIcuDatabase(postgres.url), { pairs: Math.floor(pairs / 2), seed: -seed });
  } finally {
    await postgres.stop();
  }
  return true;
});

async function fuzz(locale: string, databaseUrl: string, options: { pairs: number; seed: number }): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'herald-fuzz' });
  await client.connect();
  const startedAtMs = performance.now();
  try {
    const report = await compareReadings(client, options);
    if (report.neverAsked.length > 0) throw new Error(`Never asked: ${report.neverAsked.join(', ')}`);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
    process.stdout.write(
      `locale ${locale}, seed ${options.seed}: ${report.pairs} pairs agree, ` +
        `${report.selectivePairs} of them chose some customers and not others (${seconds} s)\n`,
    );
  } finally {
    await client.end();
  }
}
