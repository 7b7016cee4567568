import { newId } from '@herald/shared';
import { hashClaimCode, makeClaimCode } from '@herald/platform';

import { query } from '../testing/fixtures/database.ts';
import { LaunchedCampaign } from '../testing/fixtures/launched-campaign.ts';
import { request, storeTestApiKey } from '../testing/fixtures/request.ts';
import { writeSmallShop } from '../testing/fixtures/small-shop.ts';

/** What is in the database when requests begin to come: a little of everything, so that ids lead somewhere. */
export interface FuzzShop {
  /** By the part of the path that lists them. */
  ids: Record<'customers' | 'segments' | 'campaigns' | 'ingestions' | 'keys' | 'members', string[]>;
  rowIds: string[];
  vendorKeys: string[];
  customerEmails: string[];
  customerNumbers: string[];
  claimCode: string;
  /** Of the lists that are paged by more than an id, by their path; nobody but the API can make them. */
  cursors: Readonly<Record<string, string[]>>;
}

const ALL_ROWS = { combinator: 'and', rules: [{ field: 'visits', operator: '>=', value: 0 }] };
const DRAFTS = 6;
const THINGS = 8;

/** @param url the API, which is asked for cursors. */
export async function writeFuzzShop(databaseUrl: string, url: string): Promise<FuzzShop> {
  await writeSmallShop(databaseUrl);
  await writeSegments(databaseUrl);
  const rowIds = await writeCampaigns(databaseUrl);
  const vendorKeys = await writeVendorMessages(databaseUrl, rowIds);
  await writeRejectedRows(databaseUrl);
  const claimCode = await writeAccess(databaseUrl);
  const idsOf = async (table: string) =>
    (await query<{ id: string }>(databaseUrl, `SELECT id FROM "${table}" ORDER BY id`)).map(({ id }) => id);
  const people = await query<{ email: string | null; externalId: string | null }>(
    databaseUrl,
    'SELECT email, "externalId" FROM "Customer"',
  );
  return {
    ids: {
      customers: await idsOf('Customer'),
      segments: await idsOf('Segment'),
      campaigns: await idsOf('Campaign'),
      ingestions: await idsOf('Ingestion'),
      keys: await idsOf('ApiKey'),
      members: await idsOf('Member'),
    },
    rowIds,
    vendorKeys,
    customerEmails: people.flatMap(({ email }) => email ?? []),
    customerNumbers: people.flatMap(({ externalId }) => externalId ?? []),
    claimCode,
    cursors: await readCursors(databaseUrl, url),
  };
}

