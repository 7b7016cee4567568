import { DomainError } from '@herald/shared';

import type { Queryable } from '../db/pool.ts';
import type { SavedSegment } from '../repositories/saved-segment.repository.ts';
import type { ReadRules, RuleReader } from './rule-reader.ts';

/** A saved segment's rules. @throws DomainError `conflict` when they are no longer understood. */
export async function readSegment(
  reader: RuleReader,
  segment: Omit<SavedSegment, 'kind'>,
  db?: Queryable,
): Promise<ReadRules> {
  try {
    return await reader.read(segment.rules, { segmentId: segment.id, ...(db === undefined ? {} : { db }) });
  } catch (error) {
    throw error instanceof DomainError ? brokenSegment(segment, error) : error;
  }
}

/** The refusal to use a segment that says something else than it can mean today. */
export function brokenSegment({ name }: Pick<SavedSegment, 'name'>, cause: DomainError): DomainError {
  const message = `the segment "${name}" cannot be used, its rules are no longer understood: ${cause.message}`;
  return new DomainError('conflict', message);
}
