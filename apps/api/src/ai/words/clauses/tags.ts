import { SUBSCRIBED, UNSUBSCRIBED } from '../lexicon/profile.ts';
import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, opt, type Parser, seq, words } from '../grammar.ts';
import { type FieldFilter, type ValueList, valueList } from '../phrases/known-values.ts';
import { all, ask } from '../rules.ts';
import { valuesClause } from './values.ts';

const isTag: FieldFilter = ({ field, scope }) => scope === 'customer' && field === 'tags';

const tagNoun = words(
  `
    tag | tags | the tag | the tags | label | labels | a tag | any of the tags | one of the tags |
    all of the tags | all the tags | both tags | both the tags | either tag | tag of | tags include |
    tags including | tags contain | tag includes | tags of | any of these tags | either of the tags |
    either of the tags | the label | all of these tags | all these tags | one of these tags
  `,
);
const butNot = words('but not | and not | , not | , but not | but never | but not tagged | and not tagged');

const tagLead = alt(
  words(
    `
      tagged | tagged as | tagged with | labelled | labelled as | labeled | labeled as | marked | marked as |
      flagged as | flagged | tagged either | tagged both | carrying | tagged as either | that are tagged |
      tagged with both | tagged with either | tagged under | tagged as both
    `,
  ),
  map(
    seq(
      opt(words('with', 'having', 'have', 'has', 'had', 'carry', 'carrying', 'under', 'holding', 'in', 'of')),
      tagNoun,
    ),
    ([, noun]) => noun,
  ),
);

/** `tag is not VIP`, `tags not in ("VIP", "gold")` */
const isNotTag = words(
  'is not | != | <> | not in | is not in | not | do not include | does not include | do not contain | does not contain | are not | is none of',
);

/** `tagged VIP and wholesale`, `with the tag "app"`, `have any of the tags a, b` */
const tagged: Parser<Clause> = alt(
  map(
    seq(
      opt(words('are', 'is')),
      tagLead,
      opt(
        words(
          ': | either | both | is | called | = | == | equals | in | has | are | include | includes | contains | contain',
        ),
      ),
      valueList(isTag),
      opt(words('tag', 'tags')),
      opt(seq(butNot, valueList(isTag))),
    ),
    ([, lead, , list, , others]) => withoutTags(tagsClause(lead, list), others?.[1]),
  ),
  map(
    seq(
      opt(words('with', 'having', 'have', 'has', 'with the', 'with a', 'have the', 'has the', 'have a', 'has a')),
      valueList(isTag),
      words('tag', 'tags', 'label', 'tagged'),
    ),
    ([lead, list]) => tagsClause(lead ?? '', list),
  ),
  map(seq(opt(words('whose | with')), tagNoun, isNotTag, valueList(isTag)), ([, , , list]): Clause | undefined => {
    const values = list.fields.get('tags') ?? list.quoted;
    if (!values || list.joiner === 'and') return undefined;
    return clause(ask('tags', 'hasNone', values), { isNotNegatable: true });
  }),
  map(
    words(
      `
        without tags | without any tags | with no tags | have no tags | untagged | without a tag | no tags |
        without any tag | has no tags
      `,
    ),
    () => refused('say which tags: "not tagged …"'),
  ),
);

/** `tagged neither VIP nor wholesale` */
const neitherTag: Parser<Clause> = map(
  seq(opt(words('are | is')), tagLead, words('neither'), valueList(isTag), words('nor'), valueList(isTag)),
  ([, , , one, , other]): Clause | undefined => {
    const [first, second] = [one, other].map(({ fields, quoted }) => fields.get('tags') ?? quoted);
    return first && second && clause(ask('tags', 'hasNone', [...first, ...second]), { isNotNegatable: true });
  },
);

/** `tagged VIP but not gold` */
function withoutTags(found: Clause | undefined, others: ValueList | undefined): Clause | undefined {
  if (!found || !others) return found;
  const values = others.fields.get('tags') ?? others.quoted;
  if (!values || others.joiner === 'and') return undefined;
  return { ...found, rule: all([found.rule, ask('tags', 'hasNone', values)]), isNotNegatable: true };
}

function tagsClause(lead: string, list: ValueList): Clause | undefined {
  const values = list.fields.get('tags') ?? list.quoted;
  if (!values) return undefined;
  if (/any of|one of|either/.test(lead)) return valuesClause('tags', { joiner: 'or' }, values);
  if (/all of|all the|both/.test(lead)) return valuesClause('tags', { joiner: 'and' }, values);
  return valuesClause('tags', list, values);
}

/** `opted out`, `still subscribed` */
const subscription: Parser<Clause> = alt(
  map(seq(opt(words('have', 'has', 'are', 'is')), words(...UNSUBSCRIBED)), () =>
    clause(ask('unsubscribed', '=', true), { isProperty: true }),
  ),
  map(seq(opt(words('have', 'has', 'are', 'is')), words(...SUBSCRIBED)), () =>
    clause(ask('unsubscribed', '=', false), { isProperty: true }),
  ),
  map(
    seq(
      words(
        'unsubscribed is | unsubscribed is not | unsubscribed = | unsubscribed | unsubscribed == | unsubscribed : | unsubscribed !=',
      ),
      words('true | false | yes | no'),
    ),
    ([lead, value]) =>
      clause(ask('unsubscribed', '=', ['true', 'yes'].includes(value) !== /not$|!=$/.test(lead)), {
        isProperty: true,
      }),
  ),
  map(words('reachable', 'contactable'), () => refused('say "still subscribed", or "with a phone number"')),
);

export const tagClauses: readonly Parser<Clause>[] = [tagged, neitherTag, subscription];
