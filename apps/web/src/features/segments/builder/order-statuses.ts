import { ORDER_STATUSES } from '@herald/shared';

/** "PENDING" as "Pending". */
export const STATUS_OPTIONS = ORDER_STATUSES.map((status) => ({
  value: status,
  label: status.charAt(0) + status.slice(1).toLowerCase(),
}));
