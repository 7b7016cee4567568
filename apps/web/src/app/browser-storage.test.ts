import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from '@jest/globals';

const SOURCES = path.join(__dirname, '..');

/** Where a page keeps things past its end, runs text as code, or lets others talk to it. */
const FORBIDDEN =
  /\b(?:localStorage|sessionStorage|indexedDB|caches|serviceWorker|postMessage|dangerouslySetInnerHTML|(?:inner|outer)HTML|insertAdjacentHTML)\b|document\.(?:cookie|write)|\beval\(|new Function\(|javascript:/;

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, code: readFileSync(path.join(SOURCES, file), 'utf8').replaceAll(/\/\/.*$/gm, '') }));

// The kit keeps the colour scheme; that is all that a browser knows when it comes back.
it('the web app keeps nothing of its own in the browser, and never runs text as code', () => {
  expect(files.length).toBeGreaterThan(10);
  const found = files.map(({ file, code }) => [file, FORBIDDEN.exec(code)?.[0]]).filter(([, what]) => what);
  expect(found).toEqual([]);
});
