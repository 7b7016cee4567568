import type { Locator } from 'playwright-core';

import { until } from '../../faults/until.ts';
import type { Presenter } from '../presenter.ts';
import type { Play, Scene } from '../scene.ts';

export const delivery: readonly Scene[] = [
  {
    title: 'Live',
    steps: [
      async ({ presenter }) => {
        const campaigns = presenter.app.getByRole('table', { name: 'Campaigns' });
        await presenter.click(campaigns.getByRole('link').first());
        await presenter.settled();
      },
      async ({ presenter }) => {
        await presenter.pointAt(section(presenter, 'Progress'));
        await presenter.look(2_000);
      },
    ],
  },
  {
    title: 'kill -9',
    steps: [
      async ({ stage, herald, worker, presenter }) => {
        const command = `$ kill -9 ${herald.worker.pid}`;
        for (let end = 2; end <= command.length; end += 1) {
          await stage.terminal(command.slice(0, end));
          await presenter.look(60);
        }
        await presenter.look(800);
        await worker.kill();
        await stage.terminal(`${command}\n$ `);
      },
      async ({ stage, herald, presenter }) => {
        await until(() => herald.worker.isServing, 'the worker serves again');
        await stage.terminal(`the worker is back, as process ${herald.worker.pid}`);
        await presenter.look(3_000);
      },
      async ({ stage, presenter }) => {
        await stage.terminal(null);
        await presenter.pointAt(section(presenter, 'Progress'));
        await presenter.look(5_000);
      },
      async ({ presenter }) => {
        await presenter.app.getByText(/The books balance/).waitFor({ timeout: 120_000 });
        await presenter.settled();
      },
    ],
  },
  {
    title: 'The books',
    steps: [
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'See the books' }));
        await presenter.scrollTo(presenter.app.getByRole('table', { name: 'The books' }));
      },
      async (play) => {
        await play.stage.terminal(await vendorsWord(play));
        await play.presenter.look(2_500);
      },
      async ({ stage, presenter }) => {
        await stage.terminal(null);
        const recipients = section(presenter, 'Recipients');
        await presenter.scrollTo(recipients);
        await presenter.look(1_200);
        await presenter.choose(recipients.getByLabel('State').first(), 'Failed');
        await presenter.settled();
      },
    ],
  },
  {
    title: 'The summary',
    steps: [
      async ({ presenter }) => {
        await presenter.scrollTo(section(presenter, 'Summary'));
      },
      async ({ presenter }) => {
        const summary = section(presenter, 'Summary');
        const facts = summary.getByRole('button', { name: 'Every number in this text is one of these facts' });
        await presenter.click(facts);
        await presenter.scrollTo(summary.getByRole('table', { name: 'Facts' }));
      },
    ],
  },
];

function section({ app }: Presenter, name: string): Locator {
  return app.getByRole('region', { name, exact: true });
}

/** What the ledger of the mock vendor has of the latest campaign. */
async function vendorsWord({ api, herald }: Play): Promise<string> {
  const campaign = await api.latestCampaign();
  const ids = new Set<string>();
  for await (const { id } of api.campaignRows(campaign?.id ?? '')) ids.add(id);
  const people: string[] = [];
  for await (const { communicationLogId, customerId } of api.vendorMessages()) {
    if (ids.has(communicationLogId)) people.push(customerId);
  }
  return [
    `${herald.vendorUrl}/api/mock-vendor/messages, counted`,
    '',
    `recipients of the campaign     ${ids.size}`,
    `messages that the vendor took  ${people.length}`,
    `different people               ${new Set(people).size}`,
  ].join('\n');
}
