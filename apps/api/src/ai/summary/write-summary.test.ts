import { describe, expect, it } from '@jest/globals';

import { factsOf } from './campaign-facts.ts';
import { complaintsAboutNumbers } from './check-numbers.ts';
import { complaintsAboutPlaces } from './check-places.ts';
import { fillIn } from './fill-in.ts';
import { city, countedCampaign, spent } from './testing/counted-campaign.ts';
import { writeSummary } from './write-summary.ts';

type Counts = Parameters<typeof countedCampaign>[0];

const QUICK: [number, number, number] = [2, 12, 45];
const SPEND = [spent('no orders', 200, 10), spent(1_000, 330, 70), spent(5_000, 300, 10), spent(10_000, 285, 15)];
const CITIES = [city('Pune', 400, 20), city('New Delhi', 250, 70)];

const SITUATIONS: [situation: string, counts: Counts, text: string][] = [
  [
    'most delivered, with everything to be told',
    {
      sent: 1_115,
      failed: { UNDELIVERED: 66, REFUSED: 30, TEMPLATE: 9 },
      excluded: { UNSUBSCRIBED: 100, NO_EMAIL: 20 },
      rows: { HOLDOUT: 140 },
      breakdowns: { spend: SPEND, cities: CITIES, deliveryMinutes: QUICK },
    },
    'Diwali Sale was sent to 1,220 people on 12 November 2026: 1,115 messages were delivered (91 %) and 105 failed. ' +
      'Of the failed messages, 66 were not delivered by the vendor, 30 refused by the vendor and 9 impossible to write from the template. ' +
      'Of the audience, 120 people were left out (100 unsubscribed, 20 without an email address) and 140 people were held out for comparison. ' +
      'Delivery was 97 % among customers who spent between 2,000 INR and 10,000 INR, against 83 % among customers who spent up to 2,000 INR. ' +
      'Delivery was 95 % in Pune, against 78 % in New Delhi. ' +
      'After the launch, half of the deliveries came within 2 minutes, 95 % within 12 minutes, and the last within 45 minutes.',
  ],
  [
    'all delivered at once',
    { sent: 30, breakdowns: { deliveryMinutes: [0.1, 0.2, 0.3] } },
    'Diwali Sale reached 30 people on 12 November 2026, and all of the messages were delivered. The last delivery came within less than 1 minute of the launch.',
  ],
  [
    'one person',
    { sent: 1, breakdowns: { deliveryMinutes: [1, 1, 1] } },
    'Diwali Sale reached 1 person on 12 November 2026, and the message was delivered.',
  ],
  [
    'one failed',
    { sent: 1, failed: { REFUSED: 1 }, excluded: { ERASED: 1 }, rows: { HOLDOUT: 1 } },
    'Diwali Sale was sent to 2 people on 12 November 2026: 1 message was delivered (50 %) and 1 failed. The message that failed was refused by the vendor. ' +
      'Of the audience, 1 person was left out (1 erased) and 1 person was held out for comparison.',
  ],
  [
    'nothing delivered',
    { failed: { UNANSWERED: 40, UNCERTAIN: 1 } },
    'Diwali Sale was sent to 41 people on 12 November 2026, and nothing was delivered: 41 messages failed. Of the failed messages, 40 were never answered by the vendor and 1 of unknown outcome.',
  ],
  [
    'nobody to write to',
    { excluded: { UNSUBSCRIBED: 3 }, rows: { HOLDOUT: 2 } },
    'Diwali Sale was launched on 12 November 2026 and reached nobody of its audience of 5 people. ' +
      'Of the audience, 3 people were left out (3 unsubscribed) and 2 people were held out for comparison.',
  ],
  ['an empty audience', {}, 'Diwali Sale was launched on 12 November 2026 to an audience in which there was nobody.'],
  [
    'still being sent',
    {
      sent: 900,
      failed: { UNDELIVERED: 10 },
      rows: { PENDING: 100, ACCEPTED: 74 },
      unwritten: 200,
      status: 'PROCESSING',
      completedAt: null,
      breakdowns: { deliveryMinutes: QUICK },
    },
    'Diwali Sale, launched on 12 November 2026, is still being sent: of the messages to 1,284 people, 900 were delivered, 10 failed and 374 are still open. The messages that failed were not delivered by the vendor.',
  ],
  [
    'nothing delivered yet',
    { unwritten: 1_284, status: 'PROCESSING', completedAt: null },
    'Diwali Sale, launched on 12 November 2026, is still being sent: of the messages to 1,284 people, none were delivered and 1,284 are still open.',
  ],
  [
    'no clear difference: those who spent most alone',
    {
      sent: 1_140,
      failed: { REFUSED: 60 },
      breakdowns: { spend: [spent('no orders', 380, 20), spent(1_000, 380, 20), spent(10_000, 380, 20)] },
    },
    'Diwali Sale was sent to 1,200 people on 12 November 2026: 1,140 messages were delivered (95 %) and 60 failed. The messages that failed were refused by the vendor. ' +
      'Delivery was 95 % among customers who spent above 2,000 INR.',
  ],
  [
    'paused',
    { sent: 5, rows: { PENDING: 1 }, status: 'PAUSED', completedAt: null },
    'Diwali Sale, launched on 12 November 2026, is paused: of the messages to 6 people, 5 were delivered and 1 is still open.',
  ],
  [
    'cancelled in the middle',
    { sent: 500, failed: { REFUSED: 10 }, rows: { CANCELLED: 774 }, status: 'CANCELLED' },
    'Diwali Sale, launched on 12 November 2026 to an audience of 1,284 people, was cancelled: of its messages, 500 were delivered, 10 failed and 774 were cancelled. The messages that failed were refused by the vendor.',
  ],
  [
    'cancelled, with messages at the vendor',
    { sent: 500, rows: { CANCELLED: 774, ACCEPTED: 3 }, status: 'CANCELLED', completedAt: null },
    'Diwali Sale, launched on 12 November 2026, was cancelled, and what the vendor had taken is still to be reported: of its messages, 500 were delivered, 774 were cancelled and 3 are still open.',
  ],
  [
    'cancelled before anything was sent',
    { rows: { CANCELLED: 12 }, status: 'CANCELLED' },
    'Diwali Sale was launched on 12 November 2026 and cancelled before anybody was sent a message: 12 messages were cancelled.',
  ],
  [
    'failed while the audience was written',
    { unwritten: 100, status: 'FAILED', completedAt: null },
    'Diwali Sale was launched on 12 November 2026 and failed before any message was sent.',
  ],
];

