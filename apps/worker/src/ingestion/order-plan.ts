import { countsTowardsTotals, foldText, newId, toInstant, toMinorUnits } from '@herald/shared';
import type { OrderInput, OrderStatus } from '@herald/shared';
import { readHistory, recordWrite } from '@herald/platform';
import type { IndexedRow, StoredHistory, WriteHistory } from '@herald/platform';

/** What an order is, as far as totals are concerned. Amounts are in minor units. */
export interface OrderState {
  customerId: string;
  status: OrderStatus;
  amount: bigint;
  orderedAt: Date;
}

export interface KnownOrder extends OrderState, StoredHistory {
  id: string;
  externalId: string;
}

export interface OrderWrite {
  id: string;
  externalId: string;
  /** The order before the batch, undefined when it is new. */
  before: OrderState | undefined;
  after: OrderState;
  /** Set when the batch gives items; they replace those that were there. */
  items: NonNullable<OrderInput['items']> | undefined;
  history: WriteHistory;
}

/** How the totals of one customer move. */
export interface TotalsChange {
  customerId: string;
  totalSpend: bigint;
  orderCount: number;
  /** The earliest and latest of the orders that came to count, null when none did. */
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  /** An order that counted no longer does, or has moved: first and last must be looked up again. */
  lostAnOrder: boolean;
}

export interface OrderPlan {
  writes: OrderWrite[];
  /** Rows whose customer is not there (yet). */
  waiting: IndexedRow<OrderInput>[];
  stored: number;
}

/** Finds customers by what an order says of them. */
export interface CustomerDirectory {
  byId: ReadonlySet<string>;
  byExternalId: ReadonlyMap<string, string>;
  byEmailKey: ReadonlyMap<string, string>;
}

const BITS = { customer: 1, status: 2, amount: 4, orderedAt: 8, items: 16 } as const;
const ALWAYS_GIVEN = BITS.customer | BITS.amount | BITS.orderedAt;
const DEFAULT_STATUS: OrderStatus = 'COMPLETED';

/**
 * Turns a chunk of rows into at most one write per order, as if the rows had been
 * written one after the other. So a row that waits holds back the later rows of its order;
 * only on the last try, when it will be rejected, they go ahead.
 */
export function planOrderWrites(
  rows: IndexedRow<OrderInput>[],
  known: KnownOrder[],
  customers: CustomerDirectory,
  context: { chunkId: string; zone: string; isLastTry: boolean },
): OrderPlan {
  const writes = new Map<string, OrderWrite>();
  const before = new Map(known.map((order) => [order.externalId, order]));
  const waiting: IndexedRow<OrderInput>[] = [];
  const heldBack = new Set<string>();
  for (const [index, row] of rows) {
    const customerId = findCustomer(row, customers);
    if (customerId === undefined || heldBack.has(row.externalId)) {
      waiting.push([index, row]);
      if (!context.isLastTry) heldBack.add(row.externalId);
      continue;
    }
    const write = writes.get(row.externalId) ?? startWrite(row, customerId, before.get(row.externalId));
    applyRow(write, row, customerId, context);
    writes.set(row.externalId, write);
  }
  return { writes: [...writes.values()], waiting, stored: rows.length - waiting.length };
}

function findCustomer(row: OrderInput, customers: CustomerDirectory): string | undefined {
  if (row.customerId !== undefined) {
    const id = row.customerId.toLowerCase();
    return customers.byId.has(id) ? id : undefined;
  }
  if (row.customerExternalId !== undefined) return customers.byExternalId.get(row.customerExternalId);
  return customers.byEmailKey.get(foldText(row.customerEmail ?? ''));
}

function startWrite(row: OrderInput, customerId: string, known: KnownOrder | undefined): OrderWrite {
  if (known === undefined) {
    const after = { customerId, status: DEFAULT_STATUS, amount: 0n, orderedAt: new Date(0) };
    return { id: newId(), externalId: row.externalId, before: undefined, after, items: undefined, history: [] };
  }
  const { customerId: owner, status, amount, orderedAt } = known;
  const state = { customerId: owner, status, amount, orderedAt };
  return {
    id: known.id,
    externalId: known.externalId,
    before: state,
    after: { ...state },
    items: undefined,
    history: readHistory(known),
  };
}

function applyRow(
  write: OrderWrite,
  row: OrderInput,
  customerId: string,
  context: { chunkId: string; zone: string },
): void {
  const given =
    ALWAYS_GIVEN | (row.status === undefined ? 0 : BITS.status) | (row.items === undefined ? 0 : BITS.items);
  const { applied, history } = recordWrite(write.history, context.chunkId, given);
  write.history = history;
  if (applied & BITS.customer) write.after.customerId = customerId;
  if (applied & BITS.amount) write.after.amount = toMinorUnits(row.amount);
  if (applied & BITS.orderedAt) write.after.orderedAt = toInstant(row.orderedAt, context.zone);
  if (applied & BITS.status && row.status !== undefined) write.after.status = row.status;
  if (applied & BITS.items) write.items = row.items;
}

/** How totals move: by the difference between the old and the new state of each order. Sorted by customer. */
export function totalsChanges(writes: OrderWrite[]): TotalsChange[] {
  const changes = new Map<string, TotalsChange>();
  const changeOf = (customerId: string) => {
    const change = changes.get(customerId) ?? emptyChange(customerId);
    changes.set(customerId, change);
    return change;
  };
  for (const { before, after } of writes) {
    if (before && countsTowardsTotals(before.status)) subtract(changeOf(before.customerId), before, after);
    if (countsTowardsTotals(after.status)) add(changeOf(after.customerId), after);
  }
  return [...changes.values()].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

function emptyChange(customerId: string): TotalsChange {
  return {
    customerId,
    totalSpend: 0n,
    orderCount: 0,
    firstOrderAt: null,
    lastOrderAt: null,
    lostAnOrder: false,
  };
}

function subtract(change: TotalsChange, before: OrderState, after: OrderState): void {
  change.totalSpend -= before.amount;
  change.orderCount -= 1;
  const staysWhereItWas =
    countsTowardsTotals(after.status) &&
    after.customerId === before.customerId &&
    after.orderedAt.getTime() === before.orderedAt.getTime();
  if (!staysWhereItWas) change.lostAnOrder = true;
}

function add(change: TotalsChange, after: OrderState): void {
  change.totalSpend += after.amount;
  change.orderCount += 1;
  if (change.firstOrderAt === null || after.orderedAt < change.firstOrderAt) change.firstOrderAt = after.orderedAt;
  if (change.lastOrderAt === null || after.orderedAt > change.lastOrderAt) change.lastOrderAt = after.orderedAt;
}
