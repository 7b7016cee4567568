import { countsTowardsTotals, type OrderStatus } from '@herald/shared';

import { DotBadge } from '../../../components/status-badge.tsx';

const COLORS: Partial<Record<OrderStatus, string>> = { PENDING: 'orange', CANCELLED: 'gray', REFUNDED: 'red' };

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const words = status.charAt(0) + status.slice(1).toLowerCase();
  return <DotBadge color={COLORS[status] ?? (countsTowardsTotals(status) ? 'teal' : 'gray')}>{words}</DotBadge>;
}
