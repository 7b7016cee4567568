import type { IngestionListed } from '@herald/shared';

import { DotBadge } from '../../../components/status-badge.tsx';

/** How far Herald is with a batch, in a word. */
export function BatchState({ batch: { state, rejected } }: { batch: Pick<IngestionListed, 'state' | 'rejected'> }) {
  if (state === 'PENDING')
    return (
      <DotBadge color="ink" miw="max-content">
        Being written
      </DotBadge>
    );
  return rejected > 0 ? (
    <DotBadge color="orange" miw="max-content">
      Done, some rejected
    </DotBadge>
  ) : (
    <DotBadge color="teal" miw="max-content">
      Done
    </DotBadge>
  );
}

export const BATCH_TITLES: Readonly<Record<IngestionListed['kind'], string>> = {
  CUSTOMERS: 'Customers',
  ORDERS: 'Orders',
};
