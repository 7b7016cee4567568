import type { Condition, ConditionGroup, OrderCondition, OrdersValue, OrderWindow, SegmentRules } from '@herald/shared';

/**
 * Rules while they are being written: the tree of the contract, whose parts may still be missing.
 * Each node has an id of its own, which the editor needs and nobody saves.
 */
export interface DraftGroup {
  id: string;
  combinator: 'and' | 'or';
  not?: boolean;
  rules: DraftNode[];
}

export interface DraftRule {
  id: string;
  /** Empty until it is chosen. */
  field: string;
  operator: string;
  /** What the editor of the operator makes; undefined while there is nothing. */
  value?: unknown;
}

export type DraftNode = DraftGroup | DraftRule;

/** The value of an order-history rule while it is being written. */
export interface DraftOrders {
  /** One number, or two of them. */
  number?: unknown;
  where?: DraftOrderCondition[];
  window?: DraftWindow;
}

export interface DraftOrderCondition {
  field: string;
  operator: string;
  value?: unknown;
}

export type DraftWindow = { lastDays: number | undefined } | { between: (string | undefined)[] };

export function isGroup(node: DraftNode): node is DraftGroup {
  return 'rules' in node;
}

export function newId(): string {
  return crypto.randomUUID();
}

export function newRule(): DraftRule {
  return { id: newId(), field: '', operator: '' };
}

export function newGroup(): DraftGroup {
  return { id: newId(), combinator: 'and', rules: [newRule()] };
}

export function emptyDraft(): DraftGroup {
  return { id: newId(), combinator: 'and', rules: [] };
}

/** Saved rules, to be edited. */
export function toDraft(group: ConditionGroup): DraftGroup {
  return {
    id: newId(),
    combinator: group.combinator,
    ...(group.not === true && { not: true }),
    rules: group.rules.map((node) => ('rules' in node ? toDraft(node) : toDraftRule(node))),
  };
}

function toDraftRule({ field, operator, value }: Condition): DraftRule {
  return { id: newId(), field, operator, ...(value !== undefined && { value }) };
}

/**
 * The rules that the draft says, without the ids. They are not checked: what is missing in the
 * draft is missing in them.
 */
export function toRules(draft: DraftGroup): SegmentRules {
  return {
    combinator: draft.combinator,
    ...(draft.not === true && { not: true }),
    rules: draft.rules.map((node) => (isGroup(node) ? toRules(node) : toCondition(node))),
  };
}

function toCondition({ field, operator, value }: DraftRule): Condition {
  return { field, operator, ...(value !== undefined && { value: asValue(value) }) } as Condition;
}

function asValue(value: unknown): unknown {
  return isDraftOrders(value) ? toOrders(value) : value;
}

/** What is empty is absent: the contract takes no `where` without a condition. */
function toOrders({ number, where = [], window }: DraftOrders): OrdersValue {
  return {
    number: number as OrdersValue['number'],
    ...(where.length > 0 && { where: where.map(toOrderCondition) }),
    ...(window !== undefined && { window: window as OrderWindow }),
  };
}

function toOrderCondition({ field, operator, value }: DraftOrderCondition): OrderCondition {
  return { field, operator, ...(value !== undefined && { value }) } as OrderCondition;
}

export function isDraftOrders(value: unknown): value is DraftOrders {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any stored rules: also those that cannot be understood any more are shown, as far as they are a tree. */
export function draftOfStored(rules: unknown): DraftGroup {
  const node = nodeOfStored(rules);
  return node !== undefined && isGroup(node) ? node : emptyDraft();
}

function nodeOfStored(node: unknown): DraftNode | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const { combinator, not, rules, field, operator, value } = node as Record<string, unknown>;
  if (Array.isArray(rules)) {
    return {
      id: newId(),
      combinator: combinator === 'or' ? 'or' : 'and',
      ...(not === true && { not: true }),
      rules: rules.map(nodeOfStored).filter((child) => child !== undefined),
    };
  }
  if (typeof field !== 'string') return undefined;
  return {
    id: newId(),
    field,
    operator: typeof operator === 'string' ? operator : '',
    ...(value !== undefined && { value }),
  };
}

/** Where a node is: the index in each group on the way, from the root. */
export type NodePath = readonly number[];

export function nodeAt(draft: DraftGroup, path: NodePath): DraftNode | undefined {
  let node: DraftNode | undefined = draft;
  for (const index of path) node = node !== undefined && isGroup(node) ? node.rules[index] : undefined;
  return node;
}

/** The draft with another node in the place of one. */
export function withNode(draft: DraftGroup, path: NodePath, node: DraftNode): DraftGroup {
  const [index, ...rest] = path;
  if (index === undefined) return isGroup(node) ? node : draft;
  const child = draft.rules[index];
  if (child === undefined) return draft;
  const next = rest.length > 0 && isGroup(child) ? withNode(child, rest, node) : node;
  return { ...draft, rules: draft.rules.map((each, at) => (at === index ? next : each)) };
}

/** Most groups inside one another in this node, itself included; a rule is none. */
export function levelsOf(node: DraftNode): number {
  return isGroup(node) ? 1 + Math.max(0, ...node.rules.map(levelsOf)) : 0;
}
