/** An answer that is being made, or was. */
interface Entry<T> {
  answer: Promise<T>;
  /** Stops making it once nobody waits for it. */
  stop: AbortController;
  waiting: number;
  isSettled: boolean;
}

/**
 * Answers by what they follow from: whoever asks for the same while it is being made waits for that one, and
 * those worth keeping are given again. In the memory of one process; the longest unused goes first.
 */
export class SharedAnswers<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly most: number;
  private readonly isKept: (answer: T) => boolean;

  constructor(most: number, isKept: (answer: T) => boolean) {
    this.most = most;
    this.isKept = isKept;
  }

  /** @param signal ends the wait of this caller; the making goes on while another one waits. */
  async get(key: string, signal: AbortSignal, make: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const entry = this.entries.get(key) ?? this.begin(key, make);
    this.touch(key, entry);
    entry.waiting += 1;
    try {
      return await untilAborted(entry.answer, signal);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.isSettled) this.giveUp(key, entry);
    }
  }

  private begin(key: string, make: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const stop = new AbortController();
    const entry: Entry<T> = { answer: make(stop.signal), stop, waiting: 0, isSettled: false };
    entry.answer.then(
      (answer) => this.settle(key, entry, this.isKept(answer)),
      () => this.settle(key, entry, false),
    );
    return entry;
  }

  private settle(key: string, entry: Entry<T>, isKept: boolean): void {
    entry.isSettled = true;
    if (!isKept) this.forget(key, entry);
  }

  private giveUp(key: string, entry: Entry<T>): void {
    this.forget(key, entry);
    entry.stop.abort();
  }

  private touch(key: string, entry: Entry<T>): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
  }

  /** Another one may have taken its place. */
  private forget(key: string, entry: Entry<T>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }
}

function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
