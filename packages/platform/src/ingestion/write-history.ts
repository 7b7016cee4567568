/**
 * Which write owns which fields of a row, newest first. Writes are named by the id of
 * their chunk (UUIDv7, so a larger id is a later write); fields are bits. No field is in
 * two layers.
 *
 * Retries reorder batches. With this history the outcome is that of the order in which
 * the batches were accepted, whatever the order in which they are written: a late row
 * still fills the fields that no later row has touched, and no others.
 */
export type WriteHistory = readonly (readonly [writtenBy: string, fields: number])[];

/** What a write may do: the fields it may set, and the history after it. */
export interface RecordedWrite {
  applied: number;
  history: WriteHistory;
}

export function recordWrite(history: WriteHistory, writtenBy: string, fields: number): RecordedWrite {
  const newer = history.filter(([id]) => id > writtenBy);
  const older = history.filter(([id]) => id < writtenBy);
  const sameWrite = history.find(([id]) => id === writtenBy)?.[1] ?? 0;
  const taken = newer.reduce((bits, [, layer]) => bits | layer, 0);
  const applied = fields & ~taken;
  const owned = applied | sameWrite;
  const below = older.map(([id, layer]) => [id, layer & ~owned] as const);
  const layers = [...newer, [writtenBy, owned] as const, ...below].filter(([, layer]) => layer !== 0);
  return { applied, history: layers };
}

/** The three columns in which a row keeps its history. */
export interface StoredHistory {
  writtenBy: string;
  writtenFields: number;
  olderWrites: [string, number][] | null;
}

export function readHistory(stored: StoredHistory): WriteHistory {
  return [[stored.writtenBy, stored.writtenFields], ...(stored.olderWrites ?? [])];
}

/** The latest write in columns of its own; older ones, which are rare, as JSON. */
export function storeHistory(history: WriteHistory): StoredHistory {
  const [[writtenBy, writtenFields] = ['', 0], ...older] = history;
  return {
    writtenBy,
    writtenFields,
    olderWrites: older.length === 0 ? null : older.map(([id, fields]) => [id, fields]),
  };
}
