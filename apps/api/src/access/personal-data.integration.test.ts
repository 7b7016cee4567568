import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignDetailOutputSchema, campaignOutputSchema, segmentDifferenceSchema } from '@herald/shared';

import { emptyDatabase } from '../../../../scripts/testing/fixtures/database.ts';
import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { startTestHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import type { RunningHerald } from '../../../../scripts/testing/fixtures/herald.ts';
import { asMember, request, withNewKey } from '../../../../scripts/testing/fixtures/request.ts';
import { testServers } from '../../../../scripts/testing/fixtures/test-servers.ts';

const NAME = 'Asha Rao';
const EMAIL = 'asha@example.com';
const EVERYBODY = { combinator: 'and', rules: [{ field: 'orderCount', operator: '>=', value: 0 }] };
const NOBODY = { combinator: 'and', rules: [{ field: 'name', operator: '=', value: 'Nobody' }] };

type Agent = Awaited<ReturnType<typeof asMember>>;
let herald: RunningHerald;
let segmentId: string;
let campaignId: string;
let ingestionId: string;

beforeAll(async () => {
  herald = await startTestHerald();
  const owner = request(herald.url);
  await owner.post('/api/user').send([{ externalId: 'c1', name: NAME, email: EMAIL }]);
  await eventually(async () => expect((await owner.get('/api/customers')).body).toHaveLength(1));
  // Nobody has the id, so the row is kept as one that was rejected.
  const batch = await owner.post('/api/user').send([{ id: '01975a3e-8f00-7000-8000-000000000000', name: NAME }]);
  ({ ingestionId } = batch.body as { ingestionId: string });
  const segment = await owner.post('/api/segments').send({ name: 'Everybody', rules: EVERYBODY });
  ({ id: segmentId } = segment.body as { id: string });
  const messageTemplate = 'Hi {name}, this is for {email}';
  const campaign = await owner.post('/api/campaigns').send({ name: 'Thanks', segmentId, messageTemplate });
  ({ id: campaignId } = campaignOutputSchema.parse(campaign.body));
  await eventually(async () => {
    const response = await owner.get(`/api/campaigns/${campaignId}`);
    expect(campaignDetailOutputSchema.parse(response.body).rows[0]?.personalizedMessage).toContain(EMAIL);
    const rejected = await owner.get(`/api/ingestions/${ingestionId}`);
    expect((rejected.body as { rejected: number }).rejected).toBe(1);
  });
});
afterAll(async () => {
  await herald.stop();
  await emptyDatabase(testServers().databaseUrl);
});

const READS: [string, (agent: Agent) => ReturnType<Agent['get']>][] = [
  ['a preview', (agent) => agent.post('/api/segments/preview').send({ rules: EVERYBODY })],
  ['a change that is tried', (agent) => agent.patch(`/api/segments/${segmentId}?dryRun=true`).send({ rules: NOBODY })],
  ['the messages of a campaign', (agent) => agent.get(`/api/campaigns/${campaignId}`)],
  ['the recipients of a campaign', (agent) => agent.get(`/api/campaigns/${campaignId}/recipients`)],
  ['its recipients as CSV', (agent) => agent.get(`/api/campaigns/${campaignId}/recipients.csv`)],
  [
    'the preview of a campaign',
    (agent) =>
      agent.post('/api/campaigns/preview').send({ segmentId, messageTemplate: 'Hi {name}, this is for {email}' }),
  ],
  ['rejected rows', (agent) => agent.get(`/api/ingestions/${ingestionId}`)],
];

describe.each<[string, () => Promise<Agent>, string[]]>([
  [
    'a member who is analyst',
    () => asMember(herald.url, 'analyst'),
    ['the messages of a campaign', 'the recipients of a campaign', 'rejected rows'],
  ],
  [
    'an API key for campaigns',
    () => withNewKey(herald.url, ['campaigns']),
    ['a preview', 'a change that is tried', 'the messages of a campaign', 'the recipients of a campaign'],
  ],
  ['an API key for ingestion', () => withNewKey(herald.url, ['ingest']), ['rejected rows']],
])('%s', (_who, enter, seen) => {
  it.each(READS)('sees nobody in %s', async (what, read) => {
    const { status, text } = await read(await enter());
    expect([what, status]).toEqual([what, seen.includes(what) ? 200 : 403]);
    for (const secret of [NAME, EMAIL]) expect(text).not.toContain(secret);
  });
});

it('a member who may see people does, in the same answers', async () => {
  const marketer = await asMember(herald.url, 'marketer');
  for (const [what, read] of READS)
    expect([what, (await read(marketer)).text]).toEqual([what, expect.stringContaining(NAME)]);
});

it('how many come and go is told to whoever may try a change, and who it is to whoever may see people', async () => {
  const rules = NOBODY;
  const ask = async (agent: Agent) => {
    const response = await agent.patch(`/api/segments/${segmentId}?dryRun=true`).send({ rules });
    return segmentDifferenceSchema.parse(response.body).removed;
  };
  expect(await ask(await withNewKey(herald.url, ['campaigns']))).toEqual({ count: 1, sample: [] });
  expect(await ask(await asMember(herald.url, 'marketer'))).toMatchObject({ count: 1, sample: [{ name: NAME }] });
});

it('who is in a segment, and whom it holds, takes the permission to see people', async () => {
  const key = await withNewKey(herald.url, ['campaigns']);
  for (const address of ['?include=audience', '/audience', '/audience.csv']) {
    expect([address, (await key.get(`/api/segments/${segmentId}${address}`)).status]).toEqual([address, 403]);
  }
});
