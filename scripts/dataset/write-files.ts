import { createWriteStream, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { FORMATS, type FormatName, type Row } from './formats.ts';
import type { Dataset } from './generate.ts';

export interface WrittenFile {
  file: string;
  rows: number;
  bytes: number;
}

const CHUNK_LENGTH = 64 * 1024;

/** Writes both files of a data set; holds no more than a few rows at a time. */
export async function writeDataset(dataset: Dataset, folder: string, format: FormatName): Promise<WrittenFile[]> {
  mkdirSync(folder, { recursive: true });
  const { extension } = FORMATS[format];
  return [
    await writeRows(dataset.users, path.join(folder, `customers.${extension}`), format),
    await writeRows(dataset.orders, path.join(folder, `orders.${extension}`), format),
  ];
}

async function writeRows(rows: Iterable<Row>, file: string, format: FormatName): Promise<WrittenFile> {
  let count = 0;
  const counted = function* () {
    for (const row of rows) {
      count += 1;
      yield row;
    }
  };
  const text = inChunks(FORMATS[format].lines(counted()));
  await pipeline(Readable.from(text, { objectMode: true, highWaterMark: 2 }), createWriteStream(file));
  return { file, rows: count, bytes: statSync(file).size };
}

/** A stream costs per chunk, and lines are short. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
