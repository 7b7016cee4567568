import { AsyncLocalStorage } from 'node:async_hooks';

import { newId } from '@herald/shared';
import type { SpanContext } from '@opentelemetry/api';

/** On whose behalf something is done. */
export interface CallContext {
  /** Of the request that began it; of a sweep, a shared commit or a job that nobody asked for, an id of its own. */
  requestId: string;
  /** Below which its spans lie, where there are traces; see `inSpan`. */
  span?: SpanContext | undefined;
}

const current = new AsyncLocalStorage<CallContext>();

/** The call that the caller works for; undefined where a process does something of its own accord. */
export function currentCall(): CallContext | undefined {
  return current.getStore();
}

/** Runs `work` for that call: its log lines name it, and so do those of the jobs that it publishes. */
export function runInCall<T>(call: CallContext, work: () => T): T {
  return current.run(call, work);
}

/** Runs what serves no single request as a call of its own. */
export function runInNewCall<T>(work: () => T): T {
  return current.run(newCall(), work);
}

export function newCall(): CallContext {
  return { requestId: newId() };
}

/** For what lives on when the call is over: connections, timers that serve everybody. */
export function outsideOfCalls<T>(work: () => T): T {
  return current.exit(work);
}
