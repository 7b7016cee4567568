import { foldText } from '@herald/shared';

import { Converter, type Converted, type Problem } from './convert.ts';
import { Entries } from './entries.ts';
import { type Inspected, readRows } from './inspect.ts';
import { Pauses } from './pauses.ts';
import type { Plan } from './plan.ts';
import type { Entry } from './row.ts';
import { SeenKeys } from './seen-keys.ts';

/** A file, and what becomes of its columns. */
export interface Reading extends Inspected {
  plan: Plan;
}

export interface BadEntry {
  entry: Entry;
  problems: readonly Problem[];
}

/** What a look at all rows of a file found. */
export interface Checked {
  /** Rows that are not empty; the header is none. */
  rows: number;
  /** Customers or orders that they are. */
  entries: number;
  badEntries: number;
  badRows: number;
  /** The first of them; all of them are in `isBad`. */
  listed: readonly BadEntry[];
  isBad: ReadonlySet<number>;
  /** How many rows name somebody, or an order, that a row above names too. */
  repeated: number;
  /** Keys that only rows further down have. They are left out. */
  lateColumns: readonly string[];
}

export interface CheckProgress {
  /** From 0 to 1. */
  share: number;
  rows: number;
  badRows: number;
}

/** So many can be mended on the page; more than that is a matter for the file. */
export const MOST_LISTED = 1_000;
const ROWS_PER_STEP = 100;

/** Reads a file from its begin to its end and finds what cannot be sent. Keeps nothing of what can. */
export async function checkAll(
  reading: Reading,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: CheckProgress) => void } = {},
): Promise<Checked> {
  const found = new Findings(reading);
  const pauses = new Pauses(signal);
  const onNewColumns = (names: string[]) => found.lateColumns.push(...names);
  for await (const { entries, bytesRead } of readEntries(reading, { ...(signal && { signal }), onNewColumns })) {
    for (const [index, entry] of entries.entries()) {
      if (index % ROWS_PER_STEP === 0) await pauses.perhaps();
      found.take(entry);
    }
    onProgress?.({ share: bytesRead / reading.source.blob.size, rows: found.rows, badRows: found.badRows });
  }
  return found.sum();
}

export interface EntriesRead {
  entries: Entry[];
  bytesRead: number;
}

/** All entries of a file, a few at a time and in their order. */
export async function* readEntries(
  reading: Reading,
  options: Parameters<typeof readRows>[1] = {},
): AsyncGenerator<EntriesRead> {
  const entries = new Entries(reading.plan);
  let bytesRead = 0;
  for await (const piece of readRows(reading, options)) {
    bytesRead = piece.bytesRead;
    yield { entries: entries.add(piece.rows), bytesRead };
  }
  yield { entries: entries.end(), bytesRead };
}

class Findings {
  rows = 0;
  badRows = 0;
  readonly lateColumns: string[] = [];
  private entries = 0;
  private repeated = 0;
  private readonly listed: BadEntry[] = [];
  private readonly isBad = new Set<number>();
  private readonly seen = new SeenKeys();
  private readonly converter: Converter;
  private readonly plan: Plan;

  constructor({ plan, columns }: Reading) {
    this.plan = plan;
    this.converter = new Converter(plan, columns);
  }

  take(entry: Entry): void {
    this.rows += entry.rows.length;
    this.entries += 1;
    const converted = this.converter.check(entry);
    const problems = converted.problems.length > 0 ? converted.problems : this.repeatsOf(converted);
    if (problems.length === 0) return;
    this.badRows += entry.rows.length;
    this.isBad.add(entry.ordinal);
    if (this.listed.length < MOST_LISTED) this.listed.push({ entry, problems });
  }

  /** Of an order whose rows do not stand together the later ones would replace the items of the first. */
  private repeatsOf({ value }: Converted): Problem[] {
    const key = keyOf(value);
    if (key === undefined || !this.seen.has(key)) return [];
    this.repeated += 1;
    if (!(this.plan.kind === 'orders' && this.plan.isOneItemPerRow)) return [];
    const message = 'More rows of this order stand further up. Sort the file by order, so that they stand together.';
    return [{ column: null, row: 0, message }];
  }

  sum(): Checked {
    const { rows, entries, badRows, listed, isBad, repeated, lateColumns } = this;
    return { rows, entries, badEntries: isBad.size, badRows, listed, isBad, repeated, lateColumns };
  }
}

/** By which Herald knows a customer or an order; two rows with the same are one. */
function keyOf({ externalId, email, id }: Record<string, unknown>): string | undefined {
  if (typeof externalId === 'string') return `x${externalId}`;
  if (typeof email === 'string') return `e${foldText(email)}`;
  return typeof id === 'string' ? `i${id}` : undefined;
}
