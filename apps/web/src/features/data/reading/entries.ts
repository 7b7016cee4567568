import type { Plan } from './plan.ts';
import { cellText, type Entry, type Row } from './row.ts';

/** Gathers the rows of a file into entries: one each, or one for all rows of an order that stand together. */
export class Entries {
  private readonly idColumn: number;
  private count = 0;
  private open: Row[] = [];

  constructor({ isOneItemPerRow, columns, kind }: Plan) {
    const gathers = kind === 'orders' && isOneItemPerRow;
    this.idColumn = gathers ? columns.findIndex(({ target }) => target === 'externalId') : -1;
  }

  /** The entries that are complete by now. */
  add(rows: readonly Row[]): Entry[] {
    if (this.idColumn === -1) return rows.map((row) => this.entryOf([row]));
    const entries: Entry[] = [];
    for (const row of rows) {
      const [first] = this.open;
      if (first !== undefined && !this.belongTogether(first, row)) entries.push(...this.end());
      this.open.push(row);
    }
    return entries;
  }

  /** The last entry, when no row comes any more. */
  end(): Entry[] {
    if (this.open.length === 0) return [];
    const entry = this.entryOf(this.open);
    this.open = [];
    return [entry];
  }

  private belongTogether(first: Row, row: Row): boolean {
    const id = cellText(first.cells[this.idColumn]).trim();
    return id !== '' && id === cellText(row.cells[this.idColumn]).trim();
  }

  private entryOf(rows: readonly Row[]): Entry {
    const entry = { ordinal: this.count, rows };
    this.count += 1;
    return entry;
  }
}
