import type { CampaignFact } from '@herald/shared';

/** What stands for the name of the campaign, which is no fact: a person chose it. */
export const CAMPAIGN = 'campaign';
/** `{delivered}`, or braces around anything else, which name no fact. */
export const PLACEHOLDER = /\{([^{}]*)\}/g;

const SENTENCE_START = /(?:^|[.!?]\s+)$/;

/**
 * Puts the facts where a text names them. A name that begins a sentence is capitalised; what names no
 * fact stays as it is.
 */
export function fillIn(template: string, facts: readonly CampaignFact[], campaignName: string): string {
  const texts = new Map(facts.map(({ id, text }) => [id, text]));
  return template.replaceAll(PLACEHOLDER, (placeholder: string, id: string, at: number) => {
    if (id === CAMPAIGN) return campaignName;
    const text = texts.get(id);
    if (text === undefined) return placeholder;
    return SENTENCE_START.test(template.slice(Math.max(0, at - 3), at)) ? capitalised(text) : text;
  });
}

function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
