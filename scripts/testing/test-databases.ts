import { Client } from 'pg';

/** What `servers.ts` hands to the test environments. */
export interface TestServers {
  postgresUrl: string;
  /** The migrated database that every test file gets a copy of. */
  template: string;
  /** Every database of this run starts with it. */
  prefix: string;
  /** `databases` is undefined on a Redis that is not ours: then files share its database. */
  redis?: { url: string; databases: number | undefined };
}

/** The name of the variable in which `global-setup.ts` hands the servers on, as JSON. */
export const SERVERS_VARIABLE = 'HERALD_TEST_SERVERS';

export function databaseUrlFor(postgresUrl: string, database: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export async function withConnection<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'herald-test-setup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const COPY_ATTEMPTS = 20;
const COPY_RETRY_MS = 100;
/** PostgreSQL refuses to copy a template that somebody, an autovacuum worker for one, is connected to. */
const OBJECT_IN_USE = '55006';

export async function copyTemplate({ postgresUrl, template }: TestServers, database: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await withConnection(postgresUrl, (client) =>
        client.query(`CREATE DATABASE "${database}" TEMPLATE "${template}"`),
      );
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== OBJECT_IN_USE || attempt === COPY_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, COPY_RETRY_MS));
    }
  }
}

export async function dropDatabase({ postgresUrl }: TestServers, database: string): Promise<void> {
  await withConnection(postgresUrl, (client) => client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`));
}

/** Connections to a database that somebody still holds, in words. */
export async function openConnections({ postgresUrl }: TestServers, database: string): Promise<string[]> {
  return withConnection(postgresUrl, async (client) => {
    const { rows } = await client.query<{ description: string }>(
      `SELECT format('PostgreSQL connection (%s, %s): %s', application_name, state, left(query, 120)) AS description
         FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
      [database],
    );
    return rows.map((row) => row.description);
  });
}
