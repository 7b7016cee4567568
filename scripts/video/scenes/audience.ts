import type { SegmentRules } from '@herald/shared';
import type { Locator } from 'playwright-core';

import type { Presenter } from '../presenter.ts';
import type { Play, Scene } from '../scene.ts';

const WORDS = 'in Pune, spent over 2K, no order in 90 days';
const SPENT = 1_500;
const MOST_LOOKS = 5;
const ANSWER_MS = 1_500;
export const SEGMENT_NAME = 'Lapsed in Pune';

/** Who spent as much in Pune, and came back. */
const CAME_BACK: SegmentRules = {
  combinator: 'and',
  rules: [
    { field: 'city', operator: '=', value: 'Pune' },
    { field: 'totalSpend', operator: '>', value: SPENT },
    { field: 'lastOrderAt', operator: 'inLastDays', value: 60 },
  ],
};
const DID_NOT: SegmentRules = {
  combinator: 'and',
  rules: [
    { field: 'city', operator: '=', value: 'Pune' },
    { field: 'totalSpend', operator: '>', value: SPENT },
    { field: 'lastOrderAt', operator: 'notInLastDays', value: 90 },
  ],
};

export const audience: readonly Scene[] = [
  {
    title: 'Who has not come back?',
    steps: [
      async ({ presenter }) => {
        await presenter.goTo('Segments');
        await presenter.click(presenter.app.locator('a[href="/segments/new"]').first());
        await presenter.settled();
      },
      async ({ presenter }) => {
        const { app } = presenter;
        await presenter.type(app.getByRole('textbox', { name: 'Whom do you want to reach?' }), WORDS);
        await suggestRules(presenter);
      },
      async ({ presenter }) => {
        await presenter.click(presenter.app.getByRole('button', { name: 'Use these rules' }));
        await presenter.scrollTo(ruleAbout(presenter, 2));
      },
      async ({ presenter }) => {
        await presenter.pointAt(audienceOf(presenter));
      },
      async ({ presenter }) => {
        const value = ruleAbout(presenter, 2).getByLabel('Value', { exact: true });
        await presenter.type(value.first(), String(SPENT));
        await presenter.look(1_500);
      },
    ],
  },
  {
    title: 'Why is somebody in or out?',
    steps: [
      (play) => explain(play, DID_NOT, 'The rules find this person'),
      (play) => explain(play, CAME_BACK, 'The rules do not find this person'),
      async ({ presenter }) => {
        const { app } = presenter;
        await presenter.type(app.getByLabel('Name', { exact: true }), SEGMENT_NAME);
        await presenter.click(app.getByRole('button', { name: 'Create segment' }));
        await app.getByRole('heading', { level: 1, name: SEGMENT_NAME }).waitFor();
        await presenter.settled();
      },
    ],
  },
];

/** What words mean is looked up in a hurry; on a busy machine the first look may not be enough. */
async function suggestRules(presenter: Presenter): Promise<void> {
  const understood = presenter.app.getByRole('region', { name: 'Read as' });
  for (let looked = 1; looked < MOST_LOOKS; looked += 1) {
    await presenter.click(presenter.app.getByRole('button', { name: 'Suggest rules' }));
    await presenter.look(ANSWER_MS);
    if (await understood.isVisible()) break;
  }
  await presenter.pointAt(understood);
}

function audienceOf({ app }: Presenter): Locator {
  return app.getByRole('region', { name: 'Audience', exact: true });
}

function ruleAbout({ app }: Presenter, place: number): Locator {
  return app.getByRole('group', { name: `Rule ${place}`, exact: true });
}

/** Asks about the first whom these rules find. */
async function explain({ api, presenter }: Play, rules: SegmentRules, answer: string): Promise<void> {
  const { sample } = await api.preview(rules);
  const email = sample.map((person) => person.email).find((each) => each !== null) ?? '';
  const explanation = presenter.app.getByRole('region', { name: 'Why is this person in or out?' });
  await presenter.type(explanation.getByLabel('Customer', { exact: true }).first(), email);
  await presenter.click(presenter.app.getByRole('option').filter({ hasText: email }).first());
  await presenter.scrollTo(explanation.getByText(answer));
}
