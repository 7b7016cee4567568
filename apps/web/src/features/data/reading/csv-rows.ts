import { Parser } from 'papaparse';

import { UnreadableError } from './file-text.ts';
import { isBlank, type Row } from './row.ts';

/** A row of more is one whose quote is never closed. */
const MAX_ROW_LENGTH = 1_000_000;

/** Turns the text of a CSV into rows, piece by piece, whatever the pieces' borders fall on. */
export class CsvRows {
  private readonly parser: Parser;
  /** The begin of a row whose end has not come yet. */
  private rest = '';
  private count = 0;

  constructor(delimiter: string, newline: '\n' | '\r') {
    this.parser = new Parser({ delimiter, newline });
  }

  /** The rows that are complete by now, without empty ones. @throws {UnreadableError} */
  read(text: string, isLast: boolean): Row[] {
    const input = this.rest + text;
    const { data, errors, meta } = this.parser.parse(input, 0, !isLast) as ParsedPiece;
    this.rest = isLast ? '' : input.slice(meta.cursor);
    if (this.rest.length > MAX_ROW_LENGTH) {
      throw new UnreadableError(`Row ${this.count + data.length + 1} does not end. Is a quote in it never closed?`);
    }
    const faults = new Map(errors.map(({ row }) => [row, 'a quote in it is not closed, or not doubled']));
    const rows: Row[] = [];
    for (const [index, cells] of data.entries()) {
      this.count += 1;
      withoutCarriageReturn(cells);
      if (cells.every(isBlank)) continue;
      const fault = faults.get(index);
      rows.push({ number: this.count, cells, ...(fault !== undefined && { fault }) });
    }
    return rows;
  }
}

interface ParsedPiece {
  data: string[][];
  errors: { row: number }[];
  meta: { cursor: number };
}

/** Files of Windows end their lines with two characters, and some files mix both ways. */
function withoutCarriageReturn(cells: string[]): void {
  const last = cells.at(-1);
  if (last?.endsWith('\r')) cells.splice(-1, 1, last.slice(0, -1));
}
