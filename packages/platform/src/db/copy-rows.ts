import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { from as copyFrom } from 'pg-copy-streams';

import { copyLine, type CopyValue } from './copy-text.ts';
import type { Transaction } from './pool.ts';

const CHUNK_LENGTH = 64 * 1024;

/**
 * Streams rows into a table, faster than any INSERT.
 *
 * @param statement `COPY "Table" ("column", ...) FROM STDIN`.
 * @param rows values in the order of the statement's columns.
 * @throws what PostgreSQL reports, a broken constraint among it; then no row was written.
 */
export async function copyRows(
  tx: Transaction,
  statement: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await pipeline(Readable.from(inChunks(rows)), tx.query(copyFrom(statement)));
}

function* inChunks(rows: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  let chunk = '';
  for (const row of rows) {
    chunk += copyLine(row);
    if (chunk.length < CHUNK_LENGTH) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
