import type { IngestionOutput, SegmentRules, UserInput } from '@herald/shared';

import { generateDataset } from '../../dataset/generate.ts';
import type { HeraldClient } from '../../herald/herald-client.ts';

const DAY_MS = 86_400_000;
const ROWS_PER_CALL = 1_000;

/** Segments as shops make them; the first is the one that drafts are for. */
const SEGMENTS: Record<string, SegmentRules> = {
  'Festive shoppers': {
    combinator: 'and',
    rules: [
      { field: 'totalSpend', operator: '>=', value: 2_000 },
      {
        combinator: 'or',
        rules: [
          { field: 'tags', operator: 'hasAny', value: ['festival', 'gift-buyer'] },
          { field: 'city', operator: 'in', value: ['Mumbai', 'Bengaluru', 'Delhi'] },
        ],
      },
    ],
  },
  'Have not ordered for 90 days': {
    combinator: 'and',
    rules: [
      { field: 'orderCount', operator: '>=', value: 1 },
      { field: 'lastOrderAt', operator: 'notInLastDays', value: 90 },
    ],
  },
  'Big spenders': { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>=', value: 10_000 }] },
  'Signed up, never ordered': { combinator: 'and', rules: [{ field: 'orderCount', operator: '=', value: 0 }] },
};

/** Oldest first. */
const CAMPAIGNS: { name: string; messageTemplate: string; segment: keyof typeof SEGMENTS }[] = [
  {
    name: 'Thank you for a great year',
    messageTemplate: 'Hi {name|there}, thank you for shopping with us.',
    segment: 'Big spenders',
  },
  {
    name: 'We miss you',
    messageTemplate: 'Hi {name|there}, we miss you. Here is 10 % off your next order.',
    segment: 'Have not ordered for 90 days',
  },
  {
    name: 'Diwali preview',
    messageTemplate: 'Hi {name|there}, our Diwali collection is in {city|your town} today.',
    segment: 'Festive shoppers',
  },
];
const DRAFT = {
  name: 'Your first order',
  messageTemplate: 'Hi {name|there}, your first order is on its way to {city|you} for free.',
  segment: 'Signed up, never ordered',
};

export interface FurnishedShop {
  /** Somebody with orders and messages. */
  customerId: string;
  /** A batch with a row that was rejected. */
  ingestionId: string;
  segmentId: string;
  /** Finished, oldest first. */
  campaignIds: string[];
  draftId: string;
}

/** Fills an empty Herald through its API, so that every screen has something to show. */
export async function furnishShop(api: HeraldClient, { customers }: { customers: number }): Promise<FurnishedShop> {
  const users = await sendShop(api, customers);
  const { id: ingestionId } = await sendContradiction(api, users);
  const segmentIds = new Map<string, string>();
  for (const [name, rules] of Object.entries(SEGMENTS)) segmentIds.set(name, (await api.createSegment(name, rules)).id);
  const idOf = (segment: string) => segmentIds.get(segment) ?? '';
  const campaignIds: string[] = [];
  for (const { segment, ...campaign } of CAMPAIGNS) {
    const { id } = await api.launchCampaign({ ...campaign, segmentId: idOf(segment) });
    await api.waitForCampaign(id);
    campaignIds.push(id);
  }
  const { segment, ...draft } = DRAFT;
  const { id: draftId } = await api.launchCampaign({ ...draft, segmentId: idOf(segment), draft: true });
  const customerId = await someRecipient(api, campaignIds[0] ?? '');
  return { customerId, ingestionId, segmentId: idOf('Festive shoppers'), campaignIds, draftId };
}

/** Believable customers, and their orders until yesterday. Resolves when they are stored. */
export async function sendShop(api: HeraldClient, customers: number): Promise<UserInput[]> {
  const lastDay = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const dataset = generateDataset({ customers, lastDay });
  const users = [...dataset.users];
  for (const batch of batchesOf(users)) await stored(api, api.sendCustomers(batch));
  for (const batch of batchesOf([...dataset.orders])) await stored(api, api.sendOrders(batch));
  return users;
}

/** A row that only the worker can refuse: it names one customer by id and another one by email. */
async function sendContradiction(api: HeraldClient, users: UserInput[]): Promise<IngestionOutput> {
  const [one, other, ...more] = users.filter(({ email }) => email);
  if (!one || !other) throw new Error('the shop needs customers with an email');
  return stored(api, api.sendCustomers([...more.slice(0, 9), { externalId: one.externalId, email: other.email }]));
}

async function stored(api: HeraldClient, sending: Promise<{ ingestionId: string }>): Promise<IngestionOutput> {
  return api.waitForIngestion((await sending).ingestionId);
}

function batchesOf<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_PER_CALL);
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS_PER_CALL, (index + 1) * ROWS_PER_CALL));
}

async function someRecipient(api: HeraldClient, campaignId: string): Promise<string> {
  for await (const { customerId } of api.campaignRows(campaignId)) return customerId;
  throw new Error('the campaign has no recipients');
}
