import { query } from '../../../../../scripts/testing/fixtures/database.ts';
import { colourTask } from './colour-task.ts';
import type { testGemini } from './test-gemini.ts';

export const BLUE = { colour: 'blue', words: ['deep'] };
/** An answer of the right form that is complained about. */
export const RED = { colour: 'red', words: [] };
/** What Herald says by itself. */
export const OFFLINE = { colour: 'grey', words: ['offline'] };

const STAY = new AbortController().signal;

/** Has the task done as the API has its own done. */
export function askForColour(gemini: ReturnType<typeof testGemini>, task = colourTask, signal = STAY) {
  return gemini.provider.run(task, { thing: 'the sea' }, signal);
}

/** How each call of the model ended, oldest first. */
export function outcomesOf({ origin }: Awaited<ReturnType<typeof askForColour>>) {
  return origin.exchanges.map(({ outcome }) => outcome);
}

/** What the log says of them. */
export function findCalls(databaseUrl: string) {
  return query<{ outcome: string; costMicros: number; inputTokens: number | null }>(
    databaseUrl,
    'SELECT outcome, "costMicros"::int AS "costMicros", "inputTokens" FROM "AiCall" ORDER BY id',
  );
}

/** What is counted of the only day on which models were asked. */
export async function findDay(databaseUrl: string) {
  const [day] = await query<{ calls: number; costMicros: number; outputTokens: number }>(
    databaseUrl,
    'SELECT calls, "costMicros"::int AS "costMicros", "outputTokens"::int AS "outputTokens" FROM "AiDay"',
  );
  return day;
}
