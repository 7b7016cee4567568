import type { BrowserContext, Page } from 'playwright-core';

/** What Chromium says of a page that was opened in an observed context, in milliseconds from its beginning. */
export interface PageTimings {
  /** First and largest contentful paint. */
  firstPaintMs: number;
  largestPaintMs: number;
  /** All unexpected moves of things that are seen, added up. */
  layoutShift: number;
  longTasks: LongTask[];
}

export interface LongTask {
  startMs: number;
  tookMs: number;
}

/** Runs in the page, before anything of it. */
const OBSERVE = `(() => {
  const timings = { firstPaintMs: NaN, largestPaintMs: NaN, layoutShift: 0, longTasks: [] };
  window.heraldTimings = timings;
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') timings.firstPaintMs = entry.startTime;
  });
  observe('largest-contentful-paint', (entry) => { timings.largestPaintMs = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) timings.layoutShift += entry.value; });
  observe('longtask', (entry) => timings.longTasks.push({ startMs: entry.startTime, tookMs: entry.duration }));
})()`;

/** What observers are told is told between frames; this is after the next one. */
const NEXT_FRAMES =
  'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))';

export async function observeTimings(context: BrowserContext): Promise<void> {
  await context.addInitScript(OBSERVE);
}

/** Everything until now. */
export async function timingsOf(page: Page): Promise<PageTimings> {
  await page.evaluate(NEXT_FRAMES);
  return page.evaluate<PageTimings>('window.heraldTimings');
}

/** The page's own clock. */
export function clockOf(page: Page): Promise<number> {
  return page.evaluate<number>('performance.now()');
}
