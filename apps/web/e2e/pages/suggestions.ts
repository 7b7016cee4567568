import type { Locator, Page } from 'playwright-core';

/** The box above the builder in which an audience is described. */
export class DescribeBox {
  readonly page: Page;
  readonly text: Locator;

  constructor(page: Page) {
    this.page = page;
    this.text = page.getByRole('textbox', { name: 'Whom do you want to reach?' });
  }

  /** @returns the card with what was read in the words */
  async ask(words: string, title: 'Read as' | 'These words are not clear enough'): Promise<Locator> {
    await this.text.fill(words);
    await this.text.press('ControlOrMeta+Enter');
    const card = this.page.getByRole('region', { name: title });
    await card.waitFor();
    return card;
  }
}

/** Opens what was sent to the model. @returns each request that is shown there, as text */
export async function sentRequests(within: Locator): Promise<string[]> {
  await within.getByRole('button', { name: 'What was sent to the model' }).click();
  const requests = within.getByLabel(/^Request of call/);
  await requests.first().waitFor();
  return requests.allTextContents();
}
