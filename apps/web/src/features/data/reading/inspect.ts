import { parse } from 'papaparse';

import { CsvRows } from './csv-rows.ts';
import { type Encoding, readHead, readText, refuseByLooks, type Source, UnreadableError } from './file-text.ts';
import { JsonColumns, type JsonShape, JsonTexts } from './json-rows.ts';
import { cellText, isBlank, type Row } from './row.ts';
import { Pauses } from './pauses.ts';
import { bareName, type DataKind, TARGETS } from './targets.ts';

export type Delimiter = ',' | ';' | '\t' | '|';
export const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

/** How a file is to be read. */
export type Format =
  | { kind: 'csv'; encoding: Encoding; delimiter: Delimiter; newline: '\n' | '\r'; hasHeader: boolean }
  | { kind: 'json'; encoding: Encoding; shape: JsonShape };

export interface Column {
  name: string;
  /** Values that are there, each once; to guess from, and to show. */
  samples: readonly string[];
}

/** What the head of a file says of all of it. */
export interface Inspected {
  source: Source;
  format: Format;
  columns: readonly Column[];
  /** The first rows. */
  head: readonly Row[];
}

const HEAD_ROWS = 1_000;
const MOST_SAMPLES = 200;
const MOST_COLUMNS = 200;

/**
 * Looks at the head of a file: what it is, and which columns it has.
 *
 * @param given what somebody knows better than the guess
 * @throws {UnreadableError} for what Herald cannot read
 */
export async function inspect(source: Source, kind: DataKind, given: Partial<CsvChoices> = {}): Promise<Inspected> {
  refuseByLooks(source);
  const { text, encoding, isAll } = await readHead(source);
  const first = text.trimStart()[0];
  const isJson = (first === '[' || first === '{') && !/\.(csv|tsv|tab)$/i.test(source.name);
  return isJson ? inspectJson(source, encoding, text, isAll) : inspectCsv(source, encoding, text, isAll, kind, given);
}

export interface CsvChoices {
  delimiter: Delimiter;
  hasHeader: boolean;
}

function inspectCsv(
  source: Source,
  encoding: Encoding,
  text: string,
  isAll: boolean,
  kind: DataKind,
  given: Partial<CsvChoices>,
): Inspected {
  const delimiter = given.delimiter ?? guessDelimiter(text);
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const rows = new CsvRows(delimiter, newline).read(text, isAll).slice(0, HEAD_ROWS);
  const [first] = rows;
  if (first === undefined) throw new UnreadableError(`The first row of “${source.name}” does not end.`);
  const hasHeader = given.hasHeader ?? looksLikeHeader(first, rows[1], kind);
  const width = first.cells.length;
  const head = (hasHeader ? rows.slice(1) : rows).map((row) => withFault(row, width));
  if (head.length === 0) throw noRows(source, isAll);
  const names = hasHeader ? first.cells.map(cellText) : first.cells.map(() => '');
  if (names.length > MOST_COLUMNS) throw tooManyColumns(source, names.length);
  const format: Format = { kind: 'csv', encoding, delimiter, newline, hasHeader };
  return { source, format, columns: withSamples(uniqueNames(names), head), head };
}

function noRows({ name }: Source, isAll: boolean): UnreadableError {
  if (isAll) return new UnreadableError(`“${name}” has a header, and no row below it.`);
  return new UnreadableError(`The first row of “${name}” does not end. Is a quote in it never closed?`);
}

function inspectJson(source: Source, encoding: Encoding, text: string, isAll: boolean): Inspected {
  const shape = shapeOf(text);
  const names = new JsonColumns();
  const texts = new JsonTexts(shape).read(text, isAll).slice(0, HEAD_ROWS);
  const head = texts.map((value, index) => names.toRow(value, index + 1));
  if (head.length === 0) throw new UnreadableError(`“${source.name}” is a list with nothing in it.`);
  if (names.names.length === 0) {
    throw new UnreadableError(`“${source.name}” is no list of objects, as [{"email": "ada@example.com"}].`);
  }
  if (names.names.length > MOST_COLUMNS) throw tooManyColumns(source, names.names.length);
  return { source, format: { kind: 'json', encoding, shape }, columns: withSamples(names.names, head), head };
}

