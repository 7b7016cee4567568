import type { OrderStatus } from '@herald/shared';

import { parseNumber } from './amounts.ts';
import { isObject } from './json-rows.ts';
import { parseMoment } from './moments.ts';
import { type ColumnPlan, type Plan, valueKindOf } from './plan.ts';
import { type Cell, cellText } from './row.ts';
import { ATTRIBUTE, bareName, TARGETS, type ValueKind } from './targets.ts';
import { knownStatus, yesOrNo } from './words.ts';

/** A value that does not say what its column is to say; `message` goes on from the column's name. */
export class Misread {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Reads a value that is there. */
export type ReadValue = (cell: Cell) => unknown;

export function valueReader(column: ColumnPlan, plan: Plan): ReadValue {
  switch (valueKindOf(column, plan.kind)) {
    case 'list':
      return readList;
    case 'yes or no':
      return readYesOrNo;
    case 'amount':
      return numberReader(column, `${nounOf(column)}${hintOf(column.decimalMark)}`);
    case 'whole number':
      return numberReader(column, 'a whole number');
    case 'moment':
      return momentReader(column, plan.timeZone);
    case 'status':
      return statusReader(plan.statuses);
    case 'items':
      return readItems;
    case 'text':
    case undefined:
      return readText;
  }
}

const readText: ReadValue = (cell) => {
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'object' ? new Misread('must be text') : String(cell);
};

const readList: ReadValue = (cell) => {
  if (Array.isArray(cell)) return cell.map((entry: Cell) => (typeof entry === 'object' ? entry : String(entry).trim()));
  if (typeof cell === 'object') return new Misread('must be a list');
  const entries = String(cell).split(/[,;|]/);
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
};

const readYesOrNo: ReadValue = (cell) => {
  if (typeof cell === 'boolean') return cell;
  return yesOrNo(cellText(cell)) ?? new Misread(`must be yes or no, and is “${short(cell)}”`);
};

function nounOf({ target }: ColumnPlan): string {
  return target === ATTRIBUTE ? 'a number' : 'an amount';
}

function numberReader({ decimalMark }: ColumnPlan, what: string): ReadValue {
  return (cell) => {
    if (typeof cell === 'number') return cell;
    if (decimalMark === 'unsure') return new Misread('is read once you say how decimals are written');
    const value = typeof cell === 'string' ? parseNumber(cell, decimalMark === 'comma' ? 'comma' : 'point') : undefined;
    return value ?? new Misread(`must be ${what}, and is “${short(cell)}”`);
  };
}

function hintOf(decimalMark: ColumnPlan['decimalMark']): string {
  if (decimalMark === 'comma') return ' such as 1.234,50';
  return decimalMark === 'point' ? ' such as 1,234.50' : '';
}

function momentReader({ dayOrder }: ColumnPlan, timeZone: string): ReadValue {
  return (cell) => {
    if (dayOrder === 'unsure') return new Misread('is read once you say whether the day or the month comes first');
    if (typeof cell !== 'string' && typeof cell !== 'number') return new Misread('must be a date');
    const hint = dayOrder === 'none' ? '' : ` with the ${dayOrder}`;
    return (
      parseMoment(String(cell), dayOrder, timeZone) ??
      new Misread(`must be a real date${hint}, and is “${short(cell)}”`)
    );
  };
}

function statusReader(statuses: Readonly<Record<string, OrderStatus>>): ReadValue {
  return (cell) => {
    const word = cellText(cell).trim();
    return (
      statuses[word.toLowerCase()] ??
      knownStatus(word) ??
      new Misread(`“${short(cell)}” is no status that Herald knows`)
    );
  };
}

const ITEM_TARGETS = TARGETS.orders.filter(({ id }) => id.startsWith('item.'));

/** A list of items as JSON has it; the names of their values are recognised as those of columns are. */
const readItems: ReadValue = (cell) => {
  const list = typeof cell === 'string' ? parsed(cell) : cell;
  if (!Array.isArray(list)) return new Misread('must be a list of items');
  return list.map((item: unknown) => (isObject(item) ? readItem(item) : item));
};

function readItem(item: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const { id, names, kind } of ITEM_TARGETS) {
    const key = Object.keys(item).find((name) => names.includes(bareName(name)) || `item.${name}` === id);
    if (key === undefined || item[key] === null) continue;
    read[id.slice('item.'.length)] = readItemValue(item[key], kind);
  }
  return read['quantity'] === undefined ? { ...read, quantity: 1 } : read;
}

/** APIs write amounts as text, and without separators of groups. */
function readItemValue(value: unknown, kind: ValueKind): unknown {
  if (kind === 'text') return typeof value === 'number' ? String(value) : value;
  return typeof value === 'string' ? (parseNumber(value, 'point') ?? value) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function short(cell: Cell): string {
  const text = typeof cell === 'string' ? cell.trim() : JSON.stringify(cell);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
