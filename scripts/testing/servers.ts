/**
 * The servers of one test run, in a process of their own beside Jest: one PostgreSQL with one
 * migrated template database, and one Redis where there is one. Writes one line of JSON
 * (`TestServers`) to stdout when ready, and stops everything when stdin ends. That also
 * happens when Jest is killed, so nothing stays behind.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

import { migrate } from '../../packages/platform/src/db/migrate.ts';
import { startThrowAwayPostgres } from '../../packages/platform/src/embedded-postgres/embedded-postgres.ts';
import { prepareQueues } from '../../packages/platform/src/queues/queues.ts';
import { databaseUrlFor, withConnection, type TestServers } from './test-databases.ts';
import { startThrowAwayRedis } from './throw-away-redis.ts';

// Ctrl-C reaches the whole process group. Jest ends by it and closes our stdin; the order of
// the shutdown is kept that way.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// A Jest that was killed while the servers started reads no line; stdin has ended then, too.
process.stdout.on('error', () => {});

const runId = randomBytes(4).toString('hex');

async function main(): Promise<void> {
  const stopAtEnd: (() => Promise<void>)[] = [];
  const ended = once(process.stdin.resume(), 'end');
  try {
    const servers = await start(stopAtEnd);
    process.stdout.write(`${JSON.stringify(servers)}\n`);
    await ended;
  } finally {
    for (const stop of stopAtEnd.reverse()) await stop();
  }
}

async function start(stopAtEnd: (() => Promise<void>)[]): Promise<TestServers> {
  const postgresUrl = await startPostgres(stopAtEnd);
  const prefix = `herald_test_${runId}`;
  stopAtEnd.push(() => dropDatabases(postgresUrl, prefix));

  const template = `${prefix}_template`;
  await withConnection(postgresUrl, (client) => client.query(`CREATE DATABASE ${template}`));
  const templateUrl = databaseUrlFor(postgresUrl, template);
  await migrate(templateUrl);
  await prepareQueues({ databaseUrl: templateUrl });
  await dropConnections(postgresUrl, template);

  return { postgresUrl, template, prefix, ...(await startRedis(stopAtEnd)) };
}

async function startPostgres(stopAtEnd: (() => Promise<void>)[]): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const postgres = await startThrowAwayPostgres();
  stopAtEnd.push(() => postgres.stop());
  return postgres.url;
}

async function startRedis(stopAtEnd: (() => Promise<void>)[]): Promise<Pick<TestServers, 'redis'>> {
  if (process.env.REDIS_URL) return { redis: { url: process.env.REDIS_URL, databases: undefined } };
  const redis = await startThrowAwayRedis({ appendOnly: false });
  if (!redis) return {};
  stopAtEnd.push(() => redis.stop());
  return { redis: { url: redis.url, databases: redis.databases } };
}

/** A template can only be copied while nobody is connected to it. */
async function dropConnections(postgresUrl: string, database: string): Promise<void> {
  await withConnection(postgresUrl, (client) =>
    client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]),
  );
}

/** What a killed run of a test file left on a server that is not ours. */
async function dropDatabases(postgresUrl: string, prefix: string): Promise<void> {
  await withConnection(postgresUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  });
}

await main();
// Everything is stopped; the idle timer of a library must not hold up the end of the run.
process.exit();
