/** What a process that ends is waiting for, so that it can be said when time runs out. */
export class PendingSteps {
  private readonly steps = new Set<() => string>();

  /** @param what as in "not finished: 2 calls"; asked when it is to be said. */
  async wait(what: () => string, step: Promise<unknown> | undefined): Promise<void> {
    this.steps.add(what);
    await step;
    this.steps.delete(what);
  }

  describe(): string {
    return [...this.steps].map((what) => what()).join(', ');
  }
}
