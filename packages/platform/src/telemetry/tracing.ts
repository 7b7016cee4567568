import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Link, Span, SpanContext, SpanOptions, Tracer } from '@opentelemetry/api';

import { currentCall, newCall, runInCall } from './call-context.ts';
import { messageSpan } from './message-trace.ts';

/** What makes spans; see `startTracing`. */
export interface SpanMaker {
  tracer: Tracer;
  /** Runs `make`, in which a root span gets this identity. */
  as: (identity: SpanContext, make: () => Span) => Span;
}

let maker: SpanMaker | undefined;

/** From now on spans are made by it; undefined for none. */
export function makeSpansBy(next: SpanMaker | undefined): void {
  maker = next;
}

/** Whether spans are made at all. What is only needed for them can be left out otherwise. */
export function isTracing(): boolean {
  return maker !== undefined;
}

export interface TracedWork {
  kind?: 'client' | 'server' | 'consumer';
  /** Ids, counts and names of things; never what may be personal. */
  attributes?: Attributes;
}

const KINDS = { client: SpanKind.CLIENT, server: SpanKind.SERVER, consumer: SpanKind.CONSUMER };

/**
 * Runs `work` as a span of the trace that the call is in, or of a new one. The spans of what it does and
 * of the jobs that it publishes lie below it. Without traces it just runs.
 */
export function inSpan<T>(name: string, options: TracedWork, work: (span: Span | undefined) => Promise<T>): Promise<T> {
  if (maker === undefined) return work(undefined);
  return runInSpan(startSpan(maker, name, options, currentCall()?.span), work);
}

/** Runs work on one message as a span of the message's trace, which names the span that it is part of. */
export function inMessageSpan<T>(
  name: string,
  communicationLogId: string,
  options: TracedWork,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (maker === undefined) return work(undefined);
  const own = { ...options, links: linksToCall() };
  return runInSpan(startSpan(maker, name, own, messageSpan(communicationLogId)), work);
}

/** Says of messages what was done with all of them together; each has a span of it in its trace. */
export function noteMessages(
  name: string,
  startedAt: Date,
  messages: Iterable<{ communicationLogId: string; attributes?: Attributes }>,
): void {
  if (maker === undefined) return;
  const links = linksToCall();
  for (const { communicationLogId, attributes = {} } of messages) {
    startSpan(maker, name, { attributes, links, startTime: startedAt }, messageSpan(communicationLogId)).end();
  }
}

/** The same of what begins the traces of these messages. */
export function noteNewMessages(name: string, startedAt: Date, communicationLogIds: Iterable<string>): void {
  if (maker === undefined) return;
  const { tracer, as } = maker;
  const links = linksToCall();
  for (const id of communicationLogIds) {
    as(messageSpan(id), () => tracer.startSpan(name, { links, startTime: startedAt }, ROOT_CONTEXT)).end();
  }
}

/** A span of a request that is under way. Undefined without traces. */
export function startServerSpan(
  name: string,
  attributes: Attributes,
  caller: SpanContext | undefined,
): Span | undefined {
  return maker && startSpan(maker, name, { kind: 'server', attributes }, caller);
}

function startSpan(
  { tracer }: SpanMaker,
  name: string,
  { kind, ...options }: TracedWork & Pick<SpanOptions, 'links' | 'startTime'>,
  parent: SpanContext | undefined,
): Span {
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  return tracer.startSpan(name, { ...options, ...(kind === undefined ? {} : { kind: KINDS[kind] }) }, context);
}

async function runInSpan<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  const call = currentCall() ?? newCall();
  try {
    return await runInCall({ ...call, span: span.spanContext() }, () => work(span));
  } catch (error) {
    const { code, name } = error as { code?: string | number; name?: string };
    markFailed(span, String(code ?? name ?? 'unknown'));
    throw error;
  } finally {
    span.end();
  }
}

/** @param kind of the failure, and no more of it: the texts of errors may quote what is personal. */
export function markFailed(span: Span, kind: string): void {
  span.setAttribute('error.type', kind).setStatus({ code: SpanStatusCode.ERROR });
}

function linksToCall(): Link[] {
  const span = currentCall()?.span;
  return span === undefined ? [] : [{ context: span }];
}
