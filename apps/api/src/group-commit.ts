interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what arrives together into one commit. While one commit runs, newcomers
 * gather for the next, so a lone item waits for nobody and a crowd shares its commits.
 */
export class GroupCommit<T, R> {
  private readonly commit: (items: T[]) => Promise<R[]>;
  private readonly maxItems: number;
  private waiting: Waiting<T, R>[] = [];
  private running: Promise<void> | undefined;

  /** @param commit stores items and answers one result per item, in their order; all or nothing. */
  constructor(commit: (items: T[]) => Promise<R[]>, maxItems: number) {
    this.commit = commit;
    this.maxItems = maxItems;
  }

  /** Resolves once the item is committed; rejects when its commit failed. */
  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Waits until everything that was added is settled. */
  async drain(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // Calls that were read from their sockets in the same turn belong together.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) await this.commitGroup(this.waiting.splice(0, this.maxItems));
    this.running = undefined;
  }

  private async commitGroup(group: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
