import { migrate } from '@herald/platform';

import { databaseUrlFor, withConnection } from '../test-databases.ts';

const nameOf = (databaseUrl: string) => `${new URL(databaseUrl).pathname.slice(1)}_icu`;

/** A migrated database beside the given one whose texts are compared by ICU as Turkish. @returns its address. */
export async function createIcuDatabase(besideUrl: string): Promise<string> {
  await withConnection(besideUrl, (client) =>
    client.query(
      `CREATE DATABASE "${nameOf(besideUrl)}" TEMPLATE template0 ENCODING 'UTF8'
       LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C'`,
    ),
  );
  const url = databaseUrlFor(besideUrl, nameOf(besideUrl));
  await migrate(url);
  return url;
}

export async function dropIcuDatabase(besideUrl: string): Promise<void> {
  await withConnection(besideUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS "${nameOf(besideUrl)}" WITH (FORCE)`),
  );
}
