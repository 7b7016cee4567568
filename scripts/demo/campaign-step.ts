import type { CommunicationLogOutput, SegmentRules } from '@herald/shared';

import type { HeraldClient } from '../herald/herald-client.ts';
import type { CustomerApart } from './count-apart.ts';
import type { Report } from './report.ts';

const TEMPLATE = 'Hi {name|there}, we miss you. Here is 10 % off your next order.';
const messageFor = (name: string | null | undefined) =>
  `Hi ${name ?? 'there'}, we miss you. Here is 10 % off your next order.`;

/** Saves a segment, launches a campaign and looks at every row that it left. */
export async function campaignStep(
  api: HeraldClient,
  report: Report,
  { name, rules }: { name: string; rules: SegmentRules },
  audience: CustomerApart[],
  externalIds: ReadonlyMap<string, string>,
): Promise<void> {
  const segment = await api.createSegment(name, rules);
  report.check(`saved: "${name}"`, segment.audienceSize, audience.length, 'customers, frozen');

  const startedAtMs = performance.now();
  const launched = await api.launchCampaign({ name: 'We miss you', messageTemplate: TEMPLATE, segmentId: segment.id });
  const campaign = await api.waitForCampaign(launched.id, ({ sentCount, failedCount, audienceSize }) =>
    report.progress('delivering', sentCount + failedCount, audienceSize),
  );
  const seconds = (performance.now() - startedAtMs) / 1000;

  report.check(
    'campaign',
    campaign.status,
    'COMPLETED',
    `${seconds.toFixed(1)} s; the mock vendor takes 50 to 200 ms each`,
  );
  report.note('sent', campaign.sentCount);
  report.note('failed', campaign.failedCount, 'the mock vendor fails one in ten');
  report.check('sent + failed', campaign.sentCount + campaign.failedCount, audience.length);
  report.check('audience of the campaign', campaign.audienceSize, audience.length);
  await checkRows(api, report, campaign.id, audience, externalIds);
}

async function checkRows(
  api: HeraldClient,
  report: Report,
  campaignId: string,
  audience: CustomerApart[],
  externalIds: ReadonlyMap<string, string>,
): Promise<void> {
  const expected = new Map(audience.map(({ user }) => [user.externalId, messageFor(user.name)]));
  const rows: CommunicationLogOutput[] = [];
  for await (const row of api.campaignRows(campaignId)) rows.push(row);
  const right = rows.filter((row) => row.personalizedMessage === expected.get(externalIds.get(row.customerId)));
  const ended = rows.filter(({ status }) => status === 'SENT' || status === 'FAILED');
  report.check('rows in its log', rows.length, audience.length);
  report.check('rows that ended', ended.length, audience.length);
  report.check(
    'different customers with their own text',
    new Set(right.map(({ customerId }) => customerId)).size,
    audience.length,
  );
  report.quote(rows[0]?.personalizedMessage ?? '');
}
