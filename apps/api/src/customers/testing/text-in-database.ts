import { Redis } from 'ioredis';

import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import type { TestFileServers } from '../../../../../scripts/testing/fixtures/test-servers.ts';

/**
 * Where any of the texts stands, whatever the letter case: in any column of any table of the database,
 * those of the queues included, or in a job that Redis has.
 */
export async function placesOf(texts: string[], { databaseUrl, redisUrl, queuePrefix }: TestFileServers) {
  const inRedis = redisUrl === undefined ? [] : await placesInRedis(texts, redisUrl, queuePrefix);
  return [...(await placesInTables(texts, databaseUrl)), ...inRedis];
}

async function placesInTables(texts: string[], databaseUrl: string): Promise<string[]> {
  const columns = await query<{ place: string; source: string; column: string; type: string }>(
    databaseUrl,
    `SELECT format('%I.%I', c.table_schema, c.table_name) AS source, format('%I', c.column_name) AS column,
            c.data_type AS type, c.table_schema || '.' || c.table_name || '.' || c.column_name AS place
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const looks = columns.map(({ place, source, column, type }) => {
    const text = type === 'bytea' ? `encode(${column}, 'escape')` : `${column}::text`;
    return `SELECT '${place}' AS place WHERE EXISTS (SELECT 1 FROM ${source} WHERE lower(${text}) LIKE ANY ($1::text[]))`;
  });
  const patterns = texts.map((text) => `%${text.toLowerCase()}%`);
  const found = await query<{ place: string }>(databaseUrl, looks.join(' UNION ALL '), [patterns]);
  return found.map(({ place }) => place);
}

async function placesInRedis(texts: string[], redisUrl: string, queuePrefix: string): Promise<string[]> {
  const redis = new Redis(redisUrl, { lazyConnect: true });
  await redis.connect();
  const places: string[] = [];
  try {
    for await (const keys of redis.scanStream({ match: `{${queuePrefix}:*`, count: 1_000 }) as AsyncIterable<
      string[]
    >) {
      for (const key of keys) {
        if ((await redis.type(key)) !== 'hash') continue;
        const held = JSON.stringify(await redis.hgetall(key)).toLowerCase();
        if (texts.some((text) => held.includes(text.toLowerCase()))) places.push(`redis ${key}`);
      }
    }
  } finally {
    redis.disconnect();
  }
  return places;
}
