import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_MS = 2_000;
const POLL_MS = 50;

/** What a test file must not leave behind, as Node names it. */
const WATCHED_RESOURCES: Record<string, string> = {
  ProcessWrap: 'child process',
  TCPServerWrap: 'listening server',
  PipeServerWrap: 'listening server',
};

/** Fails a test file that ends with servers or child processes of its own still running. */
export default class LeakCheckingEnvironment extends TestEnvironment {
  #before: string[] = [];
  #aTestFailed = false;

  override async setup(): Promise<void> {
    await super.setup();
    this.#before = watchedResources();
  }

  handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent): void {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#aTestFailed = true;
    if (event.name === 'error') this.#aTestFailed = true;
  }

  override async teardown(): Promise<void> {
    const leaks = await this.#leaksAfterSettling();
    await this.cleanUp(leaks);
    await super.teardown();
    if (leaks.length === 0) return;
    const report = `The test file ended and left open:\n${leaks.map((leak) => `  - ${leak}`).join('\n')}`;
    // An exception here replaces the results of the file, so a failed test keeps the word.
    if (this.#aTestFailed) process.stderr.write(`${report}\n`);
    else throw new Error(report);
  }

  /** What the file left open, in words; asked again until it is nothing or the time is up. */
  protected async findLeaks(): Promise<string[]> {
    const before = [...this.#before];
    return watchedResources()
      .filter((resource) => {
        const known = before.indexOf(resource);
        if (known !== -1) before.splice(known, 1);
        return known === -1;
      })
      .map((resource) => WATCHED_RESOURCES[resource] ?? resource);
  }

  /** Runs after the look for leaks, whatever it found. */
  protected async cleanUp(_leaks: readonly string[]): Promise<void> {}

  async #leaksAfterSettling(): Promise<string[]> {
    const deadline = Date.now() + SETTLE_MS;
    for (;;) {
      const leaks = await this.findLeaks();
      if (leaks.length === 0 || Date.now() > deadline) return leaks;
      await sleep(POLL_MS);
    }
  }
}

function watchedResources(): string[] {
  return process.getActiveResourcesInfo().filter((resource) => resource in WATCHED_RESOURCES);
}
