import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

import { checkBooks, checkReceipts, checkRecipients, follow, launch, untilFinished } from './campaign.ts';
import { cleanUp } from './clean-up.ts';
import type { Traces } from './clean-up.ts';
import { UsageError } from './command-line.ts';
import type { SmokeSettings } from './command-line.ts';
import { checkKey, checkTotals, checkWorkers, saveSegment, vendorsOf, writeCustomers, writeOrders } from './inside.ts';
import {
  checkHealth,
  checkReadiness,
  checkRedirect,
  checkRefusals,
  checkSignIn,
  checkTls,
  checkVersion,
  checkWebApp,
} from './outside.ts';
import { OwnShop, runTag } from './own-shop.ts';
import { SmokeClient } from './smoke-client.ts';
import { SmokeFailure } from './smoke-failure.ts';

/** After the time for all steps a step that waits can still look why nothing came. */
const GRACE_MS = 10_000;
/** What is made is cleared away also when the time for all steps is over. */
const CLEAN_UP_TIMEOUT_MS = 30_000;

/** Prints lines. */
export type Print = (line: string) => void;

/**
 * Walks a deployed Herald, and prints each step with its time and what was checked.
 *
 * @param interrupted ends the walk when it aborts, with a SmokeFailure; what was made is cleared away all the same.
 * @returns whether all of them hold. The first that does not ends the walk.
 */
export async function runSmoke(
  settings: SmokeSettings,
  ownVersion: string,
  print: Print,
  interrupted: AbortSignal,
): Promise<boolean> {
  const ca = readAuthorities(settings.caFile);
  const timeOver = new SmokeFailure(
    `the time for all steps is over (${settings.timeoutMs / 1000} s)`,
    'what took so long above; --timeout gives more',
  );
  const ending = new AbortController();
  const deadline = Date.now() + settings.timeoutMs;
  const timer = setTimeout(() => ending.abort(timeOver), settings.timeoutMs + GRACE_MS);
  const { origin, apiKey } = settings;
  const signal = AbortSignal.any([ending.signal, interrupted]);
  const client = new SmokeClient({ origin, apiKey, ca, deadline, signal });
  const wantsMessages = settings.campaign === 'sent';
  const tag = runTag(new Date(), randomBytes(2).toString('hex'));
  const traces: Traces = { shop: new OwnShop({ tag, size: settings.customers, wantsMessages }), hasCustomers: false };
  const steps = new Steps(print);
  print(`Herald at ${origin}, run ${tag}`);
  try {
    await walk({ client, settings, ca, ownVersion, traces, steps, print });
  } catch (error) {
    if (!(error instanceof SmokeFailure)) throw error;
  } finally {
    clearTimeout(timer);
    await client.close();
    await clearAway({ origin, apiKey, ca }, traces, steps);
  }
  print(steps.failed === undefined ? `All ${steps.count} steps hold.` : `The step "${steps.failed}" does not hold.`);
  return steps.failed === undefined;
}

interface Walk {
  client: SmokeClient;
  settings: SmokeSettings;
  ca: string[] | undefined;
  ownVersion: string;
  traces: Traces;
  steps: Steps;
  print: Print;
}

async function walk({ client, settings, ca, ownVersion, traces, steps, print }: Walk): Promise<void> {
  const { shop } = traces;
  await steps.run('health', () => checkHealth(client));
  await steps.run('readiness', () => checkReadiness(client));
  await steps.run('version', () => checkVersion(client, ownVersion));
  await steps.run('TLS', () => checkTls(client, ca));
  await steps.run('redirect', () => checkRedirect(client, settings.plainOrigin));
  await steps.run('web app', () => checkWebApp(client));
  await steps.run('refusals', () => checkRefusals(client));
  await steps.run('sign-in', () => checkSignIn(client));
  await steps.run('key', () => checkKey(client));
  const { state } = await steps.find('workers', () => checkWorkers(client, settings.campaign !== 'none'));

  traces.hasCustomers = true;
  await steps.run('customers', () => writeCustomers(client, shop));
  await steps.run('orders', () => writeOrders(client, shop));
  await steps.run('totals', () => checkTotals(client, shop));
  const { segmentId } = await steps.find('segment', () => saveSegment(client, shop));
  traces.segmentId = segmentId;
  if (settings.campaign === 'none') return;

  const wantsMessages = settings.campaign === 'sent';
  if (wantsMessages) {
    print(
      `       ${shop.size} messages now go to ${vendorsOf(state)}, for addresses at herald.invalid, which reach nobody`,
    );
  }
  const { campaignId } = await steps.find('launch', () => launch(client, shop, segmentId));
  traces.campaignId = campaignId;
  await steps.run('live', () => follow(client, campaignId));
  const { campaign } = await steps.find('finished', () => untilFinished(client, campaignId));
  await steps.run('recipients', async () => checkRecipients(campaign, shop, wantsMessages));
  await steps.run('books', () => checkBooks(client, campaignId, shop));
  if (wantsMessages) await steps.run('receipts', async () => checkReceipts(campaign));
}

/** With a client of its own: the walk's may have run out of time. */
async function clearAway(
  target: { origin: string; apiKey: string; ca: string[] | undefined },
  traces: Traces,
  steps: Steps,
): Promise<void> {
  if (!traces.hasCustomers) return;
  const client = new SmokeClient({
    ...target,
    deadline: Date.now() + CLEAN_UP_TIMEOUT_MS,
    signal: AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS),
  });
  try {
    await steps.run('clean-up', () => cleanUp(client, traces));
  } catch (error) {
    if (!(error instanceof SmokeFailure)) throw error;
  } finally {
    await client.close();
  }
}

/** Runs steps and tells of each. */
class Steps {
  count = 0;
  /** The first that does not hold. */
  failed: string | undefined;
  private readonly print: Print;

  constructor(print: Print) {
    this.print = print;
  }

  /** @param check says what it checked. @throws SmokeFailure, which was told. */
  async run(name: string, check: () => Promise<string>): Promise<void> {
    await this.find(name, async () => ({ told: await check() }));
  }

  async find<T extends { told: string }>(name: string, check: () => Promise<T>): Promise<T> {
    this.count += 1;
    const startedAt = performance.now();
    const took = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
    try {
      const found = await check();
      this.print(`ok     ${name.padEnd(10)} ${took()}  ${found.told}`);
      return found;
    } catch (error) {
      this.failed ??= name;
      const { message } = error as Error;
      this.print(`FAILED ${name.padEnd(10)} ${took()}  ${message}`);
      if (error instanceof SmokeFailure) this.print(`       Look at: ${error.lookAt}.`);
      throw error;
    }
  }
}

/** Those that Node believes and those of the file. */
function readAuthorities(file: string | undefined): string[] | undefined {
  if (file === undefined) return undefined;
  try {
    return [...rootCertificates, readFileSync(file, 'utf8')];
  } catch (error) {
    throw new UsageError(`--ca: ${(error as Error).message}`);
  }
}
