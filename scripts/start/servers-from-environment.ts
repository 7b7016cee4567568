import { once } from 'node:events';
import { connect } from 'node:net';

import pg from 'pg';

import { StartError } from './start-error.ts';

const OLDEST_POSTGRES = 15;
const CONNECTION_TIMEOUT_MS = 10_000;

/** @throws StartError when the database of `DATABASE_URL` cannot serve Herald. */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const place = databasePlace(databaseUrl);
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'herald-start',
  });
  // A connection that breaks also fails the query that waits for it.
  client.on('error', () => {});
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  } catch (error) {
    throw new StartError(`The database at ${place} (DATABASE_URL) cannot be used: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
  if (version < OLDEST_POSTGRES) {
    throw new StartError(`Herald needs PostgreSQL ${OLDEST_POSTGRES} or newer, and ${place} runs ${version}.`);
  }
}

/** Host, port and name: never the password. */
function databasePlace(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return `${url.host}${url.pathname}`;
  throw new StartError('DATABASE_URL must be an address like postgres://user:password@host:5432/herald.');
}

/** A host with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  const reason = error instanceof AggregateError ? (error.errors[0] as Error) : (error as Error);
  return reason.message.replace(/\.$/, '');
}

/** @throws StartError when nobody answers at `REDIS_URL`; the processes would wait for it without a word. */
export async function checkRedis(redisUrl: string): Promise<void> {
  // Of a cluster it is enough to find one node, by which the others are found.
  const answers = await Promise.allSettled(redisUrl.split(',').map((address) => checkRedisNode(address.trim())));
  const [first] = answers;
  if (first?.status === 'rejected' && answers.every(({ status }) => status === 'rejected')) throw first.reason;
}

async function checkRedisNode(address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol)) {
    throw new StartError('REDIS_URL must be an address like redis://host:6379.');
  }
  const socket = connect({ host: url.hostname, port: Number(url.port || 6379) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECTION_TIMEOUT_MS) });
  } catch (error) {
    throw new StartError(`Redis at ${url.host} (REDIS_URL) cannot be reached: ${reasonOf(error)}.`);
  } finally {
    socket.destroy();
  }
}
