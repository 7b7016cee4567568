import { hasAtMostTwoDecimals, orderSchema, toMajorUnits, toMinorUnits, userSchema } from '@herald/shared';
import type { z } from 'zod';

import type { Column } from './inspect.ts';
import { isObject } from './json-rows.ts';
import type { Plan } from './plan.ts';
import { type Entry, isBlank, type Row } from './row.ts';
import { ATTRIBUTE, SKIP, targetOf } from './targets.ts';
import { Misread, type ReadValue, valueReader } from './values.ts';

/** What is wrong with an entry of the file. */
export interface Problem {
  /** The column that it is about; null when it is about the whole. */
  column: number | null;
  /** Which of the entry's rows. */
  row: number;
  /** Names the column: "Total must be an amount, and is “free”". */
  message: string;
}

/** An entry as the API takes it; with problems it must not be sent. */
export interface Converted {
  value: Record<string, unknown>;
  problems: Problem[];
}

interface Part {
  column: number;
  label: string;
  /** Where the value goes, as the path of the contract; `items.` is of the row's item. */
  path: string;
  read: ReadValue;
}

const CUSTOMER_REFERENCES = ['customerId', 'customerExternalId', 'customerEmail'];

/** Makes entries of a file into what the API takes, and says what is wrong with each. */
export class Converter {
  private readonly plan: Plan;
  private readonly columns: readonly Column[];
  private readonly parts: readonly Part[];

  constructor(plan: Plan, columns: readonly Column[]) {
    this.plan = plan;
    this.columns = columns;
    this.parts = plan.columns.flatMap((column, index): Part[] => {
      if (column.target === SKIP) return [];
      const path = column.target === ATTRIBUTE ? `attributes.${column.attributeName.trim()}` : column.target;
      const label = columns[index]?.name ?? targetOf(plan.kind, column.target)?.label ?? '';
      return [{ column: index, label, path, read: valueReader(column, plan) }];
    });
  }

  /** Reads an entry and checks it against the contract. */
  check(entry: Entry): Converted {
    const converted = this.convert(entry);
    // What was not even read need not be looked at any more.
    if (converted.problems.length > 0) return converted;
    const schema = this.plan.kind === 'customers' ? userSchema : orderSchema;
    const { error } = schema.safeParse(converted.value);
    if (error) converted.problems.push(...error.issues.map((issue) => this.inWords(issue, converted.value, entry)));
    return converted;
  }

  /** Reads an entry that was checked before. */
  convert(entry: Entry): Converted {
    const problems: Problem[] = entry.rows.flatMap(faultsOf);
    if (problems.length > 0) return { value: {}, problems };
    const value = this.plan.kind === 'customers' ? this.customer(entry, problems) : this.order(entry, problems);
    return { value, problems };
  }

  private customer({ rows: [row] }: Entry, problems: Problem[]): Record<string, unknown> {
    const user: Record<string, unknown> = {};
    let [firstName, lastName] = ['', ''];
    this.eachValue(row, 0, problems, ({ path }, value) => {
      if (path === 'firstName') firstName = String(value);
      else if (path === 'lastName') lastName = String(value);
      else if (path === 'subscribed') user['unsubscribed'] = !value;
      else put(user, path, value);
    });
    const fullName = `${firstName} ${lastName}`.trim();
    if (fullName !== '') user['name'] ??= fullName;
    return user;
  }

  private order({ rows }: Entry, problems: Problem[]): Record<string, unknown> {
    const order: Record<string, unknown> = {};
    const items: Record<string, unknown>[] = [];
    for (const [index, row] of rows.entries()) {
      const item: Record<string, unknown> = {};
      this.eachValue(row, index, problems, (part, value) => {
        if (part.path.startsWith('item.')) item[part.path.slice('item.'.length)] = value;
        else if (order[part.path] === undefined) order[part.path] = value;
        else if (order[part.path] !== value) {
          const message = `${part.label} is not the same in all rows of this order`;
          problems.push({ column: part.column, row: index, message });
        }
      });
      if (Object.keys(item).length > 0) items.push({ quantity: 1, ...item });
    }
    if (items.length > 0) order['items'] ??= items;
    if (order['amount'] === undefined && !this.parts.some(({ path }) => path === 'amount')) addUp(order);
    keepOneReference(order);
    return order;
  }

