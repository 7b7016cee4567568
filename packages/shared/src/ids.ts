import { uuidv7 } from 'uuidv7';

/**
 * A new UUIDv7. Ids made by one process are strictly increasing, also within a
 * millisecond, so an id doubles as the sequence number of what it names.
 */
export function newId(): string {
  return uuidv7();
}
