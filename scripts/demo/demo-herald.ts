import type { SegmentRules } from '@herald/shared';

import { HeraldClient } from '../herald/herald-client.ts';
import { startThrowAwayHerald } from '../herald/throw-away-herald.ts';
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
  const api = new HeraldClient(sharedUrl ?? own?.url ?? '');
  try {
    if (sharedUrl) report.note('Herald', sharedUrl);
    await demo({ api, runTag: `demo-${Date.now().toString(36)}`, isShared: own === undefined });
  } finally {
    await api.close();
    await own?.stop();
  }
  return report.end();
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
