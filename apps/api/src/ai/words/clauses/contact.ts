import { clause, type Clause, refused } from '../clause.ts';
import { alt, map, oneOf, opt, type Parser, seq, words } from '../grammar.ts';
import { NOT_SET, SET } from '../lexicon/presence.ts';
import { MAIL_PROVIDERS, TEXT_FIELDS } from '../lexicon/profile.ts';
import { all, any, ask } from '../rules.ts';
import { having, textField } from './text-fields.ts';

const known = alt(
  map(
    words(
      `
        is not null | not null | is nonnull | != null | <> null | is not blank | is populated | is recorded |
        is set | is known | is present | is given | is available | is filled in | is there | exists | is on file |
        on file | is filled | is not missing | is not empty | available | known
      `,
      ...SET,
    ),
    () => true,
  ),
  map(
    words(
      `
        not given | was not given | not provided | not there | is not there | not present | not filled |
        not filled in | not shared | not captured | we do not know | we do not have | we have not got | we have no idea of | is not known to us | is null | = null | null | is not recorded | is none | is not populated | is not filled in |
        is not set | is missing | is unknown | is not known | is empty | is blank | is not present | missing |
        is not given | is not available | unknown | not set | is absent | not known | not on file |
        is not on file | not available
      `,
      ...NOT_SET,
    ),
    () => false,
  ),
);
const some = words(
  `
    a | an | with | having | have | has | had | with a | with an | have a | have an | has a | has an | having a |
    having an | with any | have any | with valid | with a valid | has any | had a | had an | gave | gave us a |
    gave us an | shared | shared a | shared an | gave us their | provided | provided a | provided an |
    with known | with a known | given us a | given us an | given us their | shared their | provided their |
    told us their | given us a | tell us their | give us their | share their | provide their | reachable by | have given a | have a valid | have valid | has a valid
  `,
);
const none = words(
  `
    without | without a | without an | without any | with no | have no | has no | having no | had no | no |
    missing | missing a | missing an | lacking | lacking a | lacking an | lack | lack a | lack an | lacks a |
    lacks an | have not | has not | unknown | with unknown | with an unknown | of unknown | with no known | without a known | missing their | without their | are missing | whose missing | with missing | with a missing |
    without valid | without a valid
  `,
);
const onFile = opt(
  words(
    `
      on file | at all | on record | in our records | given | in the database | available | in our database |
      with us | recorded | set | saved
    `,
  ),
);

/** `have no phone number`, `with an email address`, `city is not set` */
const presence: Parser<Clause> = alt(
  map(seq(none, textField, onFile), ([, field]) => clause(ask(field, 'null'))),
  map(seq(some, textField, onFile), ([, field]) => clause(ask(field, 'notNull'))),
  map(seq(having, textField, opt(words(': | =')), known), ([, field, , isKnown]) =>
    clause(ask(field, isKnown ? 'notNull' : 'null')),
  ),
);

const both = words('and', '&', 'and a', 'and an', 'as well as', 'and also a', 'and also an');
const neither = words(
  `
    with neither | having neither | have neither | has neither | neither | with neither an | with neither a |
    have neither an | has neither an | have neither a | has neither a
  `,
);
const orElse = words('or', 'or a', 'or an', 'nor', 'nor a', 'nor an');

/** `with an email and a phone number`, `without email or phone` */
const presenceOfBoth: Parser<Clause> = alt(
  map(seq(some, opt(words('both', 'both an', 'both a')), textField, both, textField), ([, , one, , other]) =>
    clause(all([ask(one, 'notNull'), ask(other, 'notNull')]), { isListOfAll: true }),
  ),
  map(seq(some, opt(words('either', 'either an', 'either a')), textField, orElse, textField), ([, , one, , other]) =>
    clause(any([ask(one, 'notNull'), ask(other, 'notNull')])),
  ),
  map(
    seq(
      words('lack | lacks | lacking | lack a | lack an | lacks a | lacks an | lacking a | lacking an'),
      textField,
      orElse,
      textField,
    ),
    ([, one, , other]) => clause(any([ask(one, 'null'), ask(other, 'null')]), { isNotNegatable: true }),
  ),
  map(
    seq(alt(none, neither), opt(words('either | either an | either a')), textField, orElse, textField),
    ([, , one, , other]) => clause(all([ask(one, 'null'), ask(other, 'null')]), { isNotNegatable: true }),
  ),
  map(seq(none, textField, words('and', '&'), textField), () =>
    refused('say "without … or …" for those who have neither'),
  ),
);

const provider = oneOf(MAIL_PROVIDERS);
const domain: Parser<string> = (input, at0) => {
  const token = input.tokens[at0];
  const isDomain = token?.kind === 'word' && /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u.test(token.text);
  return isDomain ? [{ value: token.text, end: at0 + 1 }] : [];
};
const mailWords = words(
  `
    email | emails | email address | email addresses | address | addresses | account | accounts | id | ids |
    mail | domain | email id | email ids | email domain | users | user | mail addresses | mail id | mail ids |
    email account | email accounts | customers | people | folks | wale | walas | subscribers
  `,
);
const mailDomain = alt(
  map(domain, (value) => ({ value, isWhole: true })),
  map(provider, (value) => ({ value, isWhole: false })),
);

/** `gmail users`, `with a gmail.com address`, `whose email is at example.com` */
const mail: Parser<Clause> = alt(
  map(seq(having, opt(words('@')), mailDomain, mailWords), ([, , { value }]) => clause(ask('emailDomain', '=', value))),
  map(
    seq(
      having,
      oneOf(new Map([...TEXT_FIELDS].filter(([, field]) => field === 'email' || field === 'emailDomain'))),
      opt(words('is', 'is on', 'is at', 'at', 'on', 'from', 'is from', 'are on', 'are at', 'are from', 'is a', 'with')),
      opt(words('@', 'domain', 'the domain')),
      mailDomain,
    ),
    ([, , , , { value }]) => clause(ask('emailDomain', '=', value)),
  ),
  map(seq(words('on', 'use', 'using', 'with'), opt(words('@')), mailDomain), ([, , { value }]) =>
    clause(ask('emailDomain', '=', value)),
  ),
);

export const contactClauses: readonly Parser<Clause>[] = [presence, presenceOfBoth, mail];
