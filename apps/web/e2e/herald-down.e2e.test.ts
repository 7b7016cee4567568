import { endToEnd } from '../../../scripts/testing/e2e/end-to-end.ts';
import type { Journey, Visit } from '../../../scripts/testing/e2e/journey.ts';
import { SERVER_IS_GONE } from '../../../scripts/testing/e2e/page-faults.ts';
import { settled } from '../../../scripts/testing/e2e/settled.ts';
import { screenshots } from '../../../scripts/testing/e2e/shots.ts';
import { sendShop } from '../../../scripts/testing/e2e/furnished-shop.ts';
import { linkTo } from './pages/main-nav.ts';

const CUSTOMERS = 30;
const test = endToEnd({ prepare: async (api) => void (await sendShop(api, CUSTOMERS)) });

test('says that Herald is down, and goes on by itself once it is back', async (journey) => {
  const { page } = await onCustomers(journey);
  const people = page.getByRole('row');
  await people.nth(1).waitFor();
  await journey.herald.api.kill('SIGKILL');

  const search = page.getByRole('searchbox', { name: 'Search customers' });
  await search.fill('no such person');
  await page.getByRole('alert').filter({ hasText: 'Herald cannot be reached' }).waitFor();
  await screenshots(page, 'herald-down');

  await search.fill('');
  await journey.herald.api.start();
  await page.getByRole('alert').first().waitFor({ state: 'detached' });
  await people.nth(1).waitFor();
});

test('a page that was never opened opens once Herald is back', async (journey) => {
  const { page } = await onCustomers(journey);
  await journey.herald.api.kill('SIGKILL');
  await linkTo(page, 'Segments').click();
  await page.getByRole('alert').filter({ hasText: 'Herald cannot be reached' }).waitFor();

  await journey.herald.api.start();
  await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
  await page.getByRole('alert').first().waitFor({ state: 'detached' });
});

async function onCustomers(journey: Journey): Promise<Visit> {
  const visit = await journey.visit({ as: 'owner' });
  visit.faults.allow(SERVER_IS_GONE);
  await visit.page.goto('/customers');
  await settled(visit.page);
  return visit;
}