const tooManyColumns = ({ name }: Source, count: number) =>
  new UnreadableError(`“${name}” has ${count} columns, and Herald takes ${MOST_COLUMNS}. Is the delimiter right?`);

function shapeOf(text: string): JsonShape {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart();
  if (trimmed.startsWith('[')) return 'list';
  const [line = ''] = trimmed.split('\n', 1);
  try {
    JSON.parse(line);
    return 'lines';
  } catch {
    return 'values';
  }
}

function guessDelimiter(text: string): Delimiter {
  const { meta } = parse(text.slice(0, 64 * 1024), {
    preview: 20,
    delimitersToGuess: [...DELIMITERS],
    skipEmptyLines: true,
  });
  return DELIMITERS.find((delimiter) => delimiter === meta.delimiter) ?? ',';
}

/** A first row is a header when it has a name that columns have, or no value that looks like data. */
function looksLikeHeader(first: Row, second: Row | undefined, kind: DataKind): boolean {
  const names = first.cells.map((cell) => bareName(cellText(cell)));
  const known = TARGETS[kind].flatMap((target) => target.names);
  if (names.some((name) => known.includes(name))) return true;
  if (second === undefined) return false;
  return !first.cells.some((cell) => /@|^[\d\s.,:/+-]+$/.test(cellText(cell)));
}

function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((given, index) => {
    const name = given.trim() || `Column ${index + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}

function withSamples(names: readonly string[], head: readonly Row[]): Column[] {
  return names.map((name, index) => {
    const samples = new Set<string>();
    for (const { cells } of head) {
      if (!isBlank(cells[index])) samples.add(cellText(cells[index]));
      if (samples.size === MOST_SAMPLES) break;
    }
    return { name, samples: [...samples] };
  });
}

export interface RowsRead {
  rows: Row[];
  bytesRead: number;
}

/**
 * All rows of a file, a few at a time and in their order. Lets the page breathe in between.
 *
 * @param onNewColumns told of the columns that rows further down have, and the head has not
 */
export async function* readRows(
  { source, format, columns }: Pick<Inspected, 'source' | 'format' | 'columns'>,
  { signal, onNewColumns }: { signal?: AbortSignal; onNewColumns?: (names: string[]) => void } = {},
): AsyncGenerator<RowsRead> {
  const reader = format.kind === 'csv' ? csvReader(format, columns.length) : jsonReader(format, columns, onNewColumns);
  const pauses = new Pauses(signal);
  for await (const { text, isLast, bytesRead } of readText(source, format.encoding)) {
    await pauses.perhaps();
    yield { rows: reader(text, isLast), bytesRead };
  }
}

type Reader = (text: string, isLast: boolean) => Row[];

function csvReader({ delimiter, newline, hasHeader }: Format & { kind: 'csv' }, width: number): Reader {
  const csv = new CsvRows(delimiter, newline);
  let isHeaderAhead = hasHeader;
  return (text, isLast) => {
    const rows = csv.read(text, isLast);
    const data = isHeaderAhead ? rows.slice(1) : rows;
    if (rows.length > 0) isHeaderAhead = false;
    return data.map((row) => withFault(row, width));
  };
}

/** A row with more values than there are columns says something else than it seems to. */
function withFault(row: Row, width: number): Row {
  if (row.fault !== undefined || row.cells.slice(width).every(isBlank)) return row;
  return { ...row, fault: `it has ${row.cells.length} values for ${width} columns; is a delimiter in one of them?` };
}

function jsonReader(
  { shape }: Format & { kind: 'json' },
  columns: readonly Column[],
  onNewColumns: (names: string[]) => void = () => {},
): Reader {
  const texts = new JsonTexts(shape);
  const names = new JsonColumns(columns.map(({ name }) => name));
  let known = columns.length;
  let count = 0;
  return (text, isLast) => {
    const rows = texts.read(text, isLast).map((value) => names.toRow(value, (count += 1)));
    if (names.names.length > known) {
      onNewColumns(names.names.slice(known));
      known = names.names.length;
    }
    return rows;
  };
}
