import type { DataKind } from './reading/targets.ts';

/** One and many of what a file brings. */
export const KIND_WORDS: Readonly<Record<DataKind, { one: string; many: string; title: string }>> = {
  customers: { one: 'customer', many: 'customers', title: 'Customers' },
  orders: { one: 'order', many: 'orders', title: 'Orders' },
};
