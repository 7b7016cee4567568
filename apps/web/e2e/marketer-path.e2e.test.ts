import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

import type { HeraldClient } from '../../../scripts/herald/herald-client.ts';
import { expectAccessible } from '../../../scripts/testing/e2e/accessibility.ts';
import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import { hasFocus, pick, pressAt, tabTo, typeInto } from '../../../scripts/testing/e2e/keyboard.ts';
import { settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import { CampaignWizard } from './pages/campaign-wizard.ts';
import { linkTo } from './pages/main-nav.ts';
import { OVERTAKEN_COUNT, SegmentBuilder } from './pages/segment-builder.ts';

/** The last row has no address that could be one; as files count, with the header, it is row 6. Esha has none at all. */
const CUSTOMERS = `Email,Full name,Customer ID,City,Visits
asha@example.com,Asha Rao,P-1,Mumbai,12
ben@example.com,Ben Okafor,P-2,Delhi,1
chitra@example.com,Chitra Nair,P-3,Mumbai,2
,Esha Iyer,P-4,Pune,0
not an address,Farah Khan,P-5,Pune,3
`;
/** Who spent 1,000 or more: Asha, Chitra and Esha. */
const ORDERS = `Order ID,Customer ID,Total,Order date
O-1,P-1,2500.00,2026-05-02
O-2,P-2,100.00,2026-05-03
O-3,P-3,700.00,2026-05-04
O-4,P-3,800.50,2026-06-04
O-5,P-4,3000.00,2026-06-05
`;
const MESSAGE = 'Hi {firstName|there}, thank you from all of us.';
/** Of three, Esha has no email. */
const SIZE = 3;
const RECIPIENTS = 2;

/** A vendor that fails nobody, and books that are closed soon after the last message. */
const test = endToEnd({ env: { MOCK_VENDOR_FAILURE_RATE: '0', RECOUNT_INTERVAL_MS: '500' } });

test('from sign-in to a campaign that was delivered, without a word of documentation', async (journey) => {
  const { page, faults } = await journey.visit();
  faults.allow(OVERTAKEN_COUNT);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in as the demo owner' }).click();

  await linkTo(page, 'Add data').click();
  await paste(page, CUSTOMERS);
  await page.getByRole('button', { name: 'Check all rows' }).click();
  const badRows = page.getByRole('list', { name: 'Rows with problems' });
  await badRows.getByText(/email/i).first().waitFor();
  await screenshots(page, 'data-bad-row');
  await badRows.getByRole('textbox', { name: 'Email in row 6' }).fill('farah@example.com');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Send 5 customers' }).click();
  await untilStored(page, 5);
  await expectAccessible(page, 'what became of the rows');
  await screenshots(page, 'data-stored');

  await page.getByRole('button', { name: 'Add more data' }).click();
  await ordersChoice(page).click();
  await paste(page, ORDERS);
  await page.getByRole('button', { name: 'Check all rows' }).click();
  await page.getByRole('button', { name: 'Send 5 orders' }).click();
  await untilStored(page, 5);

  await linkTo(page, 'Segments').click();
  await page
    .getByRole('link', { name: /segment/i })
    .and(page.locator('[href="/segments/new"]'))
    .first()
    .click();
  await settled(page);
  const builder = new SegmentBuilder(page);
  await builder.addRule();
  await builder.ask('1', { field: 'Total spend', condition: 'Is at least', value: '1000' });
  await builder.untilSizeIs(SIZE);
  await page.getByLabel('Name', { exact: true }).fill('Good customers');
  await page.getByRole('button', { name: 'Create segment' }).click();
  await page.getByText(`It has ${SIZE} people`).waitFor();
  await screenshots(page, 'segment-created');

  await page.getByRole('link', { name: 'Create campaign with this segment' }).click();
  const wizard = new CampaignWizard(page);
  const id = await wizard.untilSaved();
  await wizard.continueTo('message');
  await wizard.message.fill(MESSAGE);
  await page.getByText('Hi Asha, thank you from all of us.').or(page.getByText('Hi Chitra, thank you')).waitFor();
  await wizard.continueTo('review');
  const sentence = `Send to ${RECIPIENTS} people now`;
  await page.getByRole('button', { name: sentence }).waitFor();
  await expectAccessible(page, 'the review');
  await screenshots(page, 'campaign-review');
  await page.getByRole('button', { name: sentence }).click();
  await page
    .getByRole('dialog', { name: `${sentence}?` })
    .getByRole('button', { name: sentence })
    .click();

  await expectOnTop(page, id);
  await page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first().click();
  await untilFinished(page);
  await screenshots(page, 'campaign-finished');
  await expectBooks(journey.api, id);
});

test('the same path with the keyboard alone', async (journey) => {
  const { page, faults } = await journey.visit();
  faults.allow(OVERTAKEN_COUNT);
  await page.goto('/');
  await pressAt(page, page.getByRole('button', { name: 'Sign in as the demo owner' }));

  await pressAt(page, linkTo(page, 'Add data'));
  await pasteByKeyboard(page, CUSTOMERS);
  await pressAt(page, page.getByRole('button', { name: 'Check all rows' }));
  await pressAt(page, page.getByRole('button', { name: 'Skip 1 and send 4 customers' }));
  await untilStored(page, 4);
  await pressAt(page, page.getByRole('button', { name: 'Add more data' }));
  await pressAt(page, ordersChoice(page), 'Space');
  await pasteByKeyboard(page, ORDERS);
  await pressAt(page, page.getByRole('button', { name: 'Check all rows' }));
  await pressAt(page, page.getByRole('button', { name: 'Send 5 orders' }));
  await untilStored(page, 5);

  await pressAt(page, page.getByRole('link', { name: 'Skip to content' }), 'Shift+Tab');
  await pressAt(page, linkTo(page, 'Segments'));
  await pressAt(page, page.locator('a[href="/segments/new"]').first());
  await page.getByRole('heading', { level: 1, name: 'New segment' }).waitFor();
  await settled(page);
  const builder = new SegmentBuilder(page);
  await pressAt(page, builder.root.getByRole('button', { name: 'Add rule' }));
  const rule = builder.rule('1');
  // The new rule has the focus: nobody has to look for it.
  expect(await hasFocus(page, rule.getByLabel('Field', { exact: true }).first())).toBe(true);
  await pick(page, rule.getByLabel('Field', { exact: true }).first(), 'Total spend');
  await pick(page, rule.getByLabel('Condition', { exact: true }).first(), 'Is at least');
  await typeInto(page, rule.getByLabel('Value', { exact: true }), '1000');
  await builder.untilSizeIs(SIZE);
  await typeInto(page, page.getByLabel('Name', { exact: true }), 'Good customers by keyboard');
  await page.keyboard.press('Enter');
  await page.getByText(`It has ${SIZE} people`).waitFor();

  await pressAt(page, page.getByRole('link', { name: 'Create campaign with this segment' }));
  const wizard = new CampaignWizard(page);
  const id = await wizard.untilSaved();
  await pressAt(page, page.getByRole('button', { name: 'Continue to the message' }));
  await typeInto(page, wizard.message, MESSAGE);
  await pressAt(page, page.getByRole('button', { name: 'Continue to the review' }));
  const sentence = `Send to ${RECIPIENTS} people now`;
  const send = page.getByRole('button', { name: sentence });
  await send.and(page.locator(':enabled')).waitFor();
  await pressAt(page, send);
  const dialog = page.getByRole('dialog', { name: `${sentence}?` });
  await pressAt(page, dialog.getByRole('button', { name: sentence }));

  await expectOnTop(page, id);
  await pressAt(page, page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first());
  await untilFinished(page);
  await expectBooks(journey.api, id);
});

function ordersChoice(page: Page) {
  return page.getByRole('region', { name: 'Add a file' }).getByRole('radio', { name: 'Orders' });
}

async function paste(page: Page, rows: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste rows instead' }).click();
  await page.getByLabel('Rows, with a header').fill(rows);
  await page.getByRole('button', { name: 'Read rows' }).click();
}

async function pasteByKeyboard(page: Page, rows: string): Promise<void> {
  await pressAt(page, page.getByRole('button', { name: 'Paste rows instead' }));
  await tabTo(page, page.getByLabel('Rows, with a header'));
  await page.keyboard.insertText(rows);
  await pressAt(page, page.getByRole('button', { name: 'Read rows' }));
}

async function untilStored(page: Page, rows: number): Promise<void> {
  await page.getByText(`${rows} stored, 0 rejected`).waitFor({ state: 'attached' });
}

/** After the launch one is on the history, and the new campaign is the first there. */
async function expectOnTop(page: Page, campaignId: string): Promise<void> {
  await page.waitForURL('/campaigns');
  const first = page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first();
  await first.and(page.locator(`[href="/campaigns/${campaignId}"]`)).waitFor();
}

async function untilFinished(page: Page): Promise<void> {
  await page
    .locator('header')
    .filter({ has: page.locator('h1') })
    .getByText('Finished', { exact: true })
    .waitFor();
  await page.getByText(/The books balance/).waitFor();
  await settled(page);
}

/** As many as were shown while building are in the campaign, and each of them is accounted for. */
async function expectBooks(api: HeraldClient, campaignId: string): Promise<void> {
  const { audienceSize, rows, byStatus, balanced } = await api.getBooks(campaignId);
  const { SENT: sent, EXCLUDED: excluded } = byStatus;
  expect({ audienceSize, rows, sent, excluded, balanced }).toEqual({
    audienceSize: SIZE,
    rows: SIZE,
    sent: RECIPIENTS,
    excluded: SIZE - RECIPIENTS,
    balanced: true,
  });
}
