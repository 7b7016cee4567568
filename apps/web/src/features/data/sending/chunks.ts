import { readEntries, type Reading } from '../reading/check.ts';
import { Converter } from '../reading/convert.ts';
import { Pauses } from '../reading/pauses.ts';
import type { Entry } from '../reading/row.ts';

/** Few enough that handing them to the network keeps the page busy for no more than a moment. */
export const MAX_ROWS_PER_CHUNK = 2_500;
export const MAX_BYTES_PER_CHUNK = 8 * 1024 * 1024;
const MAX_BYTES_PER_UNIT = 3;
const ROWS_PER_STEP = 100;

/** What goes in one call, and from where in the file it came. */
export interface Chunk {
  /** As the API takes them; the same as `entries`, one by one. */
  values: readonly Record<string, unknown>[];
  entries: readonly Entry[];
}

/** What of a file is not sent as it stands. */
export interface Amendments {
  /** The ordinals of the entries that cannot be sent. */
  isBad: ReadonlySet<number>;
  /** Of these, those that were mended on the page, as they are now. */
  mended: ReadonlyMap<number, Entry>;
}

export function rowsIn({ entries }: Pick<Chunk, 'entries'>): number {
  return entries.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Reads a checked file once more and gives what can be sent, in the file's order. Holds one chunk at a time. */
export async function* chunksOf(
  reading: Reading,
  { isBad, mended }: Amendments,
  signal?: AbortSignal,
): AsyncGenerator<Chunk> {
  const converter = new Converter(reading.plan, reading.columns);
  const pauses = new Pauses(signal);
  let filling = new FillingChunk();
  for await (const { entries } of readEntries(reading, signal && { signal })) {
    for (const [index, entry] of entries.entries()) {
      if (index % ROWS_PER_STEP === 0) await pauses.perhaps();
      const sent = mended.get(entry.ordinal) ?? (isBad.has(entry.ordinal) ? undefined : entry);
      if (sent === undefined) continue;
      const { value } = converter.convert(sent);
      if (!filling.hasRoomFor(value)) {
        yield filling;
        filling = new FillingChunk();
      }
      filling.add(sent, value);
    }
  }
  if (filling.entries.length > 0) yield filling;
}

class FillingChunk implements Chunk {
  readonly values: Record<string, unknown>[] = [];
  readonly entries: Entry[] = [];
  private bytes = 0;

  hasRoomFor(value: Record<string, unknown>): boolean {
    if (this.entries.length === 0) return true;
    return this.entries.length < MAX_ROWS_PER_CHUNK && this.bytes + mostBytesOf(value) <= MAX_BYTES_PER_CHUNK;
  }

  add(entry: Entry, value: Record<string, unknown>): void {
    this.entries.push(entry);
    this.values.push(value);
    this.bytes += mostBytesOf(value);
  }
}

const sizes = new WeakMap<object, number>();

/** As JSON in UTF-8; counted exactly only where it matters, of text that is ASCII. */
function mostBytesOf(value: Record<string, unknown>): number {
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const json = JSON.stringify(value);
  const bytes = (/^[\x20-\x7e]*$/.test(json) ? json.length : json.length * MAX_BYTES_PER_UNIT) + 1;
  sizes.set(value, bytes);
  return bytes;
}
