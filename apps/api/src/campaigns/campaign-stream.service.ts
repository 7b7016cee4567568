import { DomainError } from '@herald/shared';
import type { CampaignProgress } from '@herald/shared';

import type { CampaignWatcher } from './campaign-watcher.ts';

export interface StreamLimits {
  /** After so long a stream ends, and whoever wants to go on comes back and is let in anew. */
  longestMs: number;
  /** So often a stream in which nothing happens shows that it is there. */
  heartbeatMs: number;
  /** For this process. */
  mostStreams: number;
  mostPerCaller: number;
}

/** After so long browsers come back when a stream has ended. */
const RETRY_MS = 1_000;
/** For those who find no room; browsers do not come back to a refusal on their own. */
const RETRY_REFUSED_SEC = 5;

type Send = (text: string) => Promise<void>;

/** Tells of campaigns as they go on, in Server-Sent Events. */
export class CampaignStreamService {
  private readonly watcher: CampaignWatcher;
  private readonly limits: StreamLimits;
  /** The open streams, each with who reads it. */
  private readonly open = new Map<AbortController, string>();
  private isDraining = false;

  constructor(watcher: CampaignWatcher, limits: StreamLimits) {
    this.watcher = watcher;
    this.limits = limits;
  }

  /**
   * @param reader whose streams are counted together.
   * @param readerGone ends the stream.
   * @returns what writes the stream, to its end.
   * @throws DomainError `unavailable` when there are too many streams, `not_found`
   */
  async start(id: string, reader: string, readerGone: AbortSignal): Promise<(send: Send) => Promise<void>> {
    const stream = this.take(reader);
    const changes = this.watcher.follow(id, stream.signal);
    const end = () => stream.abort();
    const timer = setTimeout(end, this.limits.longestMs);
    readerGone.addEventListener('abort', end);
    // However it ends, and whether or not anybody began to write it.
    stream.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      readerGone.removeEventListener('abort', end);
      this.open.delete(stream);
      void changes.return();
    });
    if (readerGone.aborted) end();
    try {
      const first = await changes.next();
      if (first.done === true) throw stream.signal.aborted ? noRoom() : notFound(id);
      return (send) => this.write(send, first.value, changes, stream);
    } catch (error) {
      end();
      throw error;
    }
  }

  get openCount(): number {
    return this.open.size;
  }

  /** Ends all streams, for this process is about to end. */
  drain(): void {
    this.isDraining = true;
    for (const stream of this.open.keys()) stream.abort();
  }

  private take(reader: string): AbortController {
    const ofReader = [...this.open.values()].filter((each) => each === reader).length;
    const isFull = this.open.size >= this.limits.mostStreams || ofReader >= this.limits.mostPerCaller;
    if (this.isDraining || isFull) throw noRoom();
    const stream = new AbortController();
    this.open.set(stream, reader);
    return stream;
  }

  private async write(
    send: Send,
    first: CampaignProgress,
    changes: AsyncGenerator<CampaignProgress, void, void>,
    stream: AbortController,
  ): Promise<void> {
    // A reader who is gone is noticed by whoever sends what matters.
    const heartbeat = setInterval(() => void send(':\n\n').catch(() => {}), this.limits.heartbeatMs);
    try {
      await send(`retry: ${RETRY_MS}\n\n${eventOf('progress', first)}`);
      let isOver = isFinal(first);
      while (!isOver) {
        const next = await changes.next();
        if (next.done === true) break;
        await send(eventOf('progress', next.value));
        isOver = isFinal(next.value);
      }
      // Otherwise its time is over, and there is more to be told.
      if (!stream.signal.aborted) await send(eventOf('end', {}));
    } finally {
      clearInterval(heartbeat);
      stream.abort();
    }
  }
}

/** Nothing of it will change any more, unless somebody opens it again. */
function isFinal({ status, completedAt }: CampaignProgress): boolean {
  return completedAt !== null || status === 'FAILED';
}

function eventOf(name: 'progress' | 'end', data: object): string {
  // JSON has no line breaks of its own.
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function noRoom(): DomainError {
  return new DomainError(
    'unavailable',
    'too many streams are open, ask again and again instead',
    [],
    RETRY_REFUSED_SEC,
  );
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `there is no campaign ${id}`);
}
