import { request } from 'undici';

import type { Play, Scene } from '../scene.ts';
import { SEGMENT_NAME } from './audience.ts';

const COUNTER = /^herald_\w+_total/;
const METRIC_LINES = 9;

export const house: readonly Scene[] = [
  {
    title: 'Who may do what',
    prepare: async ({ stage, presenter }) => {
      await stage.open('/');
      await presenter.settled();
    },
    steps: [
      async ({ presenter }) => {
        await presenter.goTo('Settings');
        await presenter.click(presenter.app.getByRole('tab', { name: 'Members' }));
        await presenter.settled();
      },
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('tab', { name: 'Audit log' }));
        await presenter.settled();
      },
      async (play) => {
        await signInAs(play, 'analyst');
        await play.presenter.look(2_500);
      },
    ],
  },
  {
    title: 'For those who run it',
    prepare: async (play) => {
      await launchLargeCampaign(play);
      await signInAs(play, 'owner');
      await play.stage.open('/queues');
      await play.presenter.app.getByText('deliveryQueue').first().waitFor();
    },
    steps: [
      async ({ presenter }) => {
        await presenter.look(2_000);
        await presenter.click(presenter.app.getByText('deliveryQueue').first());
        await presenter.look(1_500);
      },
      async ({ stage, herald }) => stage.terminal(await metricsOf(herald.worker.operationsPort)),
    ],
  },
  {
    title: 'Dark, by keyboard, on a phone',
    prepare: async ({ stage, presenter }) => {
      await stage.terminal(null);
      await stage.open('/');
      await presenter.settled();
    },
    steps: [
      async ({ stage, presenter }) => {
        await stage.keyboard.press('Control+k');
        await presenter.look(700);
        await stage.keyboard.type(SEGMENT_NAME, { delay: 70 });
        const found = presenter.app.getByRole('dialog', { name: 'Search and go' });
        await found.getByText(SEGMENT_NAME).first().waitFor();
        await presenter.look(1_200);
        await stage.keyboard.press('Enter');
        await presenter.app.getByRole('heading', { level: 1, name: SEGMENT_NAME }).waitFor();
        await presenter.settled();
      },
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'Colour scheme' }));
        await presenter.click(presenter.app.getByText('Dark', { exact: true }));
        await presenter.goTo('Dashboard');
        await presenter.scrollTo(presenter.app.getByRole('heading', { name: 'Latest campaigns' }));
      },
      async ({ stage, presenter }) => {
        await stage.hidePointer();
        await stage.phone(true);
        await stage.open('/campaigns');
        await presenter.settled();
      },
      async ({ api, stage, presenter }) => {
        const campaign = await api.latestCampaign();
        await stage.open(`/campaigns/${campaign?.id}`);
        await presenter.settled();
        await presenter.look(1_000);
        await presenter.scrollTo(presenter.app.getByRole('region', { name: 'Recipients', exact: true }));
      },
    ],
  },
  {
    title: 'Yours',
    steps: [
      ({ stage }) =>
        stage.card({
          title: 'Herald',
          lines: ['MIT licence. Your machine, your data.'],
          commands: ['npx pnpm@12 start', 'npx pnpm@12 test'],
        }),
    ],
  },
];

async function signInAs({ stage, herald, cookies, presenter }: Play, role: keyof Play['cookies']): Promise<void> {
  await stage.context.clearCookies();
  await stage.context.addCookies([{ ...cookies[role], url: herald.url }]);
  await stage.open('/');
  await presenter.settled();
}

/** One that is still being sent when the tour ends, so that the queues have something in them. */
async function launchLargeCampaign({ api }: Play): Promise<void> {
  const { id } = await api.createSegment('Ordered this year', {
    combinator: 'and',
    rules: [{ field: 'lastOrderAt', operator: 'inLastDays', value: 365 }],
  });
  const messageTemplate = 'Hi {firstName|there}, the new catalogue is here.';
  await api.launchCampaign({ name: 'The new catalogue', messageTemplate, segmentId: id });
}

/** What the process counted, as Prometheus gets it. */
async function metricsOf(port: number): Promise<string> {
  const address = `http://127.0.0.1:${port}/metrics`;
  const { body } = await request(address);
  const figures = (await body.text()).split('\n').filter((line) => COUNTER.test(line) && !line.endsWith(' 0'));
  return [`$ curl -s ${address} | grep _total`, '', ...figures.slice(0, METRIC_LINES)].join('\n');
}
