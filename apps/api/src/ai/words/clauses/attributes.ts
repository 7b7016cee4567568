import { type AttributeType } from '@herald/shared';
import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { type ValueList, valueList } from '../phrases/known-values.ts';
import { NOT_SET, SET } from '../lexicon/presence.ts';
import { COMPARISONS_AFTER } from '../lexicon/comparisons.ts';
import { countComparison, plainNumber, secondBound } from '../phrases/quantities.ts';
import { all, ask, negate } from '../rules.ts';
import { attribute, type Attribute, havingAttribute } from './attribute-names.ts';
import { isAnyOf } from './values.ts';

const is = opt(
  words(
    `
      is | are | = | == | equals | : | of | is one of | is either | either | is equal to | in | as | being | was |
      set to | is set to
    `,
  ),
);
const isNot = words(
  `
    is not | are not | != | <> | ≠ | is none of | is not one of | not | other than | is other than | was not |
    is neither
  `,
);

const ofCustomers = valueList(({ scope, field }) => scope === 'customer' && field.startsWith('attributes.'));

/** `loyalty points over 500`, `at least 500 points` */
const numbers: Parser<Clause> = alt(
  map(
    seq(
      havingAttribute,
      attribute('number'),
      opt(words('balance', 'count', 'total', 'value', 'score')),
      is,
      countComparison,
    ),
    ([, { field }, , , { comparisons }]) =>
      clause(all(comparisons.map(({ operator, value }) => ask(field, operator, value)))),
  ),
  // "500 points or more"
  map(
    seq(havingAttribute, plainNumber, attribute('number'), oneOf(COMPARISONS_AFTER)),
    ([, { value }, { field }, operator]) => clause(ask(field, operator, value)),
  ),
  map(
    seq(havingAttribute, countComparison, attribute('number'), opt(secondBound)),
    ([, { comparisons }, { field }, second]) =>
      clause(all([...comparisons, ...(second ?? [])].map(({ operator, value }) => ask(field, operator, value)))),
  ),
);

/** `plan is gold or silver`, `gold plan`, `language is not Hindi` */
const texts: Parser<Clause> = alt(
  map(seq(havingAttribute, attribute('text'), isNot, ofCustomers), ([, one, , list], said) =>
    textClause(one, list, said, true),
  ),
  map(seq(havingAttribute, attribute('text'), is, ofCustomers), ([, one, , list], said) =>
    textClause(one, list, said, false),
  ),
  map(
    seq(havingAttribute, attribute('text'), words('in', '=', 'is', 'not in'), words('('), ofCustomers, words(')')),
    ([, one, how, , list], said) => textClause(one, list, said, how === 'not in'),
  ),
  map(seq(havingAttribute, ofCustomers, attribute('text')), ([, list, one], said) =>
    textClause(one, list, said, false),
  ),
);

function textClause({ field }: Attribute, list: ValueList, said: string, isNegated: boolean): Clause | undefined {
  const values = list.fields.get(field) ?? (list.fields.size === 0 ? list.quoted : undefined);
  if (!values) return undefined;
  if (list.joiner === 'and' && values.length > 1 && isNegated)
    return refused(`in "${said}" say "or" between the values`);
  const rule = isAnyOf(field, values);
  return clause(isNegated ? negate(rule) : rule, {
    isProperty: true,
    isNotNegatable: isNegated,
    isListOfAll: list.joiner === 'and',
  });
}

const equals = opt(words('is', '=', '==', 'equals', ':', 'are', 'flag', 'flag =', 'flag is', 'set to', 'is set to'));

/** `whatsapp is true`, `with WhatsApp`, `newsletter subscribers` */
const booleans: Parser<Clause> = alt(
  map(
    seq(
      attribute('boolean'),
      words('is not true | is not set to true | is not on | not true | != true | <> true | ≠ true'),
    ),
    ([{ field }]) => clause(ask(field, '!=', true), { isNotNegatable: true }),
  ),
  map(
    seq(
      attribute('boolean'),
      words(
        'subscribers | users | members | readers | recipients | subscriber | user | signups | sign ups | receivers | people',
      ),
    ),
    ([{ field }]) => clause(ask(field, '=', true), { isProperty: true }),
  ),
  map(
    seq(
      havingAttribute,
      attribute('boolean'),
      equals,
      words('true', 'yes', 'on', 'set to true', 'enabled', 'active', 'y', 'ticked', 'checked', 'opted in'),
    ),
    ([, { field }]) => clause(ask(field, '=', true)),
  ),
  map(
    seq(
      havingAttribute,
      attribute('boolean'),
      equals,
      words('false', 'off', 'set to false', 'disabled', 'no', 'n', 'unticked', 'unchecked'),
    ),
    ([, { field }]) => clause(ask(field, '=', false)),
  ),
  map(
    seq(
      opt(
        words(
          `
            with | have | has | having | on | on the | use | using | is | are | is a | are a | flagged | get the |
            get | receive the | signed up for the | subscribed to the | subscribed to | opted in to the |
            sign up for the | sign up for | signed up for | signed up to the | signed up to | sign up to the |
            getting our | receiving our | opted into our | opted into the | opted into | opted in for the | opted in for | opted in to | opt in to the |
            opt into the | receiving the | receiving | receives the | receive | subscribe to the | subscribes to the |
            subscribe to | subscribing to the | subscribed for the | on our | get our | receive our |
            subscribed to our | signed up for our | getting the | gets the | enrolled for the | enrolled in the |
            registered for the | take the | joined the | part of the | said yes to the | who get the | got the
          `,
        ),
      ),
      attribute('boolean'),
    ),
    ([, { field }]) => clause(ask(field, '=', true), { isProperty: true }),
  ),
  map(seq(words('without', 'no', 'have no', 'with no', 'has no'), attribute('boolean')), ([, { field }]) =>
    clause(ask(field, '!=', true), { isNotNegatable: true }),
  ),
);

const ANY: AttributeType[] = ['text', 'number', 'boolean', 'date'];

/** `with a birthday on file`, `plan is not set` */
const presence: Parser<Clause> = alt(
  map(
    seq(
      words(
        `
          without | without a | without an | without any | with no | have no | has no | no | missing | missing a |
          lacking a
        `,
      ),
      attribute('text', 'number', 'date'),
      opt(words('on file', 'on record', 'set', 'at all', 'recorded', 'given', 'in our records', 'saved', 'known')),
    ),
    ([, { field }]) => clause(ask(field, 'null'), { isNotNegatable: true }),
  ),
  map(
    seq(
      words(
        `
          with | with a | with an | have a | has a | have an | has an | having a | having an | gave us their | told us their | given us their | tell us their | share their | provided their |
          with any | have | has | on any | on a | have any | has any | on some
        `,
      ),
      attribute('text', 'number', 'date'),
      opt(words('on file', 'on record', 'set', 'recorded', 'given', 'in our records', 'saved')),
    ),
    ([, { field }]) => clause(ask(field, 'notNull')),
  ),
  map(seq(havingAttribute, attribute(...ANY), words(...SET)), ([, { field }]) => clause(ask(field, 'notNull'))),
  map(seq(havingAttribute, attribute(...ANY), words(...NOT_SET)), ([, { field }]) => clause(ask(field, 'null'))),
);

export const attributeClauses: readonly Parser<Clause>[] = [numbers, texts, booleans, presence];
