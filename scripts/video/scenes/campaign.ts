import type { Scene } from '../scene.ts';

const MESSAGE =
  'Hi {firstName|there}, we have not seen you for a while. ' +
  'In {city|your town} everything for the kitchen is 15 % off this weekend.';
const EXAMPLES = 2;

export const campaign: readonly Scene[] = [
  {
    title: 'The message',
    steps: [
      async ({ presenter }) => {
        const { app } = presenter;
        await presenter.click(app.getByRole('link', { name: 'Create campaign with this segment' }));
        await presenter.settled();
        await presenter.look(1_200);
        await presenter.click(app.getByRole('button', { name: 'Continue to the message' }));
        await presenter.settled();
      },
      async ({ presenter }) => {
        await presenter.type(presenter.app.getByRole('textbox', { name: 'Message', exact: true }), MESSAGE);
      },
      async ({ presenter }) => {
        for (let shown = 0; shown < EXAMPLES; shown += 1) {
          await presenter.click(presenter.app.getByRole('button', { name: 'Show the next customer' }));
          await presenter.look(900);
        }
      },
    ],
  },
  {
    title: 'Launch',
    steps: [
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'Continue to the review' }));
        await presenter.settled();
      },
      async ({ presenter }) => {
        const tags = presenter.app.getByRole('region', { name: 'Tags' });
        await presenter.click(tags.getByRole('button', { name: 'Suggest tags' }));
        await presenter.click(tags.getByRole('list', { name: 'Suggested tags' }).getByRole('button').first());
      },
      async ({ presenter }) => {
        const { app } = presenter;
        const send = { name: /^Send to [\d,]+ people now$/ };
        await presenter.click(app.getByRole('button', send));
        await presenter.look(1_200);
        await presenter.click(app.getByRole('dialog').getByRole('button', send));
        await app.getByRole('table', { name: 'Campaigns' }).waitFor();
        await presenter.settled();
      },
    ],
  },
];
