import { compileResolved, type Pool } from '@herald/platform';
import { resolveRules, type SegmentRules } from '@herald/shared';

import { startBenchApi } from './bench-api.ts';
import { alternate, type Comparison, milliseconds } from './measure.ts';

const ROUNDS = 5;
const WARM_UP_CALLS = 300;
const WATCH_MS = 20;
const NOBODY: SegmentRules = { combinator: 'and', rules: [{ field: 'visits', operator: '>', value: 2_000_000_000 }] };
const AUDIENCE = 500_000;
const BOUND = 1.5;
/** Half a million ids would be 40 MB of text. */
const MEMORY_BOUND_MB = 16;
const BYTES_PER_MB = 1024 ** 2;

/**
 * `POST /api/segments` that freezes half a million ids, as against the bare INSERT ... SELECT
 * of the same ids, a row each. The API runs in this process, so its memory can be watched.
 */
export async function* benchFreeze(pool: Pool, databaseUrl: string): AsyncGenerator<Comparison> {
  const api = await startBenchApi(databaseUrl, { DATABASE_POOL_SIZE: '4' });
  try {
    const rules = await rulesForHalfAMillion(pool);
    const resolved = resolveRules(rules, { now: new Date(), timeZone: 'UTC' });
    const { text, values } = compileResolved({ ...resolved, nobodyErased: true });
    await pool.query('CREATE TABLE bare_audience ("segmentId" uuid NOT NULL, "customerId" uuid NOT NULL)');
    const insert = `INSERT INTO bare_audience SELECT gen_random_uuid(), "customerId" FROM (${text}) AS audience`;
    let size = 0;
    const freeze = async () => {
      size = (await api.client.createSegment('half a million', rules)).audienceSize;
    };
    // Until the process has all the memory that calls of any kind take.
    for (let call = 0; call < WARM_UP_CALLS; call += 1) await api.client.createSegment('nobody', NOBODY);
    await freeze();
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), WATCH_MS);
    const figures = await alternate(
      ROUNDS,
      () => milliseconds(freeze),
      () => milliseconds(() => pool.query(insert, values)),
    );
    clearInterval(watch);
    yield { name: `freeze ${size.toLocaleString('en')} ids`, unit: 'ms', ...figures, bound: { atMost: BOUND } };
    const [beforeMb, peakMb] = [before / BYTES_PER_MB, peak / BYTES_PER_MB];
    yield {
      name: 'freeze: memory of the API, while and before',
      unit: ' MB',
      herald: peakMb,
      bare: beforeMb,
      bound: { atMost: (beforeMb + MEMORY_BOUND_MB) / beforeMb },
    };
  } finally {
    await api.stop();
  }
}

/** Visits spread evenly enough that some number of them halves the customers. */
async function rulesForHalfAMillion(pool: Pool): Promise<SegmentRules> {
  const { rows } = await pool.query<{ visits: number }>(
    `SELECT visits FROM "Customer" ORDER BY visits DESC, id OFFSET ${AUDIENCE - 1} LIMIT 1`,
  );
  return { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: rows[0]?.visits ?? 0 }] };
}
