import type { IndexedRow, RejectedRow } from '../repositories/ingestion.repository.ts';
import { type Identity, namesAny } from './erased-identity.ts';

const WAS_ERASED = 'the customer was erased';

/**
 * Takes the rows of a batch out that name an erased customer. What they say of the customer is kept nowhere.
 *
 * @param tombstones the `identityKey` of those who were erased.
 */
export function separateErased<Row>(
  rows: IndexedRow<Row>[],
  identitiesOf: (row: Row) => Identity[],
  tombstones: ReadonlySet<string>,
): { kept: IndexedRow<Row>[]; refused: RejectedRow[] } {
  if (tombstones.size === 0) return { kept: rows, refused: [] };
  const isErased = (row: Row) => namesAny(identitiesOf(row), tombstones);
  return {
    kept: rows.filter(([, row]) => !isErased(row)),
    refused: rows.flatMap(([index, row]) => (isErased(row) ? [{ index, row: null, reason: WAS_ERASED }] : [])),
  };
}
