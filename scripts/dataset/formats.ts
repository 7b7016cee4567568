import type { OrderInput, UserInput } from '@herald/shared';

export type Row = UserInput | OrderInput;

/** How rows become the text of a file. */
export interface Format {
  extension: string;
  lines(rows: Iterable<Row>): Generator<string>;
}

export const FORMATS: Record<'json' | 'csv' | 'ndjson', Format> = {
  json: { extension: 'json', lines: jsonArray },
  ndjson: { extension: 'ndjson', lines: ndjson },
  csv: { extension: 'csv', lines: csv },
};
export type FormatName = keyof typeof FORMATS;

/** One array, which `POST /api/user` and `POST /api/order` take as it is (10,000 rows at most). */
function* jsonArray(rows: Iterable<Row>): Generator<string> {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* ndjson(rows: Iterable<Row>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

const USER_COLUMNS = [
  'externalId',
  'name',
  'email',
  'phone',
  'address.line1',
  'address.city',
  'address.state',
  'address.country',
  'address.postalCode',
  'visits',
  'tags',
  'attributes',
  'createdAt',
];
const ORDER_COLUMNS = ['externalId', 'customerExternalId', 'status', 'amount', 'orderedAt', 'items'];

/** With a header; lists and objects within a field are JSON. */
function* csv(rows: Iterable<Row>): Generator<string> {
  let columns: string[] | undefined;
  for (const row of rows) {
    if (columns === undefined) {
      columns = 'orderedAt' in row ? ORDER_COLUMNS : USER_COLUMNS;
      yield `${columns.join(',')}\r\n`;
    }
    yield `${columns.map((column) => csvField(valueAt(row, column))).join(',')}\r\n`;
  }
}

function valueAt(row: Row, column: string): unknown {
  return column.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row);
}

/** RFC 4180. */
function csvField(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
