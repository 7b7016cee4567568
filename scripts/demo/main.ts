import { runMain } from '../herald/run-main.ts';
import { campaignStep } from './campaign-step.ts';
import { countApart } from './count-apart.ts';
import { makeDemoData } from './demo-data.ts';
import { withDemoHerald, withinRun } from './demo-herald.ts';
import { demoSegments } from './demo-segments.ts';
import { ingestStep } from './ingest-step.ts';
import { Report } from './report.ts';
import { totalsStep } from './totals-step.ts';

const SEGMENT_FOR_CAMPAIGN = 1;

/** The whole path through the REST API, every figure checked against one computed apart. */
await runMain(async () => {
  const report = new Report();
  report.title('Herald: from raw orders to delivered messages');
  return withDemoHerald(report, async (herald) => {
    const now = new Date();
    const { users, orders } = makeDemoData(herald.runTag, now);
    const apart = countApart(users, orders);
    const statsBefore = await herald.api.getStats();

    report.section('1  Customers and orders come in');
    await ingestStep(herald.api, report, users, orders);

    report.section('2  Every customer has the right totals');
    const externalIds = await totalsStep(herald.api, report, apart, orders.length);

    report.section('3  Segments: who would get a message?');
    const segments = demoSegments(now);
    for (const { name, rules, holds } of segments) {
      const { audienceSize } = await herald.api.preview(withinRun(rules, herald));
      report.check(name, audienceSize, [...apart.values()].filter(holds).length, 'customers');
    }

    report.section('4  One of them gets a campaign');
    const segment = segments[SEGMENT_FOR_CAMPAIGN];
    if (!segment) throw new Error('there is no such segment');
    const audience = [...apart.values()].filter(segment.holds);
    const rules = withinRun(segment.rules, herald);
    await campaignStep(herald.api, report, { name: segment.name, rules }, audience, externalIds);

    report.section('5  The dashboard agrees');
    const stats = await herald.api.getStats();
    report.check('customers', stats.totalCustomers, statsBefore.totalCustomers + users.length);
    report.check('segments', stats.customerSegments, statsBefore.customerSegments + 1);
    report.check('campaigns under way', stats.activeCampaigns, statsBefore.activeCampaigns);
    report.check('delivery rate', percent(stats.deliveryRate), percent(await rateOfAllCampaigns(herald.api)));
  });
});

async function rateOfAllCampaigns(api: Parameters<typeof campaignStep>[0]): Promise<number> {
  let [sent, failed] = [0, 0];
  for await (const campaign of api.campaigns()) {
    sent += campaign.sentCount;
    failed += campaign.failedCount;
  }
  return sent + failed === 0 ? 0 : sent / (sent + failed);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
