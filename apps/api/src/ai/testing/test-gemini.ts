import type { Logger, Pool } from '@herald/platform';

import { createApiMetrics } from '../../api-metrics.ts';
import type { AiLimits, GeminiSettings } from '../ai-config.ts';
import { AiUsageRepository } from '../provider/ai-usage.repository.ts';
import { AiUsageService } from '../provider/ai-usage.service.ts';
import { GeminiClient } from '../provider/gemini-client.ts';
import { GeminiProvider } from '../provider/gemini-provider.ts';
import { SchemaForms } from '../provider/gemini-request.ts';
import { OfflineProvider } from '../provider/offline-provider.ts';
import { TestClock } from './test-clock.ts';

export const TEST_GEMINI_KEY = 'AIza-the-key-of-the-test';

interface Options {
  now?: () => Date;
  limits?: Partial<AiLimits>;
  settings?: Partial<GeminiSettings>;
}

/**
 * The provider as the API makes it: the real client, asking the server at `url`, and the real log on a
 * database. Time passes as the test says; prices are those of the defaults.
 */
export function testGemini(url: string, pool: Pool, { now = () => new Date(), limits, settings }: Options = {}) {
  const all: GeminiSettings = {
    apiKey: TEST_GEMINI_KEY,
    model: 'gemini-test',
    baseUrl: url,
    timeoutMs: 20_000,
    maxAttempts: 3,
    ...settings,
  };
  const clock = new TestClock();
  const logged: string[] = [];
  const usage = new AiUsageService({
    usage: new AiUsageRepository(pool),
    limits: { callsPerDay: 1_000, costMicrosPerDay: 1_000_000, ...limits },
    prices: { inputMicros: 0.3, outputMicros: 2.5 },
    provider: { name: 'gemini', model: all.model },
    calls: createApiMetrics().aiCalls,
    now,
  });
  const provider = new GeminiProvider({
    client: new GeminiClient(all, clock),
    usage,
    forms: new SchemaForms(),
    settings: all,
    clock,
    random: () => 1,
    logger: { info: (...line: unknown[]) => logged.push(JSON.stringify(line)) } as unknown as Logger,
    offline: new OfflineProvider(),
  });
  return { provider, usage, clock, logged };
}
