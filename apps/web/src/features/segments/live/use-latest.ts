import { useState } from 'react';

/** The latest value that there was: what is not known for a moment stays what it was. */
export function useLatest<T>(value: T | undefined): T | undefined {
  const [latest, setLatest] = useState(value);
  if (value === undefined || Object.is(value, latest)) return latest;
  setLatest(value);
  return value;
}
