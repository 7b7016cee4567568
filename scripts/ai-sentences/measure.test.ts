import { describe, expect, it } from '@jest/globals';
import type { SegmentRules } from '@herald/shared';

import { any } from './meaning.ts';
import { city, spent } from './meanings.ts';
import { keepsPromises, measure, type Reading, totalsOf } from './measure.ts';
import { asMarkdown, asTable, describeRefused, describeWrong, verdictOn } from './report.ts';
import type { Topic } from './sentence.ts';

const over = (operator: string): SegmentRules =>
  ({ combinator: 'and', rules: [{ field: 'totalSpend', operator, value: 5_000 }] }) as SegmentRules;
const isPune: SegmentRules = { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'pune' }] };

const TOPICS: Topic[] = [
  {
    topic: 'spend',
    sentences: [
      { says: 'over 5k', means: spent('>', 5_000) },
      { says: '5k or more', means: spent('>=', 5_000) },
      { says: 'above 5k', means: [spent('>', 5_000), spent('>=', 5_000)] },
    ],
  },
  {
    topic: 'others',
    sentences: [
      { says: 'everyone', refuse: 'nobody is chosen' },
      { says: 'all of you', refuse: 'nobody is chosen' },
      { says: 'Pune or London', means: any(city('Pune'), city('London')) },
      { says: 'Pune, if that is a city', means: city('Pune'), mayRefuse: true },
    ],
  },
];

const ANSWERS: Record<string, Reading> = {
  'over 5k': { rules: over('>=') },
  '5k or more': { rules: over('>=') },
  'above 5k': { rules: over('>=') },
  everyone: { rules: over('>='), note: '"everyone" as 5,000' },
  'all of you': { refused: 'who?' },
  'Pune or London': { refused: 'two cities' },
  'Pune, if that is a city': { refused: 'is it?' },
};

const read = (text: string): Reading => ANSWERS[text] ?? { rules: isPune };

describe('measuring a reader', () => {
  it('calls right what reaches exactly the people meant, and a refusal of what must be refused', async () => {
    const judgements = await measure(TOPICS, read);
    expect(judgements.map(({ sentence, verdict }) => [sentence.says, verdict])).toEqual([
      ['over 5k', 'wrong'],
      ['5k or more', 'right'],
      ['above 5k', 'right'],
      ['everyone', 'wrong'],
      ['all of you', 'right'],
      ['Pune or London', 'refused'],
      ['Pune, if that is a city', 'refused'],
    ]);
    expect(totalsOf(judgements)).toEqual({ sentences: 7, right: 3, refused: 2, wrong: 2 });
  });

  it('counts who is missing and who is too many, against the nearest good reading', async () => {
    const [judgement] = await measure(
      [{ topic: 'place', sentences: [{ says: 'x', means: [city('London'), any(city('Pune'), city('London'))] }] }],
      read,
    );
    const { difference } = judgement!;
    expect(difference).toMatchObject({ tooMany: 0 });
    expect(difference!.meant).toBe(difference!.found + difference!.missing);
    expect(difference!.missing).toBeGreaterThan(0);
  });

  it('waits for readers that take their time', async () => {
    const judgements = await measure(TOPICS, (text) => Promise.resolve(read(text)));
    expect(totalsOf(judgements).right).toBe(3);
  });

  it('prints the counts by topic and of all', async () => {
    const judgements = await measure(TOPICS, read);
    expect(asMarkdown(judgements)).toBe(
      [
        '| topic | sentences | exactly right | refused | wrong but confident |',
        '| --- | --: | --: | --: | --: |',
        '| spend | 3 | 2 (66.7 %) | 0 (0.0 %) | 1 (33.3 %) |',
        '| others | 4 | 1 (25.0 %) | 2 (50.0 %) | 1 (25.0 %) |',
        '| all | 7 | 3 (42.9 %) | 2 (28.6 %) | 2 (28.6 %) |',
      ].join('\n'),
    );
    expect(asTable(judgements).split('\n')).toHaveLength(4);
    expect(verdictOn(judgements)).toContain('42.9 % right, 28.6 % wrong');
  });

  it('says of what is wrong what was understood, and how the audience differs', async () => {
    const [overs, everyone] = describeWrong(await measure(TOPICS, read));
    expect(overs).toContain('understood: spent at least 5,000 INR');
    expect(overs).toMatch(/\d+ customers instead of \d+: 0 are missing, \d+ are too many/);
    expect(everyone).toContain('assumed: "everyone" as 5,000');
    expect(everyone).toContain('should be refused: nobody is chosen');
  });

  it('lists as needlessly refused only what had to be understood', async () => {
    expect(describeRefused(await measure(TOPICS, read))).toEqual(['[others] Pune or London\n    refused: two cities']);
  });
});

describe('the two promises', () => {
  it.each([
    [{ sentences: 200, right: 170, refused: 26, wrong: 4 }, true],
    [{ sentences: 200, right: 169, refused: 27, wrong: 4 }, false],
    [{ sentences: 200, right: 170, refused: 25, wrong: 5 }, false],
    [{ sentences: 0, right: 0, refused: 0, wrong: 0 }, false],
  ])('%j: %s', (totals, kept) => {
    expect(keepsPromises(totals)).toBe(kept);
  });
});
