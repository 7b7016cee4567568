import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { SegmentRules } from '@herald/shared';

import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
import { LOCAL_KEY_FILE } from '../start/local-secrets.ts';
import type { Report } from './report.ts';

/** The Herald that a demo runs against. */
export interface DemoHerald {
  api: HeraldClient;
  /** In every id and tag of this run, so that a Herald with other customers in it stays apart from them. */
  runTag: string;
  /** Whether other customers may be there. */
  isShared: boolean;
}

/** Runs a demo against `HERALD_URL`, or against a throw-away Herald that is stopped afterwards. */
export async function withDemoHerald(report: Report, demo: (herald: DemoHerald) => Promise<void>): Promise<boolean> {
  const sharedUrl = process.env.HERALD_URL;
  const own = sharedUrl ? undefined : await startOwn(report);
  const api = new HeraldClient(sharedUrl ?? own?.url ?? '', { apiKey: sharedUrl ? keyOfShared() : own?.apiKey });
  try {
    if (sharedUrl) report.note('Herald', sharedUrl);
    await demo({ api, runTag: `demo-${Date.now().toString(36)}`, isShared: own === undefined });
  } finally {
    await api.close();
    await own?.stop();
  }
  return report.end();
}

/** Of a Herald that `pnpm start` runs here unless another one is named. */
function keyOfShared(): string {
  const named = process.env.HERALD_API_KEY;
  if (named) return named;
  const file = path.resolve(import.meta.dirname, '../..', process.env.HERALD_DATA_DIR || '.data', LOCAL_KEY_FILE);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new Error('HERALD_API_KEY must be an API key of that Herald with the scopes ingest, read and campaigns.');
}

async function startOwn(report: Report) {
  const startedAtMs = performance.now();
  const herald = await startThrowAwayHerald({ log: (line) => console.error(line) });
  const tookMs = performance.now() - startedAtMs;
  report.note('a Herald of its own: PostgreSQL, API, worker', `${(tookMs / 1000).toFixed(1)} s`, herald.url);
  return herald;
}

/** `rules`, and on a shared Herald only among the customers of this run. */
export function withinRun(rules: SegmentRules, { runTag, isShared }: DemoHerald): SegmentRules {
  if (!isShared) return rules;
  return { combinator: 'and', rules: [{ field: 'tags', operator: 'has', value: runTag }, rules] };
}
