import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Purchase {
  /** From 1; the only natural key, because somebody can buy twice a day. */
  line: number;
  /** As in the file, `00001`. */
  customer: string;
  /** `1997-01-01`. */
  day: string;
  /** US dollars. */
  dollars: number;
}

const DEFAULT_FILE = path.resolve(import.meta.dirname, '../../../shared/data/cdnow_master.txt');

/** Customer, date, number of CDs, dollars. */
const LINE = /^\s*(\d{5})\s+(\d{4})(\d{2})(\d{2})\s+(\d+)\s+(\d+(?:\.\d{1,2})?)\s*$/;

/** @throws Error in two sentences when there is no such file. */
export async function readCdnow(file = DEFAULT_FILE): Promise<Purchase[]> {
  if (!existsSync(file)) {
    throw new Error(
      `There is no ${file}. Get the public CDNOW data set of Fader and Hardie (cdnow_master.txt: 23,570 customers, ` +
        '69,659 transactions; search for "CDNOW dataset brucehardie.com") and run: pnpm demo:cdnow path/to/cdnow_master.txt',
    );
  }
  const purchases: Purchase[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    if (text.trim() !== '') purchases.push(parsePurchase(text, line));
  }
  return purchases;
}

export function parsePurchase(text: string, line: number): Purchase {
  const [, customer, year, month, day, , dollars] = LINE.exec(text) ?? [];
  if (customer === undefined) throw new Error(`Line ${line} is no CDNOW transaction: "${text}".`);
  return { line, customer, day: `${year}-${month}-${day}`, dollars: Number(dollars) };
}
