import { stringify } from 'csv-stringify/sync';

/** Hands over rows, some at a time, and waits until each of them are taken. */
export type ReadRows<T extends object> = (take: (rows: T[]) => Promise<void>) => Promise<void>;

/**
 * Answers rows as CSV while they are read, so that never more of them are in memory than are handed over at
 * once. Without any row it is the heading alone.
 */
export function csvAnswer<T extends object>(columns: readonly (keyof T & string)[], readRows: ReadRows<T>) {
  return async (send: (text: string) => Promise<void>): Promise<void> => {
    let heading = `${columns.join(',')}\r\n`;
    await readRows(async (rows) => {
      await send(heading + toCsv(columns, rows));
      heading = '';
    });
    if (heading !== '') await send(heading);
  };
}

function toCsv(columns: readonly string[], rows: object[]): string {
  // A spreadsheet would run a name that begins with = as a formula, and reckon with a phone number as +91-98.
  return stringify(rows, { columns: [...columns], record_delimiter: 'windows', escape_formulas: true });
}
