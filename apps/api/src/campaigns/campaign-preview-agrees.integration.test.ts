import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXCLUSION_REASONS, newId, parseMessageTemplate, previewCampaignOutput } from '@herald/shared';
import type { ExclusionReason, PreviewCampaignOutput } from '@herald/shared';
import { createPool, exclusionOf, isHeldOut, RecipientRepository, templateDataOf } from '@herald/platform';

import { emptyDatabase, query } from '../../../../scripts/testing/fixtures/database.ts';
import { startTestApi } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { launchWithoutQueue } from '../../../../scripts/testing/fixtures/launch-without-queue.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';
import { ask } from '../segments/testing/example-segments.ts';
import { SegmentsApi } from '../segments/testing/segments-api.ts';
import { CampaignsApi } from './testing/campaigns-api.ts';

// What the preview of a campaign says and what its launch writes, of any shop, template and policy.

const SEED = 20_261_128;
const SHOPS = 40;
const MOST_CUSTOMERS = 45;

const { databaseUrl } = testServers();
const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-test' });
const recipients = new RecipientRepository(pool);
let herald: RunningHerald;
let api: CampaignsApi;
let segments: SegmentsApi;

beforeAll(async () => {
  herald = await startTestApi();
  api = new CampaignsApi(herald.url);
  segments = new SegmentsApi(herald.url);
});
afterEach(() => emptyDatabase(databaseUrl));
afterAll(async () => {
  await pool.end();
  await herald.stop();
});

const TEXTS = [null, '', ' ', 'Asha Rao', '\u00a0\ufeff', '\u2003Ravi', '😀', 'x'] as const;
const ATTRIBUTES = ['', 'gold', '😀', 0, 3, false, true] as const;
const KEYS = ['plan', 'shoe size', 'size', '0'] as const;

const customer = fc.record({
  name: fc.constantFrom(...TEXTS),
  email: fc.constantFrom(null, 'a@example.com'),
  phone: fc.constantFrom(null, '', '+91 20 1'),
  city: fc.constantFrom(undefined, ...TEXTS),
  tags: fc.array(fc.constantFrom('', 'vip', 'tea'), { maxLength: 3 }),
  visits: fc.nat(2),
  attributes: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...ATTRIBUTES)),
  orders: fc.nat(2),
  unsubscribed: fc.boolean(),
  isErased: fc.constantFrom(false, false, false, true),
});
type Customer = typeof customer extends fc.Arbitrary<infer T> ? T : never;

const VALUES = [
  'name',
  'firstName',
  'firstName.size',
  'firstName[1]',
  'email',
  'phone',
  'phone.size',
  'phone.first',
  'city',
  'city[0]',
  'city[1]',
  'city[-1]',
  'state',
  'tags',
  'tags.size',
  'tags.first',
  'tags.last',
  'tags[1]',
  'tags[-2]',
  'tags[1.5]',
  'tags[3000000000]',
  'tags[-3000000000]',
  'tags[2147483647]',
  'visits',
  'visits.size',
  'totalSpend',
  'orderCount',
  'averageOrderValue',
  'firstOrderAt',
  'lastOrderAt',
  'lastOrderAt[9]',
  'attributes.plan',
  'attributes.plan.size',
  'attributes.plan.length',
  'attributes.plan[0]',
  'attributes.plan.first',
  'attributes.plan.size.size',
  'attributes["shoe size"]',
  'attributes.size',
  'attributes.first',
  'attributes[0]',
  'attributes.nobody',
];
const piece = fc
  .constantFrom(...VALUES)
  .chain((value) =>
    fc.constantFrom(`{{ ${value} }}`, `{{ ${value} | default: "x" }}`, `{% if ${value} %}!{% endif %}`, 'Hi '),
  );
const policy = fc.record({
  messageTemplate: fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `Hi ${pieces.join('')}`),
  reachBy: fc.constantFrom(undefined, 'email', 'phone'),
  holdoutPercent: fc.constantFrom(0, 1, 33, 50, 90),
});
const kind = fc.constantFrom('static' as const, 'dynamic' as const);

async function writeShop(customers: Customer[]): Promise<void> {
  const ids = customers.map(() => newId());
  const rows = JSON.stringify(
    customers.map((each, index) => ({ id: ids[index], hasCity: each.city !== undefined, ...each })),
  );
  await query(
    databaseUrl,
    `WITH shop AS (
       SELECT * FROM json_to_recordset($1) AS r(id uuid, name text, email text, phone text, city text, "hasCity" bool,
         tags text[], visits int, attributes jsonb, orders int, unsubscribed bool, "isErased" bool)
     ), people AS (
       INSERT INTO "Customer" (id, name, email, phone, tags, visits, attributes, unsubscribed, "erasedAt", "writtenBy", "writtenFields")
       SELECT id, name, email, phone, tags, visits, attributes, unsubscribed, CASE WHEN "isErased" THEN now() END, id, 0 FROM shop
     ), places AS (
       INSERT INTO "Address" ("customerId", city) SELECT id, city FROM shop WHERE "hasCity"
     )
     INSERT INTO "CustomerTotals" ("customerId", "totalSpend", "orderCount", "firstOrderAt", "lastOrderAt")
     SELECT id, orders * 1000, orders, now(), now() FROM shop WHERE orders > 0`,
    [rows],
  );
}

