import type { Locator, Page } from 'playwright-core';

/** Of a count that a newer one overtook before the page could give it up. */
export const OVERTAKEN_COUNT = /^answer: 409 POST \/api\/segments\/preview$/;

interface Question {
  field: string;
  condition?: string;
  /** Typed; several are entered one after the other. */
  value?: string | readonly string[];
}

/** The page on which rules are written, as somebody with a mouse uses it. */
export class SegmentBuilder {
  readonly page: Page;
  readonly root: Locator;
  readonly audience: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('group', { name: 'Who is in the segment', exact: true });
    this.audience = page.getByRole('region', { name: 'Audience', exact: true });
  }

  /** @param place as the page counts: `2`, or `2.1` within group 2 */
  rule(place: string): Locator {
    return this.page.getByRole('group', { name: `Rule ${place}`, exact: true });
  }

  group(place: string): Locator {
    return this.page.getByRole('group', { name: `Group ${place}`, exact: true });
  }

  /** Adds a rule at the end of a group, or of the root. */
  async addRule(to: Locator = this.root): Promise<void> {
    await to.getByRole('button', { name: 'Add rule' }).last().click();
  }

  async ask(place: string, { field, condition, value }: Question): Promise<void> {
    const rule = this.rule(place);
    await choose(rule.getByLabel('Field', { exact: true }).first(), field);
    if (condition !== undefined) await choose(rule.getByLabel('Condition', { exact: true }).first(), condition);
    if (typeof value === 'string') await rule.getByLabel('Value', { exact: true }).first().fill(value);
    for (const each of typeof value === 'object' ? value : []) {
      await rule.getByLabel('Values', { exact: true }).first().fill(each);
      await this.page.keyboard.press('Enter');
    }
  }

  /** How the rules of a group are joined. */
  async join(group: Locator, how: 'All of' | 'Any of'): Promise<void> {
    await group.getByRole('radiogroup').first().getByText(how, { exact: true }).click();
  }

  /** Resolves when the size stands, and is this one. */
  async untilSizeIs(size: number): Promise<void> {
    const words = `${size} ${size === 1 ? 'person' : 'people'}, `;
    await this.audience.getByText(new RegExp(`^${words}`)).waitFor({ state: 'attached' });
  }
}

/** Opens a box with choices and takes one of them. */
export async function choose(box: Locator, option: string | RegExp): Promise<void> {
  await box.click();
  await box.page().getByRole('option', { name: option, exact: true }).click();
}
