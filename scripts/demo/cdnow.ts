import type { SegmentRules, UserInput } from '@herald/shared';

import { runMain } from '../herald/run-main.ts';
import { type Purchase, readCdnow } from './cdnow-file.ts';
import { minorUnitsOf, sum } from './count-apart.ts';
import { type DemoHerald, withDemoHerald, withinRun } from './demo-herald.ts';
import { batchesOf } from './ingest-step.ts';
import { money, Report } from './report.ts';

/** Computed apart from Herald, with awk. */
const KNOWN = { customers: 23_570, orders: 69_659, spendInMinorUnits: 250_031_563 };

const SPENT_OVER_100: SegmentRules = only({ field: 'totalSpend', operator: '>', value: 100 });
const KNOWN_SEGMENTS: { name: string; rules: SegmentRules; size: number }[] = [
  { name: 'totalSpend > 100', rules: SPENT_OVER_100, size: 6_233 },
  { name: 'totalSpend >= 500', rules: only({ field: 'totalSpend', operator: '>=', value: 500 }), size: 734 },
  { name: 'exactly one order', rules: only({ field: 'orderCount', operator: '=', value: 1 }), size: 11_908 },
  {
    name: 'last order before 1998-01-01',
    rules: only({ field: 'lastOrderAt', operator: 'before', value: '1998-01-01' }),
    size: 18_196,
  },
];

const ROWS_PER_CALL = 5_000;
const PROGRESS_MS = 100;

/** The same path with real purchases, whose figures are known from the literature. */
await runMain(async () => {
  const purchases = await readCdnow(process.argv[2]);
  const report = new Report();
  report.title('Herald with real purchases: the CDNOW customers of 1997 (Fader and Hardie, 2001)');
  return withDemoHerald(report, async (herald) => {
    report.section('1  Ingest through the REST API');
    await ingest(herald, report, purchases);
    report.section('2  Totals, read back from GET /api/customers');
    await checkTotals(herald, report);
    report.section('3  Segments');
    for (const { name, rules, size } of KNOWN_SEGMENTS) {
      const { audienceSize } = await herald.api.preview(withinRun(rules, herald));
      report.check(name, audienceSize, size, 'customers');
    }
    report.section('4  A campaign to everybody with totalSpend > 100');
    await campaign(herald, report);
  });
});

function only(rule: SegmentRules['rules'][number]): SegmentRules {
  return { combinator: 'and', rules: [rule] };
}

async function ingest(herald: DemoHerald, report: Report, purchases: Purchase[]): Promise<void> {
  const { runTag } = herald;
  const firstDays = new Map<string, string>();
  for (const { customer, day } of purchases)
    if (day < (firstDays.get(customer) ?? '9999')) firstDays.set(customer, day);
  const users = [...firstDays].map(([customer, day]): UserInput => ({
    externalId: `${runTag}:${customer}`,
    // The file knows no addresses; a campaign needs one, and this one reaches nobody.
    email: `cdnow-${customer}@${runTag}.example`,
    tags: [runTag],
    createdAt: day,
  }));
  const orders = purchases.map(({ line, customer, day, dollars }) => ({
    externalId: `${runTag}:line-${line}`,
    customerExternalId: `${runTag}:${customer}`,
    amount: dollars,
    orderedAt: day,
  }));
  const customersStored = await send(report, 'customers', users, (batch) => herald.api.sendCustomers(batch), herald);
  report.check('customers stored', customersStored.rows, KNOWN.customers, customersStored.rate);
  const ordersStored = await send(report, 'orders', orders, (batch) => herald.api.sendOrders(batch), herald);
  report.check('orders stored', ordersStored.rows, KNOWN.orders, ordersStored.rate);
}

/** Sends batches one after the other and waits until the worker has written them. */
async function send<T>(
  report: Report,
  what: string,
  rows: T[],
  sendBatch: (batch: T[]) => Promise<{ ingestionId: string }>,
  { api }: DemoHerald,
): Promise<{ rows: number; rate: string }> {
  const startedAtMs = performance.now();
  const accepted: string[] = [];
  for (const batch of batchesOf(rows, ROWS_PER_CALL)) {
    accepted.push((await sendBatch(batch)).ingestionId);
    report.progress(`sending ${what}`, accepted.length * ROWS_PER_CALL, rows.length);
  }
  const ingestions = await Promise.all(accepted.map((id) => api.waitForIngestion(id)));
  const stored = sum(ingestions.map((ingestion) => ingestion.stored));
  return { rows: stored, rate: rateOf(stored, startedAtMs, 'rows') };
}

async function checkTotals({ api, runTag, isShared }: DemoHerald, report: Report): Promise<void> {
  let [customers, orders, spendInMinorUnits] = [0, 0, 0];
  const startedAtMs = performance.now();
  for await (const customer of api.customers(isShared ? `@${runTag}.example` : undefined)) {
    customers += 1;
    orders += customer.orderCount;
    spendInMinorUnits += minorUnitsOf(customer.totalSpend);
    if (customers % 1_000 === 0) report.progress('reading', customers, KNOWN.customers);
  }
  report.check('customers', customers, KNOWN.customers, rateOf(customers, startedAtMs, 'rows'));
  report.check('orders', orders, KNOWN.orders);
  report.check('spent in all, dollars', money(spendInMinorUnits), money(KNOWN.spendInMinorUnits));
}

async function campaign(herald: DemoHerald, report: Report): Promise<void> {
  const { api } = herald;
  const expected = KNOWN_SEGMENTS[0]?.size ?? 0;
  const segment = await api.createSegment('CDNOW: spent more than 100', withinRun(SPENT_OVER_100, herald));
  report.check('segment saved', segment.audienceSize, expected, 'customers, frozen');

  const startedAtMs = performance.now();
  const { id } = await api.launchCampaign({
    name: 'Thank you',
    messageTemplate: 'Hi {name|there}, you bought from us {{ orderCount }} times. Thank you!',
    segmentId: segment.id,
  });
  let shownAtMs = 0;
  const done = await api.waitForCampaign(id, ({ sentCount, failedCount, audienceSize }) => {
    if (performance.now() - shownAtMs < PROGRESS_MS) return;
    shownAtMs = performance.now();
    report.progress('delivering', sentCount + failedCount, audienceSize);
  });
  report.check('campaign', done.status, 'COMPLETED', rateOf(done.audienceSize, startedAtMs, 'messages'));
  report.note('sent', done.sentCount);
  report.note('failed', done.failedCount, 'the mock vendor fails one in ten');
  report.check('sent + failed', done.sentCount + done.failedCount, expected);
  report.check('audience of the campaign', done.audienceSize, expected);
  report.check('rows in its log', done.summary.total, expected);
  report.check('rows sent and failed', done.summary.sent + done.summary.failed, expected);
}

function rateOf(count: number, startedAtMs: number, what: string): string {
  const seconds = (performance.now() - startedAtMs) / 1000;
  return `${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString('en')} ${what}/s`;
}