  private eachValue(
    row: Row | undefined,
    index: number,
    problems: Problem[],
    take: (part: Part, value: unknown) => void,
  ): void {
    for (const part of this.parts) {
      const cell = row?.cells[part.column];
      if (isBlank(cell)) continue;
      const value = part.read(cell);
      if (value instanceof Misread) {
        problems.push({ column: part.column, row: index, message: `${part.label} ${value.message}` });
      } else {
        take(part, value);
      }
    }
  }

  private inWords(issue: z.core.$ZodIssue, value: Record<string, unknown>, entry: Entry): Problem {
    const path = issue.path.map(String);
    const part = this.partOf(path);
    const row =
      path[0] === 'items' && entry.rows.length > 1 ? Math.min(Number(path[1] ?? 0), entry.rows.length - 1) : 0;
    if (path.length === 0) return { column: null, row, message: this.wholeInWords() };
    const label = part?.label ?? labelOf(this.plan, path);
    return {
      column: part?.column ?? null,
      row,
      message: `${label} ${issueInWords(issue, valueAt(value, issue.path))}`,
    };
  }

  private partOf(path: string[]): Part | undefined {
    const whole = path.join('.');
    const item = path[0] === 'items' ? `item.${path[2] ?? ''}` : undefined;
    return this.parts.find(
      ({ path: own }) =>
        own === whole ||
        own === item ||
        (own === 'items' && path[0] === 'items') ||
        whole.startsWith(`${own}.`) ||
        (whole === 'name' && own === 'lastName'),
    );
  }

  private wholeInWords(): string {
    if (this.plan.kind === 'orders') return 'The row does not say whose order it is';
    const named = this.parts
      .filter(({ path }) => ['email', 'externalId', 'id'].includes(path))
      .map(({ label }) => label);
    return named.length === 0
      ? 'The row does not say who it is'
      : `${named.join(' and ')} ${named.length === 1 ? 'is' : 'are'} empty`;
  }
}

function faultsOf({ fault }: Row, row: number): Problem[] {
  return fault === undefined ? [] : [{ column: null, row, message: `The row cannot be read: ${fault}` }];
}

/** `address.city` and `attributes.plan` go into objects; names of attributes may have dots of their own. */
function put(user: Record<string, unknown>, path: string, value: unknown): void {
  const dot = path.indexOf('.');
  if (dot === -1) {
    user[path] = value;
    return;
  }
  const [outer, inner] = [path.slice(0, dot), path.slice(dot + 1)];
  const object = isObject(user[outer]) ? user[outer] : {};
  object[inner] = value;
  user[outer] = object;
}

/** The total of an order whose file has none: that of its items, exact to the minor unit. */
function addUp(order: Record<string, unknown>): void {
  const items = Array.isArray(order['items']) ? (order['items'] as Record<string, unknown>[]) : [];
  let total = 0n;
  for (const { price, quantity } of items) {
    const isExact = typeof price === 'number' && hasAtMostTwoDecimals(price) && Number.isSafeInteger(quantity);
    if (!isExact) return;
    total += toMinorUnits(price) * BigInt(quantity as number);
  }
  if (items.length > 0) order['amount'] = toMajorUnits(total);
}

function keepOneReference(order: Record<string, unknown>): void {
  const [, ...others] = CUSTOMER_REFERENCES.filter((name) => order[name] !== undefined);
  for (const name of others) delete order[name];
}

function labelOf({ kind }: Plan, path: string[]): string {
  const id = path[0] === 'items' ? `item.${path[2] ?? ''}` : path.join('.');
  return targetOf(kind, id)?.label ?? targetOf(kind, path[0] ?? '')?.label ?? path.join('.');
}

/** The contract's own words where it has some; Zod's are for programmers. */
function issueInWords(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return TYPE_WORDS[issue.expected] ?? 'has a value that does not fit';
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) return `must be at most ${issue.maximum}`;
  return /^(Invalid|Too)\b/.test(issue.message) ? 'has a value that does not fit' : issue.message;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be yes or no',
  array: 'must be a list',
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined;
  return inner;
}
