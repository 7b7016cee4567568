import type { AiExchange, AiOutcome, AiPurpose } from '@herald/shared';
import type { Logger } from '@herald/platform';
import type { z } from 'zod';

import type { GeminiSettings } from '../ai-config.ts';
import type { AiUsageService, Reservation } from './ai-usage.service.ts';
import { backoffOf } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { GeminiClient, GeminiReply } from './gemini-client.ts';
import { geminiBodyOf, MAX_OUTPUT_TOKENS } from './gemini-request.ts';
import type { SchemaForms, Turn } from './gemini-request.ts';
import { noteOnFailure, noteOnLimit, noteOnSize, noteOnTime } from './offline-notes.ts';
import { readAnswer } from './read-answer.ts';
import type { ReadAnswer } from './read-answer.ts';

/** Largest body of a call: a whole catalogue of fields has room in it many times. */
const MAX_SENT_BYTES = 60_000;
/** All tries for one suggestion together take so many times as long as one may. */
const PATIENCE = 2;
/** What is left of that must be so much of the time of one try, or it would be paid for and given up. */
const LEAST_TIME = 0.1;

export interface InquiryDeps {
  client: Pick<GeminiClient, 'call'>;
  usage: Pick<AiUsageService, 'reserve' | 'record' | 'costOf'>;
  forms: SchemaForms;
  settings: Pick<GeminiSettings, 'model' | 'timeoutMs' | 'maxAttempts'>;
  clock: Clock;
  random: () => number;
  logger: Logger;
}

interface Asked {
  purpose: AiPurpose;
  instructions: string;
}

/** An answer with its text, one of another form, or why there is none in words for whoever asked. */
export type Reply<Answer> = (ReadAnswer<Answer> & { text: string }) | { kind: 'none'; note: string };

/** All that is asked of Gemini for one suggestion: tries, and what bounds them, are counted over all of its questions. */
export class GeminiInquiry {
  /** Every call, oldest first. */
  readonly exchanges: AiExchange[] = [];
  private readonly deps: InquiryDeps;
  private readonly signal: AbortSignal;
  private readonly endsAt: number;
  private failures = 0;

  /** @param signal of the caller: once it is aborted, so is everything, with its reason. */
  constructor(deps: InquiryDeps, signal: AbortSignal) {
    this.deps = deps;
    this.signal = signal;
    this.endsAt = deps.clock.now() + PATIENCE * deps.settings.timeoutMs;
  }

  async ask<Answer>(task: Asked & { answerSchema: z.ZodType<Answer> }, turns: readonly Turn[]): Promise<Reply<Answer>> {
    const { forms, usage } = this.deps;
    for (;;) {
      this.signal.throwIfAborted();
      const form = forms.formOf(task.purpose);
      const body = geminiBodyOf(task, turns, form);
      const sent = JSON.stringify(body);
      if (Buffer.byteLength(sent) > MAX_SENT_BYTES) return { kind: 'none', note: noteOnSize() };
      if (!this.hasTime()) return { kind: 'none', note: noteOnTime() };
      const reservation = await usage.reserve(this.mostCostOf(sent));
      if ('reached' in reservation) return { kind: 'none', note: noteOnLimit(reservation) };

      const begunAt = this.deps.clock.now();
      const timeoutMs = Math.max(1, Math.min(this.deps.settings.timeoutMs, this.endsAt - begunAt));
      const reply = await this.deps.client.call(body, timeoutMs, this.signal);
      const read = reply.kind === 'answer' ? readAnswer(reply.text, task.answerSchema) : undefined;
      await this.record({ purpose: task.purpose, sent, reply, read, reservation, begunAt });
      this.signal.throwIfAborted();

      if (reply.kind === 'answer' && read !== undefined) return { ...read, text: reply.text };
      if (reply.kind !== 'failure') continue;
      if (reply.why === 'schema' && forms.refuse(task.purpose, form)) continue;
      if (!(await this.waitForRetry(reply))) {
        return { kind: 'none', note: noteOnFailure(reply, this.deps.settings.model) };
      }
    }
  }

  private hasTime(): boolean {
    const { clock, settings } = this.deps;
    return this.endsAt - clock.now() >= LEAST_TIME * settings.timeoutMs;
  }

  /** A token is one byte at least. */
  private mostCostOf(sent: string): number {
    return this.deps.usage.costOf(Buffer.byteLength(sent), MAX_OUTPUT_TOKENS);
  }

  /** @returns whether there is another try. */
  private async waitForRetry(failure: GeminiReply & { kind: 'failure' }): Promise<boolean> {
    const { settings, clock, random } = this.deps;
    this.failures += 1;
    if (!failure.isRetryable || this.failures >= settings.maxAttempts) return false;
    const delayMs = backoffOf(this.failures, failure.retryAfterMs, random());
    if (delayMs === undefined || clock.now() + delayMs >= this.endsAt) return false;
    await clock.wait(delayMs, this.signal);
    this.signal.throwIfAborted();
    return true;
  }

  private async record(call: {
    purpose: AiPurpose;
    sent: string;
    reply: GeminiReply;
    read: ReadAnswer<unknown> | undefined;
    reservation: Reservation;
    begunAt: number;
  }): Promise<void> {
    const { purpose, sent, reply, reservation } = call;
    const { logger, usage, settings, clock } = this.deps;
    const received = reply.kind === 'answer' ? reply.text : reply.received;
    const ended = {
      outcome: outcomeOf(reply, call.read),
      inputTokens: reply.usage?.input ?? null,
      outputTokens: reply.usage?.output ?? null,
      elapsedMs: Math.round(clock.now() - call.begunAt),
    };
    this.exchanges.push({ ...ended, sent, received });
    const costMicros = this.knownCostOf(reply);
    const counted = await usage.record(reservation, { ...ended, purpose, model: settings.model, costMicros });
    logger.info(
      {
        callId: counted.id,
        purpose,
        model: settings.model,
        ...ended,
        costMicros: counted.costMicros,
        sentBytes: Buffer.byteLength(sent),
        receivedLength: received?.length ?? 0,
        ...(reply.kind === 'failure' && { httpStatus: reply.httpStatus, why: reply.why }),
      },
      'ai.call.ended',
    );
  }

  /** Undefined for what broke off: nobody says what of it is billed. */
  private knownCostOf(reply: GeminiReply): number | undefined {
    if (reply.kind === 'failure' && !reply.isBilled) return 0;
    const isWhole = reply.kind === 'answer' || reply.outcome === 'refused';
    return isWhole && reply.usage !== undefined
      ? this.deps.usage.costOf(reply.usage.input, reply.usage.output)
      : undefined;
  }
}

function outcomeOf(reply: GeminiReply, read: ReadAnswer<unknown> | undefined): AiOutcome {
  if (reply.kind === 'failure') return reply.outcome;
  return read?.kind === 'answer' ? 'answered' : 'malformed';
}
