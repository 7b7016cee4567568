import { parseArgs } from 'node:util';

import { FORMATS, type FormatName } from './formats.ts';
import { type DatasetOptions, DEFAULT_LAST_DAY, DEFAULT_ORDERS_PER_CUSTOMER, DEFAULT_SEED } from './generate.ts';

export interface Command {
  dataset: Required<DatasetOptions>;
  folder: string;
  format: FormatName;
}

const MOST_CUSTOMERS = 100_000_000;
const MOST_ORDERS_PER_CUSTOMER = 100;
const DEFAULT_FOLDER = '.data/dataset';

export const HELP = `Makes believable customers and orders. The same seed gives the same files, byte for byte.

  pnpm generate-dataset [options]

  --customers N            how many (1000)
  --orders-per-customer N  the mean, 0 to ${MOST_ORDERS_PER_CUSTOMER} (${DEFAULT_ORDERS_PER_CUSTOMER})
  --seed N                 a whole number (${DEFAULT_SEED})
  --last-day DATE          the last of the three years with data (${DEFAULT_LAST_DAY})
  --format FORMAT          ${Object.keys(FORMATS).join(', ')} (json)
  --out DIR                where customers.* and orders.* go (${DEFAULT_FOLDER})
  --help                   this text

The json files are what POST /api/user and POST /api/order take, up to 10,000 rows a call:

  curl -H "Authorization: Bearer $(cat .data/api-key)" -H 'Content-Type: application/json' \\
    -d @${DEFAULT_FOLDER}/customers.json http://127.0.0.1:3000/api/user
`;

/** @returns undefined when help is asked for. @throws Error in one sentence for what cannot be. */
export function parseCommandLine(args: string[]): Command | undefined {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string', default: '1000' },
      'orders-per-customer': { type: 'string', default: String(DEFAULT_ORDERS_PER_CUSTOMER) },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      'last-day': { type: 'string', default: DEFAULT_LAST_DAY },
      format: { type: 'string', default: 'json' },
      out: { type: 'string', default: DEFAULT_FOLDER },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    dataset: {
      customers: wholeNumber('--customers', values.customers, 0, MOST_CUSTOMERS),
      ordersPerCustomer: numberBetween(
        '--orders-per-customer',
        values['orders-per-customer'],
        0,
        MOST_ORDERS_PER_CUSTOMER,
      ),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 32 - 1),
      lastDay: calendarDate('--last-day', values['last-day']),
    },
    folder: values.out,
    format: knownFormat(values.format),
  };
}

function numberBetween(name: string, text: string, low: number, high: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= low && value <= high) return value;
  throw new Error(`${name} must be a number from ${low} to ${high}, not "${text}".`);
}

function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = numberBetween(name, text, low, high);
  if (Number.isInteger(value)) return value;
  throw new Error(`${name} must be a whole number, not "${text}".`);
}

function calendarDate(name: string, text: string): string {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text.length === 10) return text;
  throw new Error(`${name} must be a date as ${DEFAULT_LAST_DAY}, not "${text}".`);
}

function knownFormat(text: string): FormatName {
  if (Object.hasOwn(FORMATS, text)) return text as FormatName;
  throw new Error(`--format must be one of ${Object.keys(FORMATS).join(', ')}, not "${text}".`);
}