interface Outcome {
  audienceSize: number;
  excluded: Record<string, number>;
  heldOut: number;
  willReceive: number;
}

/** What the launch wrote. */
async function outcomeOf(campaignId: string): Promise<Outcome> {
  const rows = await query<{ status: string; exclusionReason: ExclusionReason | null; count: number }>(
    databaseUrl,
    `SELECT status, "exclusionReason", count(*)::int AS count FROM "CommunicationLog" WHERE "campaignId" = $1 GROUP BY 1, 2`,
    [campaignId],
  );
  const count = (wanted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(wanted).reduce((sum, row) => sum + row.count, 0);
  return {
    audienceSize: count(() => true),
    excluded: Object.fromEntries(
      EXCLUSION_REASONS.map((reason) => [reason, count((row) => row.exclusionReason === reason)]),
    ),
    heldOut: count(({ status }) => status === 'HOLDOUT'),
    willReceive: count(({ status }) => ['PENDING', 'FAILED'].includes(status)),
  };
}

async function readAll() {
  const rows = await query<{ id: string }>(databaseUrl, 'SELECT id FROM "Customer"');
  return recipients.findMany(rows.map(({ id }) => id));
}

/** What the policy in memory says of everybody, and which values render to nothing for those who get the message. */
async function saidInMemory(
  campaign: { id: string; reachBy: 'email' | 'phone' | null; holdoutPercent: number },
  uses: PreviewCampaignOutput['missing'],
) {
  const everybody = await readAll();
  const reasons = everybody.map((person) => exclusionOf(person, campaign));
  const allowed = everybody.filter((_, index) => reasons[index] === null);
  const receiving = allowed.filter(({ id }) => !isHeldOut(id, campaign));
  const lacking = (variable: string) => {
    const value = parseMessageTemplate(`{{ ${variable} }}`);
    return receiving.filter((person) => value.render(templateDataOf(person, 'UTC')) === '').length;
  };
  return {
    outcome: {
      audienceSize: everybody.length,
      excluded: Object.fromEntries(
        EXCLUSION_REASONS.map((reason) => [reason, reasons.filter((each) => each === reason).length]),
      ),
      heldOut: allowed.length - receiving.length,
      willReceive: receiving.length,
    },
    missing: uses.map(({ variable }) => lacking(variable)),
    lacking,
  };
}

it('are the same, and what the policy in memory says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(customer, { maxLength: MOST_CUSTOMERS }),
      policy,
      kind,
      async (customers, { messageTemplate, reachBy, holdoutPercent }, segmentKind) => {
        await emptyDatabase(databaseUrl);
        await writeShop(customers);
        const everyone = { combinator: 'and' as const, rules: [ask('visits', '>=', 0)] };
        const { id: segmentId } = await segments.create('Everyone', everyone, segmentKind);
        const policyInput = {
          messageTemplate,
          segmentId,
          holdoutPercent,
          ...(reachBy === undefined ? {} : { reachBy }),
        };
        const draft = await api.create({ name: 'Any', draft: true, ...policyInput });

        const response = await api.post('/api/campaigns/preview', { ...policyInput, campaignId: draft.id });
        expect([response.status, response.body]).toEqual([200, response.body]);
        const { missing, example, templateError, heldOutIsExact, ...counts } = previewCampaignOutput.parse(
          response.body,
        );
        expect([templateError, heldOutIsExact]).toEqual([null, true]);

        const memory = await saidInMemory(draft, missing);
        expect(counts).toEqual(memory.outcome);
        expect(missing.map(({ recipients: count }) => count)).toEqual(memory.missing);
        // What is not listed nobody lacks.
        const listed = new Set(missing.map(({ variable }) => variable));
        const unlisted = parseMessageTemplate(messageTemplate)
          .findUses()
          .filter(({ variable }) => !listed.has(variable));
        expect(unlisted.map(({ variable }) => memory.lacking(variable))).toEqual(unlisted.map(() => 0));

        await api.do(draft.id, 'launch');
        await launchWithoutQueue(databaseUrl, [draft.id]);
        expect(counts).toEqual(await outcomeOf(draft.id));
        const [shown] = await query<{ message: string | null }>(
          databaseUrl,
          `SELECT "personalizedMessage" AS message FROM "CommunicationLog" WHERE "campaignId" = $1 AND "customerId" = $2`,
          [draft.id, example?.customer.id],
        );
        expect(example?.message).toBe(shown?.message);
      },
    ),
    { seed: SEED, numRuns: SHOPS },
  );
}, 120_000);
