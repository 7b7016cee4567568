import { DomainError } from '@herald/shared';
import type { SavedSegmentRepository, Transaction } from '@herald/platform';

/**
 * Lets nobody change or delete a segment that a campaign is about to name, until `tx` ends. Before the
 * campaign's own row is touched, as a launch does it.
 *
 * @throws DomainError `not_found`
 */
export async function lockSegment(segments: SavedSegmentRepository, tx: Transaction, id: string): Promise<void> {
  if ((await segments.lockShared(tx, id)) !== undefined) return;
  const message = `there is no segment ${id}`;
  throw new DomainError('not_found', message, [{ path: 'segmentId', message }]);
}
