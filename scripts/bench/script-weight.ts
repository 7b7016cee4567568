import { gzipSync } from 'node:zlib';

import type { Page, Request } from 'playwright-core';

export interface ScriptWeight {
  /** Of the scripts that the page itself names, which every address loads before its own part: as they came. */
  initialKb: number;
  /** The same for a browser that takes gzip only. */
  initialGzipKb: number;
  /** Of all scripts that came until now, as they came. */
  loadedKb: number;
}

const BYTES_PER_KB = 1_000;

/** Notes the scripts of a page that is about to be opened; the answer tells how much they weigh, compressed. */
export function weighScripts(page: Page): () => Promise<ScriptWeight> {
  const weights = new Map<string, Promise<{ kb: number; gzipKb: number }>>();
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') weights.set(request.url(), weigh(request));
  });
  return async () => {
    const named = await page.evaluate<string[]>(SCRIPTS_OF_THE_DOCUMENT);
    const all = await Promise.all([...weights].map(async ([url, weight]) => ({ url, ...(await weight) })));
    const initial = all.filter(({ url }) => named.includes(url));
    return {
      initialKb: sum(initial.map(({ kb }) => kb)),
      initialGzipKb: sum(initial.map(({ gzipKb }) => gzipKb)),
      loadedKb: sum(all.map(({ kb }) => kb)),
    };
  };
}

async function weigh(request: Request): Promise<{ kb: number; gzipKb: number }> {
  const { responseBodySize } = await request.sizes();
  const body = await (await request.response())?.body();
  return { kb: responseBodySize / BYTES_PER_KB, gzipKb: gzipSync(body ?? '').length / BYTES_PER_KB };
}

const sum = (figures: number[]) => figures.reduce((total, figure) => total + figure, 0);

/** As the server sent it: scripts add links to what they load later. */
const SCRIPTS_OF_THE_DOCUMENT = `fetch(location.href, { headers: { accept: 'text/html' } })
  .then((response) => response.text())
  .then((html) => new DOMParser().parseFromString(html, 'text/html'))
  .then((page) => [...page.querySelectorAll('script[src], link[rel=modulepreload]')])
  .then((elements) => elements.map((element) => new URL(element.getAttribute('src') ?? element.getAttribute('href'), location.href).href))`;
