import type { OrderStatus } from '../order-status.ts';

/** One rule with its answer for one customer. Amounts are in major units, days calendar dates. */
export interface ExplainedCondition {
  kind: 'condition';
  isTrue: boolean;
  /** The question in English. */
  description: string;
  field: string;
  operator: string;
  value?: unknown;
  /** What this customer has; null when there is nothing. */
  actual: string | number | boolean | string[] | null;
  /** The first day on which the answer will be another one, if nothing else changes; null when there is none. */
  changesOn: string | null;
  /** The orders that counted: how many, and the latest of them. */
  orders?: { count: number; listed: ExplainedOrder[] } | undefined;
  /** The rules of the dynamic segment that the question is about. */
  segment?: ExplainedGroup | undefined;
}

export interface ExplainedOrder {
  id: string;
  externalId: string;
  status: OrderStatus;
  amount: number;
  orderedAt: string;
}

export interface ExplainedGroup {
  kind: 'group';
  isTrue: boolean;
  combinator: 'and' | 'or';
  not: boolean;
  changesOn: string | null;
  rules: (ExplainedCondition | ExplainedGroup)[];
}
