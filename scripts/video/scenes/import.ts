import path from 'node:path';

import type { Scene } from '../scene.ts';

const FILE = path.resolve(import.meta.dirname, '../../../docs/demo/new-customers.csv');
const MENDED = 'omkar.joshi@mail.example';

export const importing: readonly Scene[] = [
  {
    title: 'A file of customers',
    steps: [
      ({ presenter }) => presenter.goTo('Add data'),
      async ({ presenter }) => {
        const { app } = presenter;
        await presenter.pointAt(app.getByRole('button', { name: 'choose one' }));
        await app.locator('input[type=file]').setInputFiles(FILE);
        const columns = app.getByRole('list', { name: 'Columns of the file' });
        await columns.waitFor();
        await presenter.look(1_500);
        await presenter.scrollTo(columns.getByRole('listitem').last());
      },
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'Check all rows' }));
        await presenter.scrollTo(presenter.app.getByRole('list', { name: 'Rows with problems' }));
      },
      async ({ presenter }) => {
        const cell = presenter.app
          .getByRole('list', { name: 'Rows with problems' })
          .getByRole('textbox', { name: /in row/ });
        await presenter.type(cell.first(), MENDED);
        await presenter.stage.keyboard.press('Enter');
      },
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'Send 10 customers' }));
        await presenter.app.getByText('10 stored, 0 rejected').waitFor({ state: 'attached' });
      },
    ],
  },
];
