import { expect } from '@jest/globals';

import { expectAccessible } from '../../../scripts/testing/e2e/accessibility.ts';
import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import type { Journey } from '../../../scripts/testing/e2e/journey.ts';
import { open, settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import type { HeraldClient } from '../../../scripts/herald/herald-client.ts';
import { linkTo } from './pages/main-nav.ts';
import { choose, OVERTAKEN_COUNT, SegmentBuilder } from './pages/segment-builder.ts';
import { sendPeople } from './small-town.ts';

const test = endToEnd({ prepare: sendPeople });

test('rules nest, the size follows, and every step can be undone', async (journey) => {
  const builder = await openBuilder(journey);
  await builder.addRule();
  await builder.ask('1', { field: 'City', condition: 'Is one of', value: ['Mumbai', 'Delhi'] });
  await builder.untilSizeIs(3);

  await builder.root.getByRole('button', { name: 'Add group' }).click();
  await builder.ask('2.1', { field: 'Visits', condition: 'Is at least', value: '2' });
  await builder.untilSizeIs(2);
  await builder.addRule(builder.group('2'));
  await builder.ask('2.2', { field: 'Tags', condition: 'Has', value: 'vip' });
  await builder.untilSizeIs(0);
  await builder.join(builder.group('2'), 'Any of');
  await builder.untilSizeIs(2);
  await builder.join(builder.root, 'Any of');
  await builder.untilSizeIs(5);
  await expectAccessible(builder.page, 'nested rules');
  await screenshots(builder.page, 'segment-nested');

  await builder.page.keyboard.press('ControlOrMeta+z');
  await builder.untilSizeIs(2);
  await builder.page.keyboard.press('ControlOrMeta+z');
  await builder.untilSizeIs(0);
  await builder.page.keyboard.press('ControlOrMeta+Shift+z');
  await builder.untilSizeIs(2);
  await builder.page.getByRole('button', { name: 'Undo' }).click();
  await builder.untilSizeIs(0);
});

test('a rule is dragged into a group, and moved with the arrow keys', async (journey) => {
  const builder = await openBuilder(journey);
  await builder.addRule();
  await builder.ask('1', { field: 'City', condition: 'Is', value: 'Pune' });
  await builder.root.getByRole('button', { name: 'Add group' }).click();
  await builder.ask('2.1', { field: 'Visits', condition: 'Is at least', value: '12' });
  await builder.join(builder.group('2'), 'Any of');
  await builder.untilSizeIs(0);

  await handleOf(builder, 'Rule 1').dragTo(builder.rule('2.1'));
  await builder.rule('1.2').waitFor();
  await builder.untilSizeIs(3);

  const handle = handleOf(builder, 'Rule 1.2');
  await handle.focus();
  await builder.page.keyboard.press('ArrowUp');
  await builder.rule('1.1').getByLabel('Value', { exact: true }).first().waitFor();
  expect(await builder.rule('1.1').getByLabel('Field', { exact: true }).first().inputValue()).toBe('City');
  await builder.untilSizeIs(3);
});

test('says of one person why they are in or out', async (journey) => {
  const builder = await openBuilder(journey);
  await builder.addRule();
  await builder.ask('1', { field: 'City', condition: 'Is', value: 'Mumbai' });
  await builder.addRule();
  await builder.ask('2', { field: 'Visits', condition: 'Is at least', value: '10' });
  await builder.untilSizeIs(1);

  const explanation = builder.page.getByRole('region', { name: 'Why is this person in or out?' });
  await choose(explanation.getByLabel('Customer', { exact: true }).first(), /^Asha Rao/);
  await explanation.getByText('The rules find this person').waitFor();
  await choose(explanation.getByLabel('Customer', { exact: true }).first(), /^Chitra Nair/);
  await explanation.getByText('The rules do not find this person').waitFor();
  await expectAccessible(builder.page, 'an explanation');
  await screenshots(builder.page, 'segment-explained');
});

test('a saved segment shows who comes and goes before it is changed', async (journey) => {
  const builder = await openBuilder(journey);
  const { page } = builder;
  await builder.addRule();
  await builder.ask('1', { field: 'City', condition: 'Is', value: 'Mumbai' });
  await builder.untilSizeIs(2);
  await page.getByLabel('Name', { exact: true }).fill('In Mumbai');
  await page.getByRole('button', { name: 'Create segment' }).click();
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}/);
  await page.getByRole('heading', { level: 1, name: 'In Mumbai' }).waitFor();
  await settled(page);
  const id = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? '';
  expect(await sizeOf(journey.api, id)).toBe(2);

  await page.getByRole('tab', { name: /rules|edit/i }).click();
  await builder.ask('1', { field: 'City', condition: 'Is', value: 'Pune' });
  await builder.untilSizeIs(1);
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
  await dialog.getByText('+1 would come in').waitFor();
  await dialog.getByText('−2 would go out').waitFor();
  await expectAccessible(page, 'a difference');
  await screenshots(page, 'segment-difference');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await sizeOf(journey.api, id)).toBe(1);
});

test('whoever would lose rules that are not saved is asked first', async (journey) => {
  const builder = await openBuilder(journey);
  const { page } = builder;
  await builder.addRule();
  await linkTo(page, 'Customers').click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'detached' });
  await builder.rule('1').waitFor();
  await linkTo(page, 'Customers').click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL('/customers');
});

async function openBuilder(journey: Journey): Promise<SegmentBuilder> {
  const { page, faults } = await journey.visit({ as: 'marketer' });
  faults.allow(OVERTAKEN_COUNT);
  await open(page, '/segments/new');
  return new SegmentBuilder(page);
}

function handleOf({ page }: SegmentBuilder, name: string) {
  return page.getByRole('button', { name: `Move ${name}`, exact: true });
}

async function sizeOf(api: HeraldClient, segmentId: string): Promise<number> {
  return (await api.getSegment(segmentId)).audienceSize;
}
