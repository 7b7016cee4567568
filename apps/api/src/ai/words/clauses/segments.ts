import { type Clause } from '../clause.ts';
import { alt, map, opt, type Parser, seq, words } from '../grammar.ts';
import { negate } from '../rules.ts';
import { listOf, nameOf, withEach, withOne } from './names.ts';

const segmentNoun = words(
  `
    segment | segments | the segment | our segment | audience | the audience | a segment | segment called |
    segment named | the segment called | the segment named | group | the group | my segment | either segment |
    the segments | segment = | segment == | segment is | segment : | segment in
  `,
);
const member = opt(
  words(
    `
      in | from | of | part of | members of | belong to | belonging to | belongs to | inside | within | are in |
      is in | is part of | are part of | a member of | member of | included in | in our | of our | already in |
      fall in | falls in | fall into | people in | everyone in | customers in | who belong to
    `,
  ),
);
const segment = nameOf('segments');

/** `in the segment "VIPs"`, `members of Pune big spenders` */
export const inSegment: Parser<Clause> = alt(
  map(
    seq(
      words('outside', 'outside of', 'not part of', 'not members of', 'segment !=', 'segment <>', 'segment is not'),
      opt(segmentNoun),
      segment,
    ),
    ([, , one]) => {
      const inside = withOne('segment', one, 'isIn');
      return one.ids.length > 0 ? { ...inside, rule: negate(inside.rule), isNotNegatable: true } : undefined;
    },
  ),
  map(seq(member, segmentNoun, listOf(segment, segmentNoun)), ([, , named]) => withEach('segment', named, 'isIn')),
  map(
    seq(member, opt(words('the', 'our', 'my')), segment, words('segment', 'audience', 'group', 'list')),
    ([, , one]) => withOne('segment', one, 'isIn'),
  ),
  map(
    seq(
      words(
        `
          in | part of | members of | belong to | belonging to | member of | already in | included in | in the |
          from the | belongs to | from | on | on the | on our | among | among the | sitting in | sit in | within |
          within the | in our | of the | of our | who make up | who make up the | inside | inside the | part of the |
          part of our | members of the | members of our | belonging to the | belong to the
        `,
      ),
      opt(words('both | either')),
      listOf(segment, words('in | in the segment | the segment | segment')),
    ),
    ([, , names]) =>
      names.all.some(({ isQuoted, ids }) => isQuoted && ids.length === 0)
        ? undefined
        : withEach('segment', names, 'isIn'),
  ),
  map(segment, (one) => (one.ids.length > 0 ? withOne('segment', one, 'isIn') : undefined)),
);
