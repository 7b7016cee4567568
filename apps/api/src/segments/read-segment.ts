import { DomainError } from '@herald/shared';
import type { Queryable, ReadRules, RuleReader } from '@herald/platform';

import type { StoredSegment } from './segment.repository.ts';

/** A saved segment's rules. @throws DomainError `conflict` when they are no longer understood. */
export async function readSegment(reader: RuleReader, segment: StoredSegment, db?: Queryable): Promise<ReadRules> {
  try {
    return await reader.read(segment.rules, { segmentId: segment.id, ...(db === undefined ? {} : { db }) });
  } catch (error) {
    throw error instanceof DomainError ? brokenSegment(segment, error) : error;
  }
}

/** The refusal to use a segment that says something else than it can mean today. */
export function brokenSegment({ name }: Pick<StoredSegment, 'name'>, cause: DomainError): DomainError {
  const message = `the segment "${name}" cannot be used, its rules are no longer understood: ${cause.message}`;
  return new DomainError('conflict', message);
}
