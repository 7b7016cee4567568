import type { AcceptedOutput } from '@herald/shared';

import { ApiError, asError, isSignedOut } from '../../../lib/api-client.ts';
import type { BadEntry } from '../reading/check.ts';
import { type Chunk, rowsIn } from './chunks.ts';

/** What the API took in one call. */
export interface SentBatch {
  ingestionId: string;
  /** How many customers or orders. */
  entries: number;
  /** The row of the file that each of them begins in, by its place in the call. */
  rowNumbers: readonly number[];
}

/**
 * `sending`: a call is under way. `waiting`: it is tried again in a moment. `paused`: somebody
 * said so. `stuck`: somebody has to do something first. `ended`: nothing more will be sent.
 */
type Phase = 'sending' | 'waiting' | 'paused' | 'stuck' | 'ended';

export interface SendingState {
  phase: Phase;
  /** Whether somebody stopped it before its end. */
  isCancelled: boolean;
  /** Rows of the file that Herald has. */
  sentRows: number;
  sentEntries: number;
  /** Rows of a call that was given up without an answer, so that Herald may have them. */
  uncertainRows: number;
  /** What Herald refused although it looked right here. */
  refused: readonly BadEntry[];
  batches: readonly SentBatch[];
  /** Why it waits or is stuck. */
  error: Error | undefined;
  /** Until when it waits, in milliseconds of `Date.now()`. */
  waitsUntil: number | undefined;
}

interface SendingDependencies {
  post: (
    values: readonly Record<string, unknown>[],
    options: { idempotencyKey: string; signal: AbortSignal },
  ) => Promise<AcceptedOutput>;
  /** Resolves after the time, and at once when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  newKey: () => string;
  onChange: (state: SendingState) => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const TOO_LARGE = 413;
const TOO_MANY = 429;
const CONFLICT = 409;
const SERVER_FAULT = 500;

/**
 * Sends chunks one after the other, each under a key of its own: however often a call has to be
 * repeated, Herald takes its rows once. What cannot be reached is waited for.
 */
export class Sending {
  private state: SendingState = {
    phase: 'sending',
    isCancelled: false,
    sentRows: 0,
    sentEntries: 0,
    uncertainRows: 0,
    refused: [],
    batches: [],
    error: undefined,
    waitsUntil: undefined,
  };
  private readonly leaving = new AbortController();
  private interruption = new AbortController();
  private wantsPause = false;
  private resumed: (() => void) | undefined;
  private readonly dependencies: SendingDependencies;

  constructor(dependencies: SendingDependencies) {
    this.dependencies = dependencies;
  }

  /** Aborted when nobody is interested any more; for whoever reads the chunks. */
  get signal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Ends when everything was sent, or somebody stopped it. @throws what the chunks throw */
  async run(chunks: AsyncIterable<Chunk>): Promise<SendingState> {
    for await (const chunk of chunks) {
      await this.deliver(chunk);
      if (this.state.isCancelled) break;
    }
    this.change({ phase: 'ended', error: undefined, waitsUntil: undefined });
    return this.state;
  }

  /** The call that is under way is waited for. */
  pause(): void {
    this.wantsPause = true;
    this.interruption.abort();
  }

  /** Also tries again at once what waits or is stuck. */
  resume(): void {
    this.wantsPause = false;
    this.interruption.abort();
    this.resumed?.();
  }

  /** Sends nothing more. The call that is under way is waited for, so that it is known what Herald has. */
  cancel(): void {
    this.change({ isCancelled: true });
    this.interruption.abort();
    this.resumed?.();
  }

  /** Gives up at once, as when the page is left. */
  leave(): void {
    this.cancel();
    this.leaving.abort();
  }

  private async deliver(chunk: Chunk): Promise<void> {
    const idempotencyKey = this.dependencies.newKey();
    let mayHaveArrived = false;
    for (let attempt = 1; ; attempt += 1) {
      await this.whilePaused();
      if (this.state.isCancelled) {
        if (mayHaveArrived) this.change({ uncertainRows: this.state.uncertainRows + rowsIn(chunk) });
        return;
      }
      this.change({ phase: 'sending', error: undefined, waitsUntil: undefined });
      try {
        const { signal } = this.leaving;
        this.note(chunk, await this.dependencies.post(chunk.values, { idempotencyKey, signal }));
        return;
      } catch (reason) {
        const error = asError(reason);
        const rest = chunksInstead(chunk, error);
        if (rest !== undefined) return await this.deliverInstead(rest);
        mayHaveArrived ||= isWithoutAnswer(error);
        await this.beforeNextTry(error, attempt);
      }
    }
  }

