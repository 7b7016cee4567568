import type { Locator, Page } from 'playwright-core';

/** Where one can go from every page. */
export type Place = 'Dashboard' | 'Campaigns' | 'Segments' | 'Customers' | 'Add data' | 'Settings';

/** The link to a place, beside the page; a page may have others with its name. */
export function linkTo(page: Page, place: Place): Locator {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place, exact: true });
}
