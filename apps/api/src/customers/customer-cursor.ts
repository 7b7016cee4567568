import { DomainError, isStorable, offsetInstantSchema } from '@herald/shared';
import type { CustomerSort } from '@herald/shared';
import { z } from 'zod';

/** The last customer of a page: by what it is sorted, null when it has nothing of that, and its id. */
export interface CustomerPosition {
  value: string | null;
  id: string;
}

/** Where a sorted list goes on: the sort, and the position of the last customer. */
const cursorSchema = z.tuple([z.string(), z.string().nullable(), z.uuid()]);

export function writeCursor(sort: CustomerSort, { value, id }: CustomerPosition): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

/** @throws DomainError `invalid_input` for a text that `writeCursor` did not write for this sort */
export function readCursor(cursor: string, sort: CustomerSort): CustomerPosition {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== sort || !fits(parsed.data[1], sort)) {
    const message = 'is not the cursor of a page with this sort; follow the Link header';
    throw new DomainError('invalid_input', `cursor: ${message}`, [{ path: 'cursor', message }]);
  }
  return { value: parsed.data[1], id: parsed.data[2] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** PostgreSQL must be able to read it as what is sorted by. */
function fits(value: string | null, sort: CustomerSort): boolean {
  switch (sort) {
    case '-createdAt':
    case 'createdAt':
      return value !== null && isInstant(value);
    case '-lastOrderAt':
      return value === null || isInstant(value);
    case '-totalSpend':
      return value === null || /^\d{1,18}$/.test(value);
    case '-orderCount':
      return value === null || /^\d{1,9}$/.test(value);
    case 'name':
      return value === null || isStorable(value);
  }
}

const isInstant = (value: string) => offsetInstantSchema.safeParse(value).success;
