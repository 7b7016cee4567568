import type { Role } from '@herald/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import type { HeraldClient } from '../../herald/herald-client.ts';
import type { ThrowAwayHerald } from '../../herald/throw-away-herald.ts';
import { signInNewMember } from '../fixtures/signed-in-member.ts';
import { openContext, type VisitorOptions } from './chromium.ts';
import { PageFaults } from './page-faults.ts';
import { saveShot } from './shots.ts';

/** Where the tests of a file play. */
export interface Stage {
  herald: ThrowAwayHerald;
  /** As an integrator calls it, with every scope. */
  api: HeraldClient;
  browser: Browser;
  /** The last that the processes of Herald said. */
  heraldLines: readonly string[];
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  faults: PageFaults;
}

interface VisitOptions extends Omit<VisitorOptions, 'cookies'> {
  /** Signed in as a new member of this role; else not signed in. */
  as?: Role;
}

const WAIT_TIMEOUT_MS = 15_000;
/** By which a page learns that nobody has signed in. */
const NOT_SIGNED_IN = /^answer: 401 GET \/api\/me$/;

/** One test: who visits Herald in it, and what goes wrong in their pages. */
export class Journey {
  readonly herald: ThrowAwayHerald;
  readonly api: HeraldClient;
  private readonly name: string;
  private readonly stage: Stage;
  private readonly visits: Visit[] = [];

  constructor(name: string, stage: Stage) {
    this.name = name;
    this.stage = stage;
    this.herald = stage.herald;
    this.api = stage.api;
  }

  /** Somebody comes with a browser of their own. */
  async visit({ as, ...options }: VisitOptions = {}): Promise<Visit> {
    const { url, databaseUrl } = this.herald;
    const cookies = as === undefined ? [] : [{ ...(await signInNewMember(databaseUrl, as)), url }];
    const context = await openContext(this.stage.browser, url, { ...options, cookies });
    context.setDefaultTimeout(WAIT_TIMEOUT_MS);
    const faults = await PageFaults.watch(context);
    if (as === undefined) faults.allow(NOT_SIGNED_IN);
    const visit = { page: await context.newPage(), context, faults };
    this.visits.push(visit);
    return visit;
  }

  /** @throws Error of the test, or naming what its pages met. */
  async run(play: (journey: this) => Promise<void>): Promise<void> {
    try {
      await play(this);
      this.expectNoFaults();
    } catch (error) {
      await this.tellMore();
      throw error;
    } finally {
      for (const { context } of this.visits) await context.close();
    }
  }

  private expectNoFaults(): void {
    const faults = this.visits.flatMap((visit) => visit.faults.unexpected);
    if (faults.length > 0) throw new Error(`The pages met what nobody expected:\n  ${faults.join('\n  ')}`);
  }

  /** What helps to see why it failed. */
  private async tellMore(): Promise<void> {
    const lines: string[] = [];
    for (const [index, { context, faults }] of this.visits.entries()) {
      for (const page of context.pages()) {
        const shot = `failed/${this.name.replaceAll(/\W+/g, '-')}-${index + 1}`;
        // The page may be the very thing that does not answer.
        const saved = await saveShot(page, shot).catch((error: unknown) => `no picture: ${String(error)}`);
        lines.push(`page ${index + 1} is at ${page.url()}: ${saved}`);
      }
      lines.push(...faults.unexpected.map((fault) => `  ${fault}`));
    }
    lines.push(...this.stage.heraldLines.map((line) => `  Herald: ${line}`));
    process.stderr.write(`"${this.name}" failed:\n${lines.join('\n')}\n`);
  }
}
