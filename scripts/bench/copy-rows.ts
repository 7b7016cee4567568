import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Pool } from '@herald/platform';
import { from as copyFrom } from 'pg-copy-streams';

const CHUNK_LENGTH = 64 * 1024;

/** Streams lines in COPY's text format into a table, as fast as Node and PostgreSQL go. */
export async function copyRows(pool: Pool, table: string, columns: string[], lines: Iterable<string>): Promise<void> {
  const client = await pool.connect();
  try {
    const names = columns.map((column) => `"${column}"`).join(', ');
    await pipeline(Readable.from(inChunks(lines)), client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`)));
  } finally {
    client.release();
  }
}

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
