/** One value of a row: text from CSV; whatever JSON knows from JSON; undefined where there is none. */
export type Cell = string | number | boolean | object | null | undefined;

/** One row as it stands in the file. */
export interface Row {
  /** As a spreadsheet numbers it (the header is 1), or as the place in a JSON list, from 1. */
  number: number;
  /** In the order of the columns. */
  cells: readonly Cell[];
  /** Why it cannot be taken, whatever its columns mean. */
  fault?: string;
}

/** The rows of a file that become one customer or one order; an order with several items may have several. */
export interface Entry {
  /** From 0. */
  ordinal: number;
  rows: readonly Row[];
}

export function isBlank(cell: Cell): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** A value in one line, as lists and inputs show it. */
export function cellText(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'string') return cell;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
