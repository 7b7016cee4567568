import type { OrderStatus } from '@herald/shared';

import { type DecimalGuess, guessDecimalMark, looksNumeric } from './amounts.ts';
import type { Column, Inspected } from './inspect.ts';
import { type DayOrderGuess, guessDayOrder, looksLikeMoment } from './moments.ts';
import { cellText, isBlank, type Row } from './row.ts';
import { ATTRIBUTE, bareName, type DataKind, OWN_COLUMNS, SKIP, TARGETS, targetOf, type ValueKind } from './targets.ts';
import { knownStatus } from './words.ts';

export type AttributeType = 'text' | 'number' | 'yes or no' | 'date';

/** What becomes of one column. */
export interface ColumnPlan {
  /** The id of a target, or `SKIP` or `ATTRIBUTE`. */
  target: string;
  /** Of an attribute. */
  attributeName: string;
  attributeType: AttributeType;
  decimalMark: DecimalGuess;
  dayOrder: DayOrderGuess;
}

/** What becomes of a file. */
export interface Plan {
  kind: DataKind;
  /** In the order of the file's columns. */
  columns: readonly ColumnPlan[];
  /** Whether rows of the same order, one below the other, are its items. */
  isOneItemPerRow: boolean;
  /** What the file's own words for a status mean, by the word in lower case. */
  statuses: Readonly<Record<string, OrderStatus>>;
  /** In which times without an offset are. */
  timeZone: string;
}

/** Types that attributes have already; one keeps its type for good. */
export type AttributeTypes = ReadonlyMap<string, AttributeType>;

/** What the columns of a file probably are, by their names and their values. */
export function guessPlan(
  { columns, head }: Pick<Inspected, 'columns' | 'head'>,
  kind: DataKind,
  { timeZone, attributeTypes = new Map() }: { timeZone: string; attributeTypes?: AttributeTypes },
): Plan {
  const targets = guessTargets(columns, kind);
  const plans = columns.map((column, index) => planColumn(column, targets[index] ?? SKIP, kind, attributeTypes));
  return {
    kind,
    columns: plans,
    isOneItemPerRow: hasItems(plans),
    statuses: guessStatuses(plans, columns, head),
    timeZone,
  };
}

/** The plan of one column that is to become something else. */
export function planColumn(
  { name, samples }: Column,
  target: string,
  kind: DataKind,
  attributeTypes: AttributeTypes = new Map(),
): ColumnPlan {
  const attributeName = name.startsWith('attributes.') ? name.slice('attributes.'.length) : name;
  const attributeType = attributeTypes.get(attributeName) ?? guessType(samples);
  const mark = guessDecimalMark(samples);
  return {
    target,
    attributeName,
    attributeType,
    decimalMark: valueKindOf({ target, attributeType }, kind) === 'amount' ? mark : plainUnlessSure(mark),
    dayOrder: guessDayOrder(samples),
  };
}

/** In whole numbers a lone separator is one of groups or a mistake; that does not need a question. */
function plainUnlessSure(mark: DecimalGuess): DecimalGuess {
  return mark === 'unsure' ? 'point' : mark;
}

/** How the values of a column are read; undefined when it is left out. */
export function valueKindOf(
  { target, attributeType }: Pick<ColumnPlan, 'target' | 'attributeType'>,
  kind: DataKind,
): ValueKind | undefined {
  if (target === SKIP) return undefined;
  if (target !== ATTRIBUTE) return targetOf(kind, target)?.kind;
  if (attributeType === 'number') return 'amount';
  if (attributeType === 'date') return 'moment';
  return attributeType;
}

function guessTargets(columns: readonly Column[], kind: DataKind): string[] {
  const names = columns.map(({ name }) => bareName(name));
  const taken = new Map<number, string>();
  for (const target of TARGETS[kind]) {
    const found = target.names
      .map((known) => names.findIndex((name, index) => name === known && !taken.has(index)))
      .find((index) => index !== -1);
    if (found !== undefined) taken.set(found, target.id);
  }
  withoutSecondReference(taken);
  if (![...taken.values()].some((id) => /email/i.test(id))) guessEmail(columns, taken, kind);
  return columns.map(({ name, samples }, index) => {
    const isKept = kind === 'customers' && samples.length > 0 && !OWN_NAMES.includes(name);
    return taken.get(index) ?? (isKept ? ATTRIBUTE : SKIP);
  });
}

const OWN_NAMES: readonly string[] = Object.values(OWN_COLUMNS);

