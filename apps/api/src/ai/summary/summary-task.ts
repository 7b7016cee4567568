import type { CampaignFact } from '@herald/shared';
import { z } from 'zod';

import type { AiTask, Json } from '../ai-task.ts';
import type { CampaignFacts } from './campaign-facts.ts';
import { complaintsAboutSummary, MOST_CHARACTERS } from './check-summary.ts';
import { CAMPAIGN } from './fill-in.ts';
import { SUMMARY_WORDS } from './summary-words.ts';
import { toldFacts } from './told-facts.ts';
import { writeSummary } from './write-summary.ts';

const answerSchema = z.object({
  text: z.string().meta({ description: 'The paragraph, with every fact as its id in braces.' }),
});
export type SummaryAnswer = z.infer<typeof answerSchema>;

const INSTRUCTIONS = `You write the summary of a finished message campaign for a manager: one paragraph in plain English of two to five sentences and at most ${MOST_CHARACTERS} characters.

You are given facts. Each has an id, what it means, its unit and its value. Write a fact only as its id in braces, such as {delivered}; a program puts the value there with its unit, so never add "%", a currency or a unit to it. Write the name of the campaign as {${CAMPAIGN}}. Never write a number yourself, in digits or in words.

Rules, which a program checks:
- {${CAMPAIGN}} and {delivered} must be there, and {failed} unless it is 0.
- Say each number next to what it counts: {delivered} next to "delivered", {failed} next to "failed", {excluded} next to "left out", {held_out} next to "held out".
- A number of a group stands next to the name of that group, in a sentence without numbers of the whole campaign: "Delivery was {spend.high.delivered.percent} among {spend.high.name}, against {spend.low.delivered.percent} among {spend.low.name}." Put the name of a city after "in".
- A reason stands next to its number: "{failed.refused} were {failed.refused.name}". When it is the only one: "The messages that failed were {failed.refused.name}."
- Say of messages that they were delivered, failed or reached somebody only with a number, and no fact twice in one sentence.
- Dates follow "on": "on {launched}", "ended on {ended}".
- Times are told as "{time.half.share} of the deliveries came within {time.half}", and {time.last} as that of the last delivery.
- Do not compare, judge, explain or advise. Use no quotation marks. Between the facts only these words may stand: ${[...SUMMARY_WORDS].join(', ')}.`;

/** A summary in the words of a model, of which Herald fills in every number and every name. */
export const SUMMARY_TASK: AiTask<CampaignFacts, SummaryAnswer> = {
  purpose: 'campaign_summary',
  instructions: INSTRUCTIONS,
  // Neither the name of the campaign nor that of a city is sent: what people wrote stays here.
  dataOf: (campaign) => ({
    campaignStatus: campaign.status,
    facts: toldFacts(campaign).map(toData),
  }),
  answerSchema,
  complaintsAbout: ({ text }, campaign) => complaintsAboutSummary(text, toldFacts(campaign)),
  offline: (campaign) => ({ text: writeSummary(campaign) }),
};

function toData({ id, label, value, unit, text }: CampaignFact): { readonly [key: string]: Json } {
  if (isForeign(id)) return { id, means: 'the name of a city', unit };
  return { id, means: isOfCity(id) ? meaningIn(id) : label, unit, value, text };
}

/** Names of cities are what customers gave. */
function isForeign(id: string): boolean {
  return isOfCity(id) && id.endsWith('.name') && id !== 'city.other.name';
}

function isOfCity(id: string): boolean {
  return id.startsWith('city.');
}

/** The labels of a city's numbers hold its name. */
function meaningIn(id: string): string {
  const [, which = '', ...what] = id.split('.');
  return `${MEANINGS[what.join('.')] ?? what.join(' ')} in {city.${which}.name}`;
}

const MEANINGS: Record<string, string> = {
  name: 'the places',
  reached: 'people who were to get a message',
  delivered: 'messages delivered',
  failed: 'messages failed',
  'delivered.percent': 'delivered, of the messages that have ended,',
};
