import { DomainError, offsetInstantSchema } from '@herald/shared';
import type { SegmentSort } from '@herald/shared';
import { z } from 'zod';

import type { StoredSegment } from './segment.repository.ts';

type Cursor = [value: string, id: string];

/** Where a sorted list goes on: the sort, its value and the id of the last segment. */
const cursorSchema = z.tuple([z.string(), z.string(), z.uuid()]);

/** The value by which a segment is sorted, as text. */
const SORT_VALUES: Record<string, (segment: StoredSegment) => string> = {
  createdAt: ({ id }) => id,
  name: ({ nameKey }) => nameKey,
  audienceSize: ({ audienceSize }) => String(audienceSize),
  lastComputedAt: ({ lastComputedAt }) => lastComputedAt.toISOString(),
};

export function writeCursor(segment: StoredSegment, sort: SegmentSort): string {
  const value = SORT_VALUES[sort.replace('-', '')]?.(segment);
  return Buffer.from(JSON.stringify([sort, value, segment.id])).toString('base64url');
}

/** @throws DomainError `invalid_input` for a text that `writeCursor` did not write for this sort */
export function readCursor(cursor: string, sort: SegmentSort): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== sort || !fits(parsed.data[1], sort)) {
    const message = 'is not the cursor of a page with this sort; follow the Link header';
    throw new DomainError('invalid_input', `cursor: ${message}`, [{ path: 'cursor', message }]);
  }
  return [parsed.data[1], parsed.data[2]];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** PostgreSQL must be able to read it as what is sorted by. */
function fits(value: string, sort: SegmentSort): boolean {
  switch (sort.replace('-', '')) {
    case 'createdAt':
      return z.uuid().safeParse(value).success;
    case 'audienceSize':
      return /^\d{1,9}$/.test(value);
    case 'lastComputedAt':
      return offsetInstantSchema.safeParse(value).success;
    default:
      return !value.includes('\0');
  }
}
