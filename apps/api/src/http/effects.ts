import type { Operation, OperationId } from '@herald/shared';

import type { Caller } from '../access/caller.ts';

/** A call that was let in and understood. */
export interface AdmittedCall {
  id: OperationId;
  operation: Operation;
  caller: Caller;
  requestId: string;
  /** Path and query. */
  url: string;
  /** The parameters of the path. */
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  /** As it came, before it was parsed. */
  body: unknown;
  /** The `Idempotency-Key`, as it came. */
  idempotencyKey: string | undefined;
}

/** What an endpoint answers, as far as the effects of a call see it. */
export interface EffectReply {
  status: number;
  body: unknown;
  /** What is answered instead when the call is repeated with its `Idempotency-Key`. */
  replay?: unknown;
  /** It turned out that there was nothing to change. */
  changedNothing?: boolean;
  /** What the audit log says of it besides the `audit` of its operation. */
  alsoDone?: readonly string[];
}

/** An answer that was given before, to the same call. */
export interface ReplayedAnswer {
  status: number;
  /** JSON. */
  json: string;
}

/** What surrounds an endpoint: one transaction, the audit log, and answers that are kept for repeated calls. */
export interface Effects {
  run<R extends EffectReply>(call: AdmittedCall, endpoint: () => Promise<R>): Promise<R | ReplayedAnswer>;
}

export function isReplayed(answer: EffectReply | ReplayedAnswer): answer is ReplayedAnswer {
  return 'json' in answer;
}

/** Nothing but the endpoint: for calls that are neither told nor repeated. */
export const plainEffects: Effects = { run: (_call, endpoint) => endpoint() };