  private note(chunk: Chunk, { ingestionId }: AcceptedOutput): void {
    const { entries } = chunk;
    const rowNumbers = entries.map(({ rows }) => rows[0]?.number ?? 0);
    this.change({
      sentRows: this.state.sentRows + rowsIn(chunk),
      sentEntries: this.state.sentEntries + entries.length,
      batches: [...this.state.batches, { ingestionId, entries: entries.length, rowNumbers }],
    });
  }

  /** Nothing of the chunk was taken; its parts are other calls, with keys of their own. */
  private async deliverInstead({ parts, refused }: Instead): Promise<void> {
    if (refused.length > 0) this.change({ refused: [...this.state.refused, ...refused] });
    for (const part of parts) if (part.entries.length > 0) await this.deliver(part);
  }

  private async beforeNextTry(error: Error, attempt: number): Promise<void> {
    if (this.state.isCancelled) return;
    if (!mayPass(error)) {
      this.change({ phase: 'stuck', error, waitsUntil: undefined });
      await this.untilResumed();
      return;
    }
    const ms = waitOf(error, attempt);
    this.change({ phase: 'waiting', error, waitsUntil: Date.now() + ms });
    this.interruption = new AbortController();
    await this.dependencies.wait(ms, this.interruption.signal);
  }

  private async whilePaused(): Promise<void> {
    if (!this.wantsPause || this.state.isCancelled) return;
    this.change({ phase: 'paused', error: undefined, waitsUntil: undefined });
    await this.untilResumed();
  }

  private untilResumed(): Promise<void> {
    return new Promise((resolve) => {
      this.resumed = resolve;
    });
  }

  private change(changes: Partial<SendingState>): void {
    this.state = { ...this.state, ...changes };
    this.dependencies.onChange(this.state);
  }
}

interface Instead {
  parts: readonly Chunk[];
  refused: readonly BadEntry[];
}

/** What to send in place of a chunk that Herald will never take as it is; undefined when it may. */
function chunksInstead(chunk: Chunk, error: Error): Instead | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === TOO_LARGE)
    return chunk.entries.length > 1 ? { parts: halvesOf(chunk), refused: [] } : tooLarge(chunk);
  const messages = messagesByEntry(error);
  if (messages.size === 0 || messages.size > chunk.entries.length) return undefined;
  const refused = chunk.entries.flatMap((entry, index): BadEntry[] => {
    const message = messages.get(index);
    return message === undefined ? [] : [{ entry, problems: [{ column: null, row: 0, message }] }];
  });
  return refused.length === 0 ? undefined : { parts: [pick(chunk, (index) => !messages.has(index))], refused };
}

function tooLarge({ entries }: Chunk): Instead {
  const problems = [{ column: null, row: 0, message: 'Herald refused it: the row is too large' }];
  return { parts: [], refused: entries.map((entry) => ({ entry, problems })) };
}

/** Herald names what is wrong as `17.email`. */
function messagesByEntry({ status, fields }: ApiError): Map<number, string> {
  if (status !== 400) return new Map();
  return new Map(
    Object.entries(fields).flatMap(([path, message]): [number, string][] => {
      const [, index, field] = /^(\d+)(?:\.(.+))?$/.exec(path) ?? [];
      return index === undefined ? [] : [[Number(index), `Herald refused it: ${field ?? 'the row'} ${message}`]];
    }),
  );
}

function halvesOf(chunk: Chunk): Chunk[] {
  const middle = Math.ceil(chunk.entries.length / 2);
  return [pick(chunk, (index) => index < middle), pick(chunk, (index) => index >= middle)];
}

function pick({ entries, values }: Chunk, isWanted: (index: number) => boolean): Chunk {
  return {
    entries: entries.filter((_, index) => isWanted(index)),
    values: values.filter((_, index) => isWanted(index)),
  };
}

/** Whether the very same call may be answered later on. */
function mayPass(error: Error): boolean {
  if (!(error instanceof ApiError) || isSignedOut(error)) return false;
  const { kind, status } = error;
  if (kind === 'unreachable' || kind === 'timed_out') return true;
  return status === TOO_MANY || status === CONFLICT || (status !== undefined && status >= SERVER_FAULT);
}

/** Whether Herald may have taken a call although it looks failed. */
function isWithoutAnswer(error: Error): boolean {
  return error instanceof ApiError && (error.kind !== 'refused' || (error.status ?? 0) >= SERVER_FAULT);
}

function waitOf(error: Error, attempt: number): number {
  const asked = error instanceof ApiError ? error.retryAfterSec : undefined;
  return asked !== undefined ? asked * 1_000 : Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
}
