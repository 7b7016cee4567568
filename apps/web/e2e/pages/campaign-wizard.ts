import type { Page } from 'playwright-core';

const ID = /\/campaigns\/([0-9a-f-]{36})\/edit/;

/** The page on which a campaign is written. */
export class CampaignWizard {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get message() {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  segment(name: string) {
    return this.page.getByRole('region', { name: 'Who is it for?' }).getByRole('radio', { name, exact: true });
  }

  async continueTo(step: 'message' | 'review'): Promise<void> {
    await this.page.getByRole('button', { name: `Continue to the ${step}` }).click();
  }

  /** Resolves when everything that was typed is kept; a new draft has its own address by then. */
  async untilSaved(): Promise<string> {
    await this.page.waitForURL(ID);
    await this.page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    return ID.exec(this.page.url())?.[1] ?? '';
  }
}
