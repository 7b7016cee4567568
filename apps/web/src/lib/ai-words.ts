import type { AiOutcome, AiPurpose } from '@herald/shared';

/** How one call of a model ended, in words, and a key of the theme's colours. */
export const AI_OUTCOME_WORDS: Readonly<Record<AiOutcome, { words: string; color: string }>> = {
  answered: { words: 'Answered', color: 'teal' },
  malformed: { words: 'Answered, but not in the form asked for', color: 'orange' },
  refused: { words: 'Refused to answer', color: 'orange' },
  rate_limited: { words: 'Too many calls at once', color: 'orange' },
  failed: { words: 'Failed', color: 'red' },
  timed_out: { words: 'No answer in time', color: 'red' },
  cut_off: { words: 'Answer was cut off', color: 'orange' },
  unreachable: { words: 'Could not be reached', color: 'red' },
  cancelled: { words: 'Cancelled', color: 'gray' },
};

/** What a model was asked for. */
export const AI_PURPOSE_WORDS: Readonly<Record<AiPurpose, string>> = {
  segment_rules: 'Rules from words',
  messages: 'Messages',
  campaign_summary: 'Summary of a campaign',
  campaign_tags: 'Tags of a campaign',
};
