import type { Scene } from '../scene.ts';

export const opening: readonly Scene[] = [
  {
    title: 'Herald',
    steps: [({ stage }) => stage.card({ title: 'Herald', lines: ['A campaign CRM that a shop runs itself'] })],
  },
  {
    title: 'Sign in',
    prepare: async ({ stage, presenter }) => {
      await stage.open('/sign-in');
      await presenter.settled();
      await stage.card(null);
    },
    steps: [
      async ({ presenter }) => {
        await presenter.look(1_500);
        await presenter.click(presenter.app.getByRole('button', { name: 'Sign in as the demo owner' }));
        await presenter.app.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
        await presenter.settled();
      },
      async ({ presenter }) => {
        await presenter.look(1_500);
        await presenter.scrollTo(presenter.app.getByRole('heading', { name: 'Latest campaigns' }));
      },
    ],
  },
];
