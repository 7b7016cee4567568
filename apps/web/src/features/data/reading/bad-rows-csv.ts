import { unparse } from 'papaparse';

import { readEntries, type Reading } from './check.ts';
import { Converter } from './convert.ts';
import { cellText } from './row.ts';
import { OWN_COLUMNS } from './targets.ts';

/** All rows that cannot be sent, with all of their values and why; reads the file once more. */
export async function badRowsAsCsv(reading: Reading, isBad: ReadonlySet<number>): Promise<string[]> {
  const converter = new Converter(reading.plan, reading.columns);
  const names = reading.columns.map(({ name }) => name);
  // Excel takes a file for UTF-8 only when it begins like this.
  const parts = [`\uFEFF${unparse([[...names, OWN_COLUMNS.row, OWN_COLUMNS.problem]])}\r\n`];
  for await (const { entries } of readEntries(reading)) {
    const lines = entries
      .filter(({ ordinal }) => isBad.has(ordinal))
      .flatMap((entry) => {
        const { problems } = converter.check(entry);
        const why =
          problems.length > 0
            ? problems.map(({ message }) => message).join('; ')
            : 'Stands apart from other rows of its order';
        return entry.rows.map(({ number, cells }) => [
          ...names.map((_, index) => cellText(cells[index])),
          String(number),
          why,
        ]);
      });
    if (lines.length > 0) parts.push(`${unparse(lines)}\r\n`);
  }
  return parts;
}
