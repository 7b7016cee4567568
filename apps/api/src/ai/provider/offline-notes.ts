import type { GeminiFailure } from './gemini-failure.ts';
import type { LimitReached } from './ai-usage.service.ts';

const HERALD_ANSWERS = 'so Herald made this by itself';
const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Why Herald answers by itself, in words for whoever asked. */
export function noteOnFailure({ outcome, why, httpStatus }: GeminiFailure, model: string): string {
  if (why === 'key') {
    return `Gemini refused the key of this Herald, ${HERALD_ANSWERS}. Whoever runs it should look at GEMINI_API_KEY.`;
  }
  if (why === 'model') {
    return `Gemini has no model "${model}", ${HERALD_ANSWERS}. Whoever runs it should look at GEMINI_MODEL.`;
  }
  if (why === 'too_long') return `Gemini's answer was too long, ${HERALD_ANSWERS}.`;
  switch (outcome) {
    case 'refused':
      return `Gemini would not answer this, ${HERALD_ANSWERS}.`;
    case 'rate_limited':
      return `Gemini is busy, or its quota is used up, ${HERALD_ANSWERS}.`;
    case 'timed_out':
      return noteOnTime();
    case 'cut_off':
      return `Gemini's answer broke off, ${HERALD_ANSWERS}.`;
    case 'unreachable':
      return `Gemini could not be reached, ${HERALD_ANSWERS}.`;
    case 'failed':
    case 'cancelled':
      return `Gemini failed${httpStatus === undefined ? '' : ` with HTTP status ${httpStatus}`}, ${HERALD_ANSWERS}.`;
  }
}

export function noteOnLimit({ reached, resetsAt }: LimitReached): string {
  const what = reached === 'calls' ? 'The number of calls of Gemini' : 'The amount that Gemini may cost';
  const when = DAY_FORMAT.format(resetsAt);
  return `${what} in a day is reached, ${HERALD_ANSWERS}. Gemini is asked again from ${when}, 00:00 UTC.`;
}

export function noteOnTestKey(): string {
  return `Gemini is not asked with a test key, ${HERALD_ANSWERS}.`;
}

export function noteOnSize(): string {
  return `There is more to tell of this than Gemini is sent at once, ${HERALD_ANSWERS}.`;
}

export function noteOnTime(): string {
  return `Gemini took too long, ${HERALD_ANSWERS}.`;
}

export function noteOnForm(): string {
  return `Gemini's answers did not have the form that they must have, ${HERALD_ANSWERS}.`;
}

export function noteOnComplaints(): string {
  return `Gemini's answers did not pass Herald's checks, ${HERALD_ANSWERS}.`;
}
