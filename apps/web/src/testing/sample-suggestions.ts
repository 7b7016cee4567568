import type { AiOrigin, SendTimeOutput } from '@herald/shared';

/** Made by Herald itself, without a model. */
export const offlineOrigin: AiOrigin = { provider: 'offline', model: null, note: null, exchanges: [] };

/** Made by a model at the second attempt. */
export const geminiOrigin: AiOrigin = {
  provider: 'gemini',
  model: 'gemini-2.5-flash',
  note: null,
  exchanges: [
    {
      outcome: 'rate_limited',
      sent: '{"contents":[{"parts":[{"text":"fields"}]}]}',
      received: null,
      inputTokens: null,
      outputTokens: null,
      elapsedMs: 120,
    },
    {
      outcome: 'answered',
      sent: '{"contents":[{"parts":[{"text":"fields"}]}]}',
      received: '{"rules":null}',
      inputTokens: 1_204,
      outputTokens: 87,
      elapsedMs: 1_340,
    },
  ],
};

/** People who order on Thursday evenings. */
export function sampleSendTime(changes: Partial<SendTimeOutput> = {}): SendTimeOutput {
  const byHour = Array.from({ length: 168 }, (_, index) => ({
    weekday: Math.floor(index / 24) + 1,
    hour: index % 24,
    orders: index >= 3 * 24 + 18 && index < 3 * 24 + 21 ? 40 : 2,
  }));
  return {
    timeZone: 'UTC',
    audienceSize: 500,
    orders: 450,
    customers: 300,
    ordersWithoutTime: 0,
    since: '2026-06-01T00:00:00.000Z',
    byHour,
    suggestions: [{ weekday: 4, hour: 18, share: 26.7, timesUsual: 14.9, next: nextThursday() }],
    reason: '27% of 450 orders came on Thursday between 18:00 and 21:00.',
    ...changes,
  };
}

const THURSDAY = 4;

/** Always to come, as a time that has passed cannot be chosen. */
function nextThursday(): string {
  const day = new Date();
  day.setUTCHours(18, 0, 0, 0);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== THURSDAY);
  return day.toISOString();
}