async function readCursors(databaseUrl: string, url: string): Promise<FuzzShop['cursors']> {
  await storeTestApiKey(databaseUrl);
  const [buyer] = await query<{ id: string }>(
    databaseUrl,
    `SELECT "customerId" AS id FROM "Order" GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
  );
  return {
    '/api/segments': [await readCursor(url, '/api/segments?')],
    '/api/customers': [
      await readCursor(url, '/api/customers?'),
      await readCursor(url, '/api/customers?sort=name&'),
      await readCursor(url, '/api/customers?sort=-totalSpend&'),
    ],
    '/api/customers/{id}/timeline': [await readCursor(url, `/api/customers/${buyer?.id}/timeline?`)],
  };
}

async function readCursor(url: string, path: string): Promise<string> {
  const { headers } = await request(url).get(`${path}limit=1`).expect(200);
  const cursor = /[?&]cursor=([^&>]+)/.exec(String(headers['link']))?.[1];
  if (cursor === undefined) throw new Error(`${path} has one page only`);
  return decodeURIComponent(cursor);
}

/** Segments that nothing else needs, of both kinds. */
function writeSegments(databaseUrl: string) {
  return query(
    databaseUrl,
    `INSERT INTO "Segment" (id, name, "nameKey", rules, kind, "audienceUserIds", "audienceSize")
     SELECT id, 'Segment ' || nr, 'segment ' || nr, $2::jsonb,
            (CASE WHEN nr % 2 = 0 THEN 'STATIC' ELSE 'DYNAMIC' END)::"SegmentKind",
            CASE WHEN nr % 2 = 0 THEN (SELECT array_agg(c.id ORDER BY c.id) FROM "Customer" c) ELSE '{}' END,
            (SELECT count(*) FROM "Customer")
     FROM unnest($1::uuid[]) WITH ORDINALITY AS s(id, nr)`,
    [newIds(THINGS), JSON.stringify(ALL_ROWS)],
  );
}

/** Campaigns in every state that a call can begin from. @returns the ids of their rows. */
async function writeCampaigns(databaseUrl: string): Promise<string[]> {
  const launched = [
    await LaunchedCampaign.write(databaseUrl, ['SENT', 'FAILED', 'UNANSWERED', 'EXCLUDED', 'HOLDOUT']),
    await LaunchedCampaign.write(databaseUrl, ['SENT', 'UNDELIVERED', 'UNCERTAIN', 'TEMPLATE', 'REFUSED']),
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'SENDING', 'ACCEPTED', 'SENT']),
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'FAILED']),
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'ACCEPTED'], { status: 'PAUSED' }),
    await LaunchedCampaign.write(databaseUrl, ['PENDING', 'UNANSWERED'], { status: 'PAUSED' }),
    await LaunchedCampaign.write(databaseUrl, ['CANCELLED', 'SENT'], { status: 'CANCELLED' }),
  ];
  await query(
    databaseUrl,
    `INSERT INTO "Campaign" (id, name, "messageTemplate", "segmentId", status, "scheduledAt")
     SELECT c.id, 'Campaign ' || nr, 'Hi {{ firstName }}', s.id,
            (CASE WHEN nr % 2 = 0 THEN 'DRAFT' ELSE 'SCHEDULED' END)::"CampaignStatus",
            CASE WHEN nr % 2 = 0 THEN NULL ELSE now() + interval '1 day' END
     FROM unnest($1::uuid[]) WITH ORDINALITY AS c(id, nr),
          (SELECT id FROM "Segment" WHERE name LIKE 'Segment %' ORDER BY id LIMIT 1) AS s`,
    [newIds(DRAFTS)],
  );
  return launched.flatMap(({ rowIds }) => rowIds);
}

async function writeVendorMessages(databaseUrl: string, rowIds: string[]): Promise<string[]> {
  const keys = rowIds.slice(0, THINGS);
  await query(
    databaseUrl,
    `INSERT INTO "MockVendorMessage" (key, "communicationLogId", "vendorMessageId", "customerId", message, outcome)
     SELECT l.id, l.id, 'vendor-' || l.id, l."customerId", 'Hi', 'SENT' FROM "CommunicationLog" l WHERE l.id = ANY($1)`,
    [keys],
  );
  return keys;
}

function writeRejectedRows(databaseUrl: string) {
  return query(
    databaseUrl,
    `INSERT INTO "RejectedRow" ("ingestionId", index, row, reason)
     SELECT id, nr, '{"externalId": "shopper-1"}', 'its customer never came' FROM "Ingestion", generate_series(0, 2) AS nr`,
  );
}

/** Members and keys that may be changed and removed, and a code for the first owner. */
async function writeAccess(databaseUrl: string): Promise<string> {
  await query(
    databaseUrl,
    `INSERT INTO "Member" (id, email, "emailKey", role)
     SELECT id, 'member-' || nr || '@example.com', 'member-' || nr || '@example.com',
            (ARRAY['OWNER', 'MARKETER', 'ANALYST'])[nr % 3 + 1]::"MemberRole"
     FROM unnest($1::uuid[]) WITH ORDINALITY AS m(id, nr)`,
    [newIds(THINGS)],
  );
  await query(
    databaseUrl,
    `INSERT INTO "ApiKey" (id, name, mode, scopes, hash, hint)
     SELECT id, 'Key ' || nr, 'LIVE', '{READ}', 'hash of ' || id, 'abcd' FROM unnest($1::uuid[]) WITH ORDINALITY AS k(id, nr)`,
    [newIds(THINGS)],
  );
  const code = makeClaimCode();
  await query(
    databaseUrl,
    `INSERT INTO "ClaimCode" (id, hash, "expiresAt") VALUES ($1, $2, now() + interval '1 day')`,
    [newId(), hashClaimCode(code)],
  );
  return code;
}

const newIds = (count: number) => Array.from({ length: count }, () => newId());
