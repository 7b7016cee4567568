import { DomainError, offsetInstantSchema } from '@herald/shared';
import { z } from 'zod';

import type { TimelinePosition } from './customer-history.repository.ts';

/** The position of the last event of a page. */
const cursorSchema = z.tuple([offsetInstantSchema, z.uuid()]);

export function writeTimelineCursor({ at, id }: TimelinePosition): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** @throws DomainError `invalid_input` for a text that `writeTimelineCursor` did not write */
export function readTimelineCursor(cursor: string): TimelinePosition {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) {
    const message = 'is not the cursor of a page; follow the Link header';
    throw new DomainError('invalid_input', `cursor: ${message}`, [{ path: 'cursor', message }]);
  }
  const [at, id] = parsed.data;
  return { at: new Date(at), id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
