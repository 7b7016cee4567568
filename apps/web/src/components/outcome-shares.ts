import type { CampaignOutput, CampaignProgress } from '@herald/shared';

import type { Share } from './share-bar.tsx';
import { OUTCOME_LOOKS, type Outcome } from '../lib/campaign-words.ts';

export type Outcomes = Readonly<Record<Outcome, number>>;

const ORDER = Object.keys(OUTCOME_LOOKS) as Outcome[];
/** Two grays beside each other could not be told apart. */
const SHADES: Partial<Record<Outcome, string>> = { excluded: 'gray.5', cancelled: 'gray.6', open: 'ink.3' };

/** How the people of a campaign ended, or did not yet; from the counters, so that they sum up to the audience. */
export function outcomesOf(campaign: CampaignOutput | CampaignProgress): Outcomes {
  const { sentCount, failedCount, excludedCount, heldOutCount, cancelledCount, audienceSize } = campaign;
  const ended = sentCount + failedCount + excludedCount + heldOutCount + cancelledCount;
  return {
    sent: sentCount,
    failed: failedCount,
    excluded: excludedCount,
    heldOut: heldOutCount,
    cancelled: cancelledCount,
    open: Math.max(0, audienceSize - ended),
  };
}

/** The same as parts of a bar, in the order and the colours of every bar and chart. */
export function sharesOf(outcomes: Outcomes): Share[] {
  return ORDER.map((key) => {
    const { words, color } = OUTCOME_LOOKS[key];
    return { key, label: words, value: outcomes[key], color: SHADES[key] ?? color };
  });
}

/** The colour of a part of the bar, for what names it. */
export function colorOf(outcome: Outcome): string {
  const shade = SHADES[outcome];
  return shade === undefined
    ? `var(--mantine-color-${OUTCOME_LOOKS[outcome].color}-filled)`
    : `var(--mantine-color-${shade.replace('.', '-')})`;
}

/** Of those who are to get a message: how many have it, or will not get it any more. Null when there is nobody. */
export function settledShare({ sent, failed, cancelled, open }: Outcomes): number | null {
  const all = sent + failed + cancelled + open;
  return all === 0 ? null : (all - open) / all;
}
