import { createLogger } from '@herald/platform';

import { aiPricesOf, geminiSettingsOf } from '../../apps/api/src/ai/ai-config.ts';
import type { AiProvider } from '../../apps/api/src/ai/ai-task.ts';
import { systemClock } from '../../apps/api/src/ai/provider/clock.ts';
import { GeminiClient } from '../../apps/api/src/ai/provider/gemini-client.ts';
import { GeminiProvider } from '../../apps/api/src/ai/provider/gemini-provider.ts';
import { SchemaForms } from '../../apps/api/src/ai/provider/gemini-request.ts';
import { OfflineProvider } from '../../apps/api/src/ai/provider/offline-provider.ts';
import { segmentRulesInput } from '../../apps/api/src/ai/segment-rules/segment-rules-input.ts';
import { readAnswer, segmentRulesTask } from '../../apps/api/src/ai/segment-rules/segment-rules.task.ts';
import { readApiConfig } from '../../apps/api/src/config.ts';
import type { Reading } from './measure.ts';
import { gatheredFor } from './shop-words.ts';
import { UsageOfRun } from './usage-of-run.ts';

/** The API is not started without one; here nobody connects to it. */
const NO_DATABASE = 'postgresql://localhost/none';

/** So many at the beginning without an answer are a wrong key or no network, and not worth waiting for the rest. */
const HOPELESS_AFTER = 3;

/** What a run with a model came to, besides what it read. */
export interface GeminiRun {
  model: string;
  read: (text: string) => Promise<Reading>;
  /** Why Herald answered by itself, once for each sentence that Gemini gave no usable answer to. */
  fallbacks: string[];
  usage: UsageOfRun;
}

/**
 * Reads as the running product does, with its own task and client, without a database: the calls of
 * a run are counted in memory.
 *
 * @returns undefined without a key.
 */
export function geminiRun(env: NodeJS.ProcessEnv): GeminiRun | undefined {
  if (!env.GEMINI_API_KEY) return undefined;
  const config = readApiConfig({ DATABASE_URL: NO_DATABASE, ...env, AI_PROVIDER: 'gemini' });
  const settings = geminiSettingsOf(config);
  if (settings === undefined) return undefined;
  const usage = new UsageOfRun(aiPricesOf(config));
  const provider = new GeminiProvider({
    client: new GeminiClient(settings, systemClock),
    usage,
    forms: new SchemaForms(),
    settings,
    clock: systemClock,
    random: Math.random,
    logger: createLogger('ai-sentences', 'silent'),
    offline: new OfflineProvider(),
  });
  const fallbacks: string[] = [];
  let asked = 0;
  const read = async (text: string) => {
    const reading = await readWith(provider, text, fallbacks);
    asked += 1;
    if (asked === HOPELESS_AFTER && fallbacks.length === asked) {
      throw new Error(`Gemini answered none of the first ${asked} sentences. ${fallbacks.at(-1) ?? ''}`);
    }
    return reading;
  };
  return { model: settings.model, fallbacks, usage, read };
}

async function readWith(provider: AiProvider, text: string, fallbacks: string[]): Promise<Reading> {
  const input = segmentRulesInput(gatheredFor(text));
  const { answer, origin } = await provider.run(segmentRulesTask, input, new AbortController().signal);
  if (origin.provider === 'offline') fallbacks.push(`${text}: ${origin.note ?? 'no reason is given'}`);
  const { rules, problem, assumptions, unmapped } = readAnswer(answer, input);
  const notes = [
    ...assumptions.map(({ words, meaning }) => `"${words}" as ${meaning}`),
    ...unmapped.map(({ words }) => `"${words}" as nothing`),
  ];
  if (rules === null) return { refused: problem ?? notes.join('; ') };
  return notes.length === 0 ? { rules } : { rules, note: notes.join('; ') };
}
