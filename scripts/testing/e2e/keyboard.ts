import type { Locator, Page } from 'playwright-core';

/** More than any page has places to stop at. */
const MOST_STOPS = 200;

/**
 * Goes with the Tab key to a control, from wherever the focus is, as somebody without a mouse does.
 *
 * @throws Error when it is not among the stops of the page.
 */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await control.waitFor();
  for (let stop = 0; stop <= MOST_STOPS; stop += 1) {
    if (await hasFocus(page, control)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST_STOPS} presses of ${key} did not lead to ${String(control)}`);
}

/** Goes to a control and presses a key there. */
export async function pressAt(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** Goes to a field and types, in place of what is there. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

export async function hasFocus(page: Page, control: Locator): Promise<boolean> {
  return (await control.and(page.locator(':focus')).count()) > 0;
}

/** Chooses from a box with choices, with the arrow keys. */
export async function pick(page: Page, box: Locator, option: string): Promise<void> {
  await tabTo(page, box);
  const wanted = page.getByRole('option', { name: option, exact: true }).and(page.locator('[data-combobox-selected]'));
  for (let stop = 0; stop <= MOST_STOPS; stop += 1) {
    await page.keyboard.press('ArrowDown');
    if ((await wanted.count()) > 0) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`${MOST_STOPS} presses of ArrowDown did not lead to ${option}`);
}
