import { runInNewCall } from '@herald/platform';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

export interface GroupLimits<T> {
  /** Most of what a commit stores; one item that is larger has a commit of its own. */
  maxSize: number;
  /** How much of that an item is; by default 1. */
  sizeOf?: (item: T) => number;
  /** After this time newcomers wait no longer for the commit that runs; by default they wait for its end. */
  maxWaitMs?: number;
}

/** Commits at once when one takes longer than newcomers may wait. */
const MAX_RUNNING = 4;

/**
 * Gathers what arrives together into one commit. While one commit runs, newcomers
 * gather for the next, so a lone item waits for nobody and a crowd shares its commits.
 */
export class GroupCommit<T, R> {
  private readonly commit: (items: T[]) => Promise<R[]>;
  private readonly limits: GroupLimits<T>;
  private waiting: Waiting<T, R>[] = [];
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  /** @param commit stores items and answers one result per item, in their order; all or nothing. */
  constructor(commit: (items: T[]) => Promise<R[]>, limits: GroupLimits<T>) {
    this.commit = commit;
    this.limits = limits;
  }

  /** Resolves once the item is committed; rejects when its commit failed. */
  add(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** Waits until everything that was added is settled. */
  async drain(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private schedule(): void {
    if (this.waiting.length === 0) return;
    const { maxWaitMs } = this.limits;
    if (this.running.size === 0) this.start();
    else if (maxWaitMs !== undefined && this.running.size < MAX_RUNNING) {
      this.timer ??= setTimeout(() => this.start(), maxWaitMs);
    }
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // It is no more the first one's than that of any other.
    const run = runInNewCall(() => this.commitNext()).finally(() => {
      this.running.delete(run);
      this.schedule();
    });
    this.running.add(run);
  }

  private async commitNext(): Promise<void> {
    // Calls that were read from their sockets in the same turn belong together.
    await new Promise(setImmediate);
    const group = this.takeGroup();
    this.schedule();
    try {
      const results = await this.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** Whole items in their order, at least one of them. */
  private takeGroup(): Waiting<T, R>[] {
    const { maxSize, sizeOf = () => 1 } = this.limits;
    let size = 0;
    const end = this.waiting.findIndex(({ item }, index) => (size += sizeOf(item)) > maxSize && index > 0);
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }
}
