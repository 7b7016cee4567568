import { afterAll, beforeAll, test } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { HeraldClient } from '../../herald/herald-client.ts';
import type { ThrowAwayHerald, ThrowAwayHeraldOptions } from '../../herald/throw-away-herald.ts';
import { TEST_SESSION_SECRET } from '../fixtures/signed-in-member.ts';
import { testServers } from '../fixtures/test-servers.ts';
import { openBrowser } from './chromium.ts';
import { Journey, type Stage } from './journey.ts';
import { startTrialHerald } from './trial-herald.ts';

/** For a Herald and a browser to start or to stop on a busy machine, and for one test. */
const TIMEOUT_MS = 120_000;
const KEPT_LINES = 40;

export interface EndToEndOptions {
  /** Over the defaults, for every process of Herald; a function may first start what they are to call. */
  env?: ThrowAwayHeraldOptions['env'] | (() => Promise<ThrowAwayHeraldOptions['env']>);
  /** Runs once before the tests. */
  prepare?: (api: HeraldClient) => Promise<void>;
}

/**
 * To be called at the top of an end-to-end test file: gives it a Herald and a browser of its own.
 *
 * @returns what stands in place of `test`: it also fails when a page met an error that nobody expected.
 */
export function endToEnd({ env = {}, prepare }: EndToEndOptions = {}) {
  const { databaseUrl } = testServers();
  const heraldLines: string[] = [];
  let stage: Stage | undefined;

  beforeAll(async () => {
    const log = (line: string) => {
      heraldLines.push(line);
      if (heraldLines.length > KEPT_LINES) heraldLines.shift();
    };
    const sessions = { SESSION_SECRET: TEST_SESSION_SECRET };
    const ownEnv = typeof env === 'function' ? await env() : env;
    const herald = await startTrialHerald({ databaseUrl, isMigrated: true, log, env: { ...sessions, ...ownEnv } });
    const api = new HeraldClient(herald.url, herald);
    stage = { herald, api, browser: await openBrowserOr(() => leave(herald, api)), heraldLines };
    await prepare?.(api);
  }, TIMEOUT_MS);
  afterAll(async () => {
    if (stage) await leave(stage.herald, stage.api, stage.browser);
  }, TIMEOUT_MS);

  return (name: string, play: (journey: Journey) => Promise<void>): void => {
    test(
      name,
      async () => {
        if (!stage) throw new Error('there is no Herald, or no browser');
        await new Journey(name, stage).run(play);
      },
      TIMEOUT_MS,
    );
  };
}

/** `afterAll` does not know of what a failed `beforeAll` started. */
async function openBrowserOr(giveUp: () => Promise<void>): Promise<Browser> {
  try {
    return await openBrowser();
  } catch (error) {
    await giveUp();
    throw error;
  }
}

async function leave(herald: ThrowAwayHerald, api: HeraldClient, browser?: Browser): Promise<void> {
  await browser?.close();
  await api.close();
  await herald.stop();
}
