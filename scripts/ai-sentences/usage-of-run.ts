import { newId } from '@herald/shared';

import type { TokenPrices } from '../../apps/api/src/ai/ai-config.ts';
import type {
  AiUsageService,
  EndedCall,
  LimitReached,
  Reservation,
} from '../../apps/api/src/ai/provider/ai-usage.service.ts';

const MICROS_PER_DOLLAR = 1_000_000;
/** About three for each sentence; the daily limits of the workspace are not asked, nor are they used up. */
const MAX_CALLS = 3_000;

/** Counts the calls of one run, and their costs. */
export class UsageOfRun implements Pick<AiUsageService, 'reserve' | 'record' | 'costOf'> {
  calls = 0;
  private costMicros = 0;
  private readonly prices: TokenPrices;

  constructor(prices: TokenPrices) {
    this.prices = prices;
  }

  get costUsd(): number {
    return this.costMicros / MICROS_PER_DOLLAR;
  }

  costOf(inputTokens: number, outputTokens: number): number {
    return Math.ceil(inputTokens * this.prices.inputMicros + outputTokens * this.prices.outputMicros);
  }

  reserve(mostMicros: number): Promise<Reservation | LimitReached> {
    if (this.calls >= MAX_CALLS) return Promise.resolve({ reached: 'calls', resetsAt: new Date() });
    this.calls += 1;
    return Promise.resolve({ day: 'run', micros: mostMicros });
  }

  record({ micros }: Reservation, { costMicros = micros }: EndedCall): Promise<{ id: string; costMicros: number }> {
    this.costMicros += costMicros;
    return Promise.resolve({ id: newId(), costMicros });
  }
}