/** An order says once whose it is; by email customers are known in most files. */
function withoutSecondReference(taken: Map<number, string>): void {
  const ids = [...taken.values()];
  const kept = ['customerEmail', 'customerExternalId', 'customerId'].find((id) => ids.includes(id));
  for (const [index, id] of taken) {
    if (id.startsWith('customer') && id !== kept) taken.delete(index);
  }
}

/** A column of email addresses is one, whatever its name. */
function guessEmail(columns: readonly Column[], taken: Map<number, string>, kind: DataKind): void {
  if (kind === 'orders' && [...taken.values()].some((id) => id.startsWith('customer'))) return;
  const index = columns.findIndex(
    ({ samples }, place) =>
      !taken.has(place) &&
      samples.length > 0 &&
      samples.every((sample) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(sample.trim())),
  );
  if (index !== -1) taken.set(index, kind === 'customers' ? 'email' : 'customerEmail');
}

function guessType(samples: readonly string[]): AttributeType {
  if (samples.length === 0) return 'text';
  if (samples.every(looksNumeric)) return 'number';
  if (samples.every((sample) => /^(yes|no|true|false)$/i.test(sample.trim()))) return 'yes or no';
  if (samples.every(looksLikeMoment)) return 'date';
  return 'text';
}

function hasItems(plans: readonly ColumnPlan[]): boolean {
  return plans.some(({ target }) => target.startsWith('item.'));
}

function guessStatuses(plans: readonly ColumnPlan[], columns: readonly Column[], head: readonly Row[]) {
  return Object.fromEntries(
    statusWords({ columns: plans }, columns, head).flatMap((word) => {
      const known = knownStatus(word);
      return known === undefined ? [] : [[word.toLowerCase(), known]];
    }),
  );
}

/** The words for a status that the head of the file has, each once. */
export function statusWords(
  { columns: plans }: Pick<Plan, 'columns'>,
  columns: readonly Column[],
  head: readonly Row[],
): string[] {
  const index = plans.findIndex(({ target }) => target === 'status');
  if (index === -1) return [];
  const words = new Map<string, string>();
  for (const { cells } of head) {
    const word = cellText(cells[index]).trim();
    if (!isBlank(word) && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
  }
  return [...words.values()];
}

/** What has to be said before the rows can be read with this plan; empty when nothing is missing. */
export function missingInPlan(plan: Plan, columns: readonly Column[]): string[] {
  const has = (...ids: string[]) => plan.columns.some(({ target }) => ids.includes(target));
  return [
    ...(plan.kind === 'customers' ? missingOfCustomers(has) : missingOfOrders(has)),
    ...missingOfColumns(plan, columns),
  ];
}

type Has = (...ids: string[]) => boolean;

function missingOfCustomers(has: Has): string[] {
  return has('email', 'externalId', 'id')
    ? []
    : ['Say which column is the email or your customer id, so that Herald knows who is who.'];
}

function missingOfOrders(has: Has): string[] {
  const missing: string[] = [];
  if (!has('externalId')) missing.push('Say which column is the order id, so that no order counts twice.');
  if (!has('customerEmail', 'customerExternalId', 'customerId')) {
    missing.push('Say which column tells whose order it is: an email or your customer id.');
  }
  if (!has('orderedAt')) missing.push('Say which column is the day or time of the order.');
  if (!has('amount', 'item.price')) missing.push('Say which column is the total.');
  if (
    has('item.name', 'item.sku', 'item.category', 'item.quantity', 'item.price') &&
    !(has('item.name') && has('item.price'))
  ) {
    missing.push('Items need a name and a price. Choose both columns, or skip all that are about items.');
  }
  return missing;
}

function missingOfColumns({ kind, columns: plans }: Plan, columns: readonly Column[]): string[] {
  const attributes = new Set<string>();
  return plans.flatMap((plan, index) => {
    const name = columns[index]?.name ?? '';
    const valueKind = valueKindOf(plan, kind);
    if (valueKind === 'amount' && plan.decimalMark === 'unsure') return [`Say how “${name}” writes decimals.`];
    if (valueKind === 'moment' && plan.dayOrder === 'unsure')
      return [`Say which comes first in “${name}”: the day or the month.`];
    if (plan.target !== ATTRIBUTE) return [];
    const attribute = plan.attributeName.trim();
    if (attribute === '' || attribute === '__proto__') return [`Name the attribute that “${name}” becomes.`];
    if (attributes.has(attribute)) return [`Two columns become the attribute “${attribute}”.`];
    attributes.add(attribute);
    return [];
  });
}
