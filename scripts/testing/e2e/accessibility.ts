import axe from 'axe-core';
import type { Page } from 'playwright-core';

import { still } from './settled.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Of axe's result what is needed to find the mistake. */
interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; html: string; failureSummary: string }[];
}

/**
 * Asks axe-core about the page as it is shown now.
 *
 * @throws Error naming each rule that does not hold, and where.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Half way from one colour to another nothing has the contrast that it will have.
  await still(page);
  const violations = await findViolations(page);
  if (violations.length === 0) return;
  throw new Error([`axe finds fault with ${where} (${page.url()}):`, ...violations.map(describe)].join('\n'));
}

async function findViolations(page: Page): Promise<Violation[]> {
  // Through the browser's debugger, which the content security policy does not stop.
  await page.evaluate(axe.source);
  const options = JSON.stringify({ runOnly: TAGS, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${options})`);
  return violations;
}

function describe({ id, help, nodes }: Violation): string {
  const places = nodes.map(({ target, html, failureSummary }) =>
    [`    ${target.join(' ')}`, `      ${html}`, ...failureSummary.split('\n').map((line) => `      ${line}`)].join(
      '\n',
    ),
  );
  return [`  ${id}: ${help}`, ...places].join('\n');
}
