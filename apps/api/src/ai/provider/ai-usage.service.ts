import { newId } from '@herald/shared';
import type { AiCallOutput, AiOutcome, AiProviderName, AiPurpose, AiStateOutput } from '@herald/shared';

import type { AiLimits, TokenPrices } from '../ai-config.ts';
import type { AiCall, AiDay, AiUsageRepository } from './ai-usage.repository.ts';

const DAY_MS = 86_400_000;
const MICROS_PER_DOLLAR = 1_000_000;
/** Calls are kept for so long. */
const CALLS_KEPT_MS = 90 * DAY_MS;
/** Calls that are deleted in one statement, and statements of one day; twice what a day can bring. */
const DELETED_AT_ONCE = 1_000;
const MOST_DELETIONS = 200;

const NOTHING: AiDay = { calls: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 };

/** A call that is counted and about to be made. */
export interface Reservation {
  /** In UTC, as `2026-11-28`. */
  day: string;
  /** What is counted for it until it is known what it cost, in millionths of a US dollar. */
  micros: number;
}

/** A limit that leaves no room for another call today. */
export interface LimitReached {
  reached: 'calls' | 'cost';
  resetsAt: Date;
}

export interface EndedCall {
  purpose: AiPurpose;
  model: string;
  outcome: AiOutcome;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Undefined when it is not known what it was billed for: then what was reserved stays counted. */
  costMicros: number | undefined;
  elapsedMs: number;
}

/** Is told how each call of a model ended, and what it cost in millionths of a US dollar. */
export interface AiCallObserver {
  ended(outcome: AiOutcome, costMicros: number): void;
}

/** Counts what is asked of models, and says when it is enough for the day. */
export class AiUsageService {
  private readonly usage: AiUsageRepository;
  private readonly limits: AiLimits;
  private readonly prices: TokenPrices;
  private readonly provider: { name: AiProviderName; model: string | null };
  private readonly calls: AiCallObserver;
  private readonly now: () => Date;

  constructor(deps: {
    usage: AiUsageRepository;
    limits: AiLimits;
    prices: TokenPrices;
    provider: { name: AiProviderName; model: string | null };
    calls: AiCallObserver;
    now: () => Date;
  }) {
    this.usage = deps.usage;
    this.limits = deps.limits;
    this.prices = deps.prices;
    this.provider = deps.provider;
    this.calls = deps.calls;
    this.now = deps.now;
  }

  /** In whole millionths of a US dollar, rounded up. */
  costOf(inputTokens: number, outputTokens: number): number {
    return Math.ceil(inputTokens * this.prices.inputMicros + outputTokens * this.prices.outputMicros);
  }

  /** @param mostMicros the most that the call can cost. */
  async reserve(mostMicros: number): Promise<Reservation | LimitReached> {
    const now = this.now();
    const day = dayOf(now);
    const calls = await this.usage.reserve(day, mostMicros, this.limits);
    if (calls === 1) await this.deleteOldCalls(now);
    if (calls !== undefined) return { day, micros: mostMicros };
    const used = (await this.usage.findDay(day)) ?? NOTHING;
    return { reached: used.calls >= this.limits.callsPerDay ? 'calls' : 'cost', resetsAt: endOf(now) };
  }

  /** @returns the id of the call in the log, and what was counted for it. */
  async record(reservation: Reservation, ended: EndedCall): Promise<{ id: string; costMicros: number }> {
    const call = { ...ended, id: newId(), costMicros: ended.costMicros ?? reservation.micros };
    this.calls.ended(call.outcome, call.costMicros);
    await this.usage.record(reservation.day, call, reservation.micros);
    return call;
  }

  async state(): Promise<AiStateOutput> {
    const now = this.now();
    const { costMicros, ...used } = (await this.usage.findDay(dayOf(now))) ?? NOTHING;
    return {
      provider: this.provider.name,
      model: this.provider.model,
      today: { ...used, costUsd: costMicros / MICROS_PER_DOLLAR },
      limits: {
        callsPerDay: this.limits.callsPerDay,
        costPerDayUsd: this.limits.costMicrosPerDay / MICROS_PER_DOLLAR,
      },
      resetsAt: endOf(now).toISOString(),
    };
  }

  /** Newest first. */
  async list({ cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<AiCallOutput[]> {
    return (await this.usage.findPage({ beforeId: cursor, limit })).map(toOutput);
  }

  /** With the first call of a day. What is too much for one day is deleted with that of the next. */
  private async deleteOldCalls(now: Date): Promise<void> {
    const before = new Date(now.getTime() - CALLS_KEPT_MS);
    for (let step = 0; step < MOST_DELETIONS; step += 1) {
      if ((await this.usage.deleteCalls(before, DELETED_AT_ONCE)) < DELETED_AT_ONCE) return;
    }
  }
}

function toOutput({ at, costMicros, ...call }: AiCall): AiCallOutput {
  return { ...call, at: at.toISOString(), costUsd: costMicros / MICROS_PER_DOLLAR };
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function endOf(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);
}
