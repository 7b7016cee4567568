import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { AcceptedOutput, DashboardStatsOutput, IngestionOutput, OrderInput, UserInput } from '@herald/shared';

import { StartError } from './start-error.ts';

export interface DemoDataset {
  users: UserInput[];
  orders: OrderInput[];
}

const CUSTOMERS = 500;
const SEED = 1;
const ROWS_PER_CALL = 1_000;
const POLL_MS = 100;
const WRITTEN_TIMEOUT_MS = 120_000;

/** Believable customers and orders; the same at every start, so that loading twice changes nothing. */
export async function makeDemoDataset(): Promise<DemoDataset> {
  const { generateDataset } = await import('../generate-dataset.ts');
  const { users, orders } = generateDataset({ customers: CUSTOMERS, seed: SEED });
  return { users: [...users], orders: [...orders] };
}

/**
 * Remembers beside an embedded database that the demo was loaded or declined, so that a
 * shop's own Herald never gets it later. `loading` is what a killed start leaves.
 */
export class DemoMarker {
  private readonly file: string;

  constructor(folder: string) {
    this.file = path.join(folder, 'demo-data');
  }

  read(): 'loading' | 'settled' | undefined {
    try {
      return readFileSync(this.file, 'utf8').trim() === 'loading' ? 'loading' : 'settled';
    } catch {
      return undefined;
    }
  }

  write(state: 'loading' | 'settled'): void {
    writeFileSync(this.file, `${state}\n`);
  }
}

export interface DemoOptions {
  baseUrl: string;
  /** Beside an embedded database, where alone the demo is loaded. */
  apiKey: string | undefined;
  /** `--empty`. */
  declined: boolean;
  /** Undefined when the database is the shop's own: invented people have no place there. */
  marker: DemoMarker | undefined;
  makeDataset: () => Promise<DemoDataset>;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** Loads the demo through the real ingestion API, the first time only. */
export async function loadDemoDataOnce(options: DemoOptions): Promise<void> {
  const { marker, declined } = options;
  if (marker === undefined) return;
  const state = marker.read();
  const wanted = !declined && (state === 'loading' || (state === undefined && (await hasNoCustomers(options))));
  if (wanted) {
    marker.write('loading');
    await loadDemoData(options);
  }
  if (state !== 'settled') marker.write('settled');
}

async function hasNoCustomers(options: DemoOptions): Promise<boolean> {
  const stats = await call<DashboardStatsOutput>(options, '/api/dashboard/stats');
  return stats.totalCustomers === 0;
}

async function loadDemoData(options: DemoOptions): Promise<void> {
  const { makeDataset, say } = options;
  say('Loading demo data through the API');
  const { users, orders } = await makeDataset();
  const customersStored = await ingest(options, '/api/user', users);
  const ordersStored = await ingest(options, '/api/order', orders);
  say(`Loaded ${customersStored} customers with ${ordersStored} orders (start with --empty to go without)`);
}

/** @returns how many rows are stored in the end. */
async function ingest(options: DemoOptions, address: string, rows: unknown[]): Promise<number> {
  let stored = 0;
  for (let from = 0; from < rows.length; from += ROWS_PER_CALL) {
    const body = JSON.stringify(rows.slice(from, from + ROWS_PER_CALL));
    const { ingestionId } = await call<AcceptedOutput>(options, address, body);
    stored += await untilWritten(options, ingestionId);
  }
  return stored;
}

async function untilWritten(options: DemoOptions, ingestionId: string): Promise<number> {
  const deadline = Date.now() + WRITTEN_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const ingestion = await call<IngestionOutput>(options, `/api/ingestions/${ingestionId}`);
    if (ingestion.state === 'COMPLETED') return ingestion.stored;
    await delay(POLL_MS, undefined, { signal: options.signal });
  }
  throw new StartError(`The worker did not write the demo data within ${WRITTEN_TIMEOUT_MS / 1000} s.`);
}

/** A GET, or a POST of a body. */
async function call<T>({ baseUrl, apiKey, signal }: DemoOptions, address: string, body?: string): Promise<T> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const init = body === undefined ? {} : { method: 'POST', body };
  const response = await fetch(baseUrl + address, { ...init, headers, signal });
  if (response.ok) return (await response.json()) as T;
  const reason = (await response.text()).slice(0, 500);
  throw new StartError(`The demo data could not be loaded: ${address} answered ${response.status} ${reason}.`);
}
