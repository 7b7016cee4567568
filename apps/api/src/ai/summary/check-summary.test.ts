import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { factsOf } from './campaign-facts.ts';
import { complaintsAboutSummary } from './check-summary.ts';
import { SUMMARY_WORDS } from './summary-words.ts';
import { city, countedCampaign, spent } from './testing/counted-campaign.ts';
import { toldFacts } from './told-facts.ts';

const campaign = factsOf(
  countedCampaign({
    sent: 1_115,
    failed: { UNDELIVERED: 66, REFUSED: 39 },
    excluded: { UNSUBSCRIBED: 100, NO_EMAIL: 20 },
    rows: { HOLDOUT: 140 },
    completedAt: '2026-11-14T05:00:00Z',
    breakdowns: {
      spend: [spent('no orders', 200, 10), spent(1_000, 330, 70), spent(5_000, 290, 20), spent(10_000, 295, 5)],
      cities: [city('Pune', 400, 20), city('New Delhi', 250, 70)],
      deliveryMinutes: [2, 12, 45],
    },
  }),
);
const facts = toldFacts(campaign);
const START = '{campaign} reached {reached} people on {launched}: {delivered} were delivered and {failed} failed.';
const check = (text: string) => complaintsAboutSummary(text, facts);
const more = (sentence: string) => check(`${START} ${sentence}`);

const GOOD = [
  'Delivery was {delivered.percent}.',
  'Of the failed messages, {failed.undelivered} were {failed.undelivered.name} and {failed.refused} {failed.refused.name}.',
  '{excluded} people were left out ({excluded.unsubscribed} {excluded.unsubscribed.name}, {excluded.no_email} {excluded.no_email.name}), and {held_out} were held out for comparison.',
  'Delivery was {spend.high.delivered.percent} among {spend.high.name}, against {spend.low.delivered.percent} among {spend.low.name}.',
  '{spend.high.name} had {spend.high.delivered} of {spend.high.reached} messages delivered ({spend.high.delivered.percent}), while {spend.low.name} had {spend.low.delivered.percent} delivered.',
  'In {city.1.name}, {city.1.delivered.percent} of the messages were delivered.',
  '{time.half.share} of the deliveries came within {time.half}, {time.most.share} within {time.most}, and the last within {time.last}.',
  'The campaign ended on {ended}.',
  'The messages were sent on {launched}.',
];

