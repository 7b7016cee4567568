import { ORDER_STATUSES } from '@herald/shared';
import type { OrderStatus } from '@herald/shared';

const YES = new Set(['yes', 'y', 'true', '1', 'on', 'subscribed', 'x']);
const NO = new Set(['no', 'n', 'false', '0', 'off', 'unsubscribed', 'not subscribed']);

export function yesOrNo(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** What shops call the states of an order, where that is beyond doubt. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  canceled: 'CANCELLED',
  voided: 'CANCELLED',
  complete: 'COMPLETED',
  refund: 'REFUNDED',
  authorized: 'PENDING',
  unpaid: 'PENDING',
  'payment pending': 'PENDING',
};

/** @returns undefined when the word is not beyond doubt. */
export function knownStatus(text: string): OrderStatus | undefined {
  const word = text.trim().toLowerCase().replace(/^wc-/, '').replaceAll('_', ' ');
  return ORDER_STATUSES.find((status) => status.toLowerCase() === word) ?? STATUSES[word];
}
