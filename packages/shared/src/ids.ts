import { uuidv7 } from 'uuidv7';

/**
 * A new UUIDv7. Ids made by one process are strictly increasing, also within a
 * millisecond, so an id doubles as the sequence number of what it names.
 */
export function newId(): string {
  return uuidv7();
}

/** When a UUIDv7 was made, to the millisecond. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