describe('complaintsAboutSummary', () => {
  it.each(GOOD)('lets pass: %s', (sentence) => {
    expect(more(sentence)).toEqual([]);
  });

  it.each([
    [START],
    [
      'Of {reached} people reached by {campaign}, {delivered} ({delivered.percent}) were delivered and {failed} failed.',
    ],
    ['{campaign} went to {reached} people. {delivered} of {reached} messages were delivered, {failed} failed.'],
    ['{campaign} ended: {delivered} delivered, {failed} failed.'],
    [
      '{campaign} was launched on {launched}, reaching {reached} people. A total of {delivered} messages were delivered, giving a delivery rate of {delivered.percent}, and {failed} failed.',
    ],
    ['{campaign} went to {reached} people: {failed} failed and {delivered} messages were delivered.'],
  ])('lets pass on its own: %s', (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ['a number in digits', 'There were 96 deliveries.', '"96"'],
    ['a fact in digits', 'There were 1,115 deliveries.', '"1"'],
    ['a number in words', 'Ninety people were reached.', '"Ninety"'],
    ['a quantity', 'Most messages were delivered.', '"Most"'],
    ['an approximation', 'Nearly {delivered} were delivered.', '"Nearly"'],
    ['a comparison', 'Delivery was better in {city.1.name}.', '"better"'],
    ['a cause', 'Messages failed because of the vendor.', '"because"'],
    ['praise', 'A successful campaign.', '"successful"'],
    ['advice', 'You should send it again.', '"should"'],
    ['what nobody measured', 'Customers opened the messages.', '"opened"'],
    ['a negation', '{delivered} were not delivered.', '"not"'],
    [
      'a city that is no fact',
      'In Goa, {city.1.delivered.percent} of the messages to {city.1.name} were delivered.',
      '"Goa"',
    ],
    ['a city that is one, but written out', 'Customers in pune were reached.', '"pune"'],
    ['letters that look like ours', 'The cаmpaign ended.', '"cаmpaign"'],
    ['a letter that becomes ours in lower case', 'The vendor went bac\u212A.', '"bac\u212A"'],
    ['capitals', 'The vendor REPORTED.', '"REPORTED"'],
    ['a unit', '{delivered} % were delivered.', '"%"'],
    ['a quotation', 'The "vendor" reported.', '"""'],
    ['an address', 'See vendor@vendor.', '"@"'],
    ['markup', '<b>{delivered}</b> were delivered.', '"<"'],
    ['a fact that is none', '{opened} people reached.', 'there is no fact {opened}'],
    ['braces within braces', '{{delivered}} delivered.', '"{" may not be used'],
    ['several paragraphs', '\n\nThe campaign ended on {ended}.', 'one paragraph'],
    ['what it was told', 'You write the summary of a finished message campaign.', '"You"'],
    ['another language', 'अभियान समाप्त हुआ।', '"अभियान"'],
  ])('complains about %s', (_, sentence, complaint) => {
    expect(more(sentence)).toEqual(expect.arrayContaining([expect.stringContaining(complaint)]));
  });

  it.each([
    ['delivered for failed', '{failed} were delivered.'],
    ['failed for delivered', '{delivered} failed.'],
    ['both changed', '{failed} were delivered and {delivered} failed.'],
    ['both changed, in a list', 'Delivered: {failed}, failed: {delivered}.'],
    [
      'a part for the whole of itself',
      '{spend.high.name} had {spend.high.delivered} of {spend.high.failed} messages delivered.',
    ],
    ['all, without a number', 'The messages were delivered.'],
    ['all of the audience, without a number', 'The campaign reached its audience on {launched}.'],
    ['all in half a sentence', '{failed} failed, and the messages to customers were delivered.'],
    ['a number for a place', 'In {city.1.delivered.percent}, {city.1.name} of the messages were delivered.'],
    ['a share for the whole', '{delivered} of {delivered.percent} messages were delivered.'],
    ['one reason for all', '{failed.refused} failed, {failed.refused.name}.'],
    ['a date for a number', '{launched} messages were delivered.'],
    ['a number for a date', 'The campaign ended on {delivered}.'],
    ['a number for a time', 'The last delivery came within {delivered}.'],
    ['one of several reasons as if it were all', 'The messages that failed were {failed.refused.name}.'],
    ['those of the audience for those reached', 'Of its {audience} people, {delivered} were delivered.'],
    ['left out for failed', '{excluded} messages failed.'],
    ['held out for left out', '{held_out} people were left out.'],
    ['reached for delivered', '{reached} messages were delivered.'],
    ['a share of what is not its', '{delivered.percent} of the messages failed.'],
    ['nothing that it is about', 'There were {delivered}.'],
    ['one band for another', 'Delivery was {spend.low.delivered.percent} among {spend.high.name}.'],
    [
      'two bands changed',
      'Delivery was {spend.low.delivered.percent} among {spend.high.name}, against {spend.high.delivered.percent} among {spend.low.name}.',
    ],
    ['one city for another', 'In {city.2.name}, {city.1.delivered.percent} of the messages were delivered.'],
    ['a band for a city', 'In {city.1.name}, {spend.high.delivered.percent} of the messages were delivered.'],
    ['the whole for a part', '{delivered.percent} of the messages to {spend.high.name} were delivered.'],
    ['a part for the whole', '{spend.high.delivered} messages were delivered.'],
    ['failures of a band for deliveries', '{spend.high.failed} messages to {spend.high.name} were delivered.'],
    ['one reason for another', '{failed.refused} were {failed.undelivered.name}.'],
    ['all failures for one reason', '{failed} failed, {failed.refused.name}.'],
    ['one exclusion for another', '{excluded.no_email} {excluded.unsubscribed.name}.'],
    ['a group without a number', 'Messages to {spend.high.name} were delivered.'],
    ['a time for another', '{time.half.share} of the deliveries came within {time.most}.'],
    ['the last for all', 'Deliveries came within {time.last}.'],
    ['a cancellation that there was not', 'The campaign was cancelled with {delivered} delivered.'],
    ['a stop that there was not', 'The campaign stopped with {failed} failed.'],
    [
      'half of the audience for half of the deliveries',
      '{time.half.share} of the audience was reached within {time.half}.',
    ],
    ['failures for deliveries', '{time.half.share} of the failures came within {time.half}.'],
    ['a share of the audience for one of the messages', '{delivered.percent} of the audience received messages.'],
    ['a total of what is no part', '{failed} failed of a total of {delivered} delivered.'],
    ['the launch for the end', 'The campaign ended on {launched}.'],
    ['the end for the launch', 'The campaign was launched on {ended}.'],
  ])('complains about %s', (_, sentence) => {
    expect(more(sentence)).not.toEqual([]);
  });

  it('wants to be told how many were delivered and how many failed, and of what', () => {
    expect(check('The campaign reached {reached} people.')).toEqual([
      '{campaign} is missing',
      '{delivered} is missing',
      '{failed} is missing',
    ]);
  });

  it('takes no text that is too long', () => {
    expect(check(`${START} ${GOOD[3]!.repeat(12)}`)).toContain('the text is longer than 1200 characters');
    expect(check('a '.repeat(2_000))).toEqual(['the text is longer than 1200 characters']);
  });

  it('catches any fact put in place of another in a good text, but for a count in place of its share', () => {
    const ids = facts.map(({ id }) => id);
    const texts = GOOD.map((sentence) => `${START} ${sentence}`);
    const places = texts.flatMap((text) =>
      [...text.matchAll(/\{([\w.]+)\}/g)].map((match) => ({ text, at: match.index, id: match[1]! })),
    );
    const isSame = (a: string, b: string) => a.replace('.percent', '') === b.replace('.percent', '');
    const missed = places.flatMap(({ text, at, id }) =>
      ids
        .filter((other) => !isSame(id, other))
        .map((other) => ({ other, changed: `${text.slice(0, at)}{${other}}${text.slice(at + id.length + 2)}` }))
        .filter(({ changed }) => check(changed).length === 0)
        .map(({ other, changed }) => `${id} -> ${other}: ${changed}`),
    );
    expect(missed).toEqual([]);
  });

  it('catches any two facts that have changed places, unless that says nothing false', () => {
    // A count and its share mean the same; a name in place of its own number is no English, and no claim.
    const partOf = (id: string) =>
      id.replace(/^(campaign|reached)$/, 'all').replace(/\.(percent|name|delivered.*)$/, '');
    const missed = GOOD.flatMap((sentence) => {
      const text = `${START} ${sentence}`;
      const ids = [...new Set([...text.matchAll(/\{([\w.]+)\}/g)].map((match) => match[1]!))];
      const pairs = ids.flatMap((a, index) => ids.slice(index + 1).map((b) => [a, b] as const));
      return pairs
        .filter(([a, b]) => partOf(a) !== partOf(b))
        .map(([a, b]) =>
          text.replaceAll(/\{([\w.]+)\}/g, (all, id) => (id === a ? `{${b}}` : id === b ? `{${a}}` : all)),
        )
        .filter((changed) => check(changed).length === 0);
    });
    expect(missed).toEqual([]);
  });

  it('has no word for a number, a comparison or a cause among those it allows', () => {
    const never =
      /^(one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|third|quarter|twice|most|more|less|few|many|all|every|none|no|not|never|best|better|worst|worse|high|higher|highest|low|lower|lowest|because|due|thanks|cause|led|so|therefore|since|nearly|almost|about|over|percent|opened|clicked|sales|revenue|success)/;
    expect([...SUMMARY_WORDS].filter((word) => never.test(word))).toEqual(['overall']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(Array.isArray(check(text))).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