describe('writeSummary', () => {
  it.each(SITUATIONS)('%s', (_, counts, text) => {
    const campaign = factsOf(countedCampaign(counts));
    expect(fillIn(writeSummary(campaign), campaign.facts, 'Diwali Sale')).toBe(text);
  });

  it.each(SITUATIONS)('%s: passes the checks that a model must pass', (_, counts) => {
    const campaign = factsOf(countedCampaign(counts));
    const template = writeSummary(campaign);
    const ids = campaign.facts.map(({ id }) => id);
    // What is true of all, or of nobody, Herald knows and says without a number.
    const complaints = complaintsAboutPlaces(template, ids).filter((each) => !each.endsWith('without a number'));
    expect(complaints).toEqual([]);
    expect(complaintsAboutNumbers(fillIn(template, campaign.facts, 'The campaign'), campaign.facts)).toEqual([]);
  });

  it.each(SITUATIONS)('%s: the parts add up to the whole', (_, counts) => {
    const { facts } = factsOf(countedCampaign(counts));
    const sum = (...ids: string[]) =>
      ids.reduce((total, id) => total + Number(facts.find((fact) => fact.id === id)?.value ?? 0), 0);
    expect(sum('delivered', 'failed', 'open')).toBe(sum('reached'));
    const unwritten = counts.status === 'FAILED' ? (counts.unwritten ?? 0) : 0;
    expect(sum('reached', 'cancelled', 'excluded', 'held_out') + unwritten).toBe(sum('audience'));
    for (const kind of ['failed', 'excluded']) {
      const reasons = facts.map(({ id }) => id).filter((id) => id.startsWith(`${kind}.`) && !id.endsWith('.name'));
      expect(sum(...reasons)).toBe(sum(kind));
    }
  });

  it('sets a city against all other places when there is no other city', () => {
    const breakdowns = { spend: SPEND, cities: [city('Pune', 60, 40)] };
    const campaign = factsOf(countedCampaign({ sent: 1_115, failed: { REFUSED: 105 }, breakdowns }));
    const text = fillIn(writeSummary(campaign), campaign.facts, 'Diwali Sale');
    expect(text).toContain('Delivery was 94 % in all other places, against 60 % in Pune.');
  });
});
